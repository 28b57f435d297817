import FlagModel
import JSON
import TestSupport
import Testing

/// The short way from an entry's bytes to its change set, beside the long one.
struct ChangeSetReadingTests {
    private func slow(_ set: ChangeSet, _ parts: [[UInt8]]) -> ChangeSet? {
        guard let values = try? parts.map({ try JSONValue(parsing: $0) }) else { return nil }
        return try? ChangeSet(id: set.id, actor: set.actor, time: set.time, parts: values)
    }

    private func quick(_ set: ChangeSet, _ parts: [[UInt8]]) -> ChangeSet? {
        ChangeSet(id: set.id, actor: set.actor, time: set.time, canonicalParts: parts)
    }

    private func payload(_ parts: [[UInt8]]) -> [UInt8] {
        guard parts.count > 1 else { return parts[0] }
        return Array("[".utf8) + parts.joined(separator: Array(",".utf8)) + Array("]".utf8)
    }

    /// Change sets as people and imports make them.
    private func sets(_ count: Int, _ label: String) throws -> [ChangeSet] {
        var fixture = try Fixture()
        var random = SplitMix64(seed: seed(label))
        var sets: [ChangeSet] = []
        while sets.count < count {
            var source = RandomChanges(random: random, model: fixture.model)
            let wanted = Int.random(in: 1...4, using: &source.random)
            let changes = (0..<wanted).compactMap { _ in source.next() }
            random = source.random
            guard let outcome = try? fixture.make(changes) else { continue }
            sets.append(outcome.changeSet)
        }
        return sets
    }

    @Test func `both ways give the same`() throws {
        for (number, set) in try sets(1500, "reading change sets").enumerated() {
            let parts = set.parts(maximumBytes: number.isMultiple(of: 3) ? 50 : 9000)
            #expect(quick(set, parts) == set)
            let whole = ChangeSet(
                id: set.id,
                actor: set.actor,
                time: set.time,
                canonicalPayload: payload(parts),
                count: parts.count
            )
            #expect(whole == set)
        }
    }

    @Test func `what is written in another way is left to the long way`() throws {
        var random = SplitMix64(seed: seed("reading what was bent"))
        var (taken, left) = (0, 0)
        for set in try sets(300, "change sets to bend") {
            let parts = set.parts(maximumBytes: 9000)
            for _ in 0..<20 {
                var bent = parts
                let part = Int.random(in: bent.indices, using: &random)
                let place = Int.random(in: bent[part].indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bent[part].remove(at: place)
                case 1: bent[part].insert(UInt8.random(in: 0...255, using: &random), at: place)
                case 2: bent[part] = Array(bent[part][..<place])
                default: bent[part][place] = UInt8.random(in: 32..<127, using: &random)
                }
                guard let read = quick(set, bent) else {
                    left += 1
                    continue
                }
                taken += 1
                #expect(read == slow(set, bent))
            }
        }
        print("\(taken) taken, \(left) left to the long way")
        #expect(taken > 500)
        #expect(left > 500)
    }

    @Test(arguments: ["", "{}", "[]", "{\"steps\":[]}", "[{\"steps\":[]}]", "{\"sentence\":\"x\"}"])
    func `what is no change set is none`(text: String) throws {
        let set = try #require(try sets(1, "no change set").first)
        let read = quick(set, [Array(text.utf8)])

        #expect(read == nil)
        #expect(slow(set, [Array(text.utf8)]) == nil || text == "{\"sentence\":\"x\"}")
        #expect(quick(set, []) == nil)
    }
}
