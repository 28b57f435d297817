import FlagAPI
import FlagModel
import Testing

@testable import FlagService

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

struct HistoryIndexTests {
    private typealias Facts = HistoryIndex.Facts

    private static func facts(
        _ second: Int,
        actor: String = "Ana",
        kinds: Set<HistoryKind> = [.onOff],
        subjects: [Subject] = []
    ) -> Facts {
        let time = Moment(microseconds: Int64(second) * 1_000_000)
        return Facts(time: time, actor: actor, kinds: kinds, subjects: subjects)
    }

    /// An index of entries from 1 on, of which those up to `start` were met going back.
    private static func index(_ entries: [Facts], startingAt start: Int) -> HistoryIndex {
        var index = HistoryIndex(startingAt: UInt64(start))
        var (older, newer) = (start, start)
        // Both ends grow in turns, as questions and new entries come.
        while older > 0 || newer < entries.count {
            if older > 0 {
                index.addOlder(entries[older - 1])
                older -= 1
            }
            if newer < entries.count {
                index.addNewer(entries[newer])
                newer += 1
            }
        }
        return index
    }

    @Test func `a search finds what looking at every entry finds`() throws {
        let text = getenv("FLAGDECK_SEED").map { String(cString: $0) }
        let seed = text.flatMap(UInt64.init) ?? 20_260_717
        print("history index: FLAGDECK_SEED=\(seed)")
        var random = SplitMix64(seed: seed)
        let subjects = (0..<5).map { _ in Subject.draft(GUID(using: &random)) }
        let kinds = HistoryKind.allCases
        let people = ["Ana", "ANA", "Bo", "Zoë"]
        for _ in 0..<200 {
            let entries = (0..<Int.random(in: 1...60, using: &random)).map { number in
                Self.facts(
                    number + Int.random(in: -3...3, using: &random),
                    actor: people.randomElement(using: &random) ?? "",
                    kinds: Set(kinds.shuffled(using: &random).prefix(2)),
                    subjects: Array(
                        subjects.shuffled(using: &random)
                            .prefix(Int.random(in: 0...3, using: &random))
                    )
                )
            }
            let start = Int.random(in: 0...entries.count, using: &random)
            let index = Self.index(entries, startingAt: start)
            for _ in 0..<20 {
                let request = HistoryRequest(
                    subjects: Set(
                        subjects.shuffled(using: &random)
                            .prefix(Int.random(in: 0...2, using: &random))
                    ),
                    actor: [nil, "ana", "bo", "zoë", "cy"].randomElement(using: &random) ?? nil,
                    kinds: Set(
                        kinds.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))
                    ),
                    from: Bool.random(using: &random) ? Moment(microseconds: 20_000_000) : nil,
                    until: Bool.random(using: &random) ? Moment(microseconds: 40_000_000) : nil
                )
                let before = UInt64.random(in: 1...70, using: &random)
                let limit = Int.random(in: 1...20, using: &random)

                let found = index.search(request, before: before, limit: limit)

                let all = entries.indices.reversed().filter { place in
                    UInt64(place + 1) < before && Self.matches(entries[place], request)
                }
                #expect(found.numbers == all.prefix(limit).map { UInt64($0 + 1) })
                #expect(found.isFull == (found.numbers.count == limit))
            }
        }
    }

    private static func matches(_ facts: Facts, _ request: HistoryRequest) -> Bool {
        (request.subjects.isEmpty || !request.subjects.isDisjoint(with: facts.subjects))
            && (request.actor.map { $0.lowercased() == facts.actor.lowercased() } ?? true)
            && (request.kinds.isEmpty || !request.kinds.isDisjoint(with: facts.kinds))
            && (request.from.map { facts.time >= $0 } ?? true)
            && (request.until.map { facts.time < $0 } ?? true)
    }

    @Test(arguments: [
        (HistoryIndex.quietEntries - 1, true), (HistoryIndex.quietEntries, false),
    ])
    func `a search from a time ends after so many older entries in a row`(
        count: Int,
        isFound: Bool
    ) {
        let entries = [Self.facts(50)] + (0..<count).map { _ in Self.facts(10) } + [Self.facts(60)]
        let index = Self.index(entries, startingAt: 0)
        let request = HistoryRequest(from: Moment(microseconds: 40_000_000))

        let found = index.search(request, before: .max, limit: 5)

        #expect(found.numbers == [UInt64(count) + 2] + (isFound ? [1] : []))
        #expect(found.isPastFrom == !isFound)
    }

    @Test(arguments: [(PastModels.limit, true), (PastModels.limit + 1, false)])
    func `so many models of the past are kept, and the least used goes first`(
        count: Int,
        isKept: Bool
    ) {
        var past = PastModels()
        for number in 1...count { past.keep(Model(), after: UInt64(number)) }

        #expect((past.model(after: 1) != nil) == isKept)
        #expect(past.model(after: 2) != nil)
        #expect(past.nearest(atOrBefore: 9)?.entry == 9)
    }

    @Test func `a model that is used stays`() {
        var past = PastModels()
        for number in 1...PastModels.limit { past.keep(Model(), after: UInt64(number)) }
        _ = past.model(after: 1)
        past.keep(Model(), after: 99)

        #expect(past.model(after: 1) != nil)
        #expect(past.model(after: 2) == nil)
    }
}
