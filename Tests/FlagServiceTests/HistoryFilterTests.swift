import FlagAPI
import FlagModel
import FlagService
import Testing

struct HistoryFilterTests {
    private static let base: Int64 = 1_790_000_000_000_000

    private static func time(_ second: Int) -> Moment {
        Moment(microseconds: base + Int64(second) * 1_000_000)
    }

    /// Entries: 1 begin, 2 make two flags, then one a second: 3 Ana turns one on, 4 Bo renames two,
    /// 5 Ana turns both off, and so on in turns.
    private func told(
        _ fixture: ServiceFixture,
        through last: Int
    ) async throws -> (LocalService, Flag, Flag) {
        let service = try await fixture.begin()
        let place = fixture.live.id
        let (one, two) = (try fixture.flag("one"), try fixture.flag("two"))
        _ = try await service.propose(
            fixture.proposal([one, two].map { .createFlag(environment: place, $0) })
        )
        var isOn = false
        let story = (3...last).map { number in
            let turn = number % 3
            isOn.toggle()
            let changes: [Change] =
                switch turn {
                case 0: [.editFlag(environment: place, flag: one.id, .describe("\(number)"))]
                case 1: [.editFlag(environment: place, flag: two.id, .rename("two \(number)"))]
                default:
                    [one, two].map {
                        .editFlag(
                            environment: place,
                            flag: $0.id,
                            .setOffVariation(isOn ? "on" : "off")
                        )
                    } + [
                        .editFlag(
                            environment: place,
                            flag: two.id,
                            .addTargets(variationID: "on", [Self.customer(number)])
                        )
                    ]
                }
            let proposal = Proposal(
                id: .new,
                actor: turn == 1 ? "Bo" : "Ana",
                changes: changes
            )
            return (proposal: proposal, time: Self.time(number))
        }
        try await service.record(story)
        return (service, one, two)
    }

    private static func customer(_ number: Int) -> CustomerKey {
        guard let key = try? CustomerKey("C-\(number)") else {
            preconditionFailure("The key is short.")
        }
        return key
    }

    @Test func `a person is found in any case`() async throws {
        let fixture = try ServiceFixture()
        let (service, _, _) = try await told(fixture, through: 12)

        let page = try await service.history(HistoryRequest(actor: "bO"))
        let nobody = try await service.history(HistoryRequest(actor: "Cy"))

        #expect(page.entries.map(\.number) == [10, 7, 4])
        #expect(page.next == nil)
        #expect(page.total == 12)
        #expect(nobody.entries.isEmpty)
        await service.close()
    }

    @Test func `kinds, times and subjects hold together`() async throws {
        let fixture = try ServiceFixture()
        let (service, one, two) = try await told(fixture, through: 20)
        let place = fixture.live.id
        func numbers(_ request: HistoryRequest) async throws -> [UInt64] {
            try await service.history(request).entries.map(\.number)
        }

        #expect(try await numbers(HistoryRequest(kinds: [.who])) == [20, 17, 14, 11, 8, 5])
        #expect(try await numbers(HistoryRequest(kinds: [.made])) == [2, 1])
        #expect(
            try await numbers(
                HistoryRequest(
                    subjects: [.flag(environment: place, two.id)],
                    kinds: [.words],
                    from: Self.time(8),
                    until: Self.time(14)
                )
            ) == [13, 11, 10, 8]
        )
        #expect(
            try await numbers(
                HistoryRequest(
                    limit: 3,
                    subjects: [
                        .flag(environment: place, one.id), .flag(environment: place, two.id),
                    ]
                )
            ) == [20, 19, 18]
        )
        await service.close()
    }

    @Test func `pages of one flag fit together, also over a journal that was not read yet`()
        async throws
    {
        let fixture = try ServiceFixture()
        var (service, one, _) = try await told(fixture, through: 3000)
        await service.close()
        service = try fixture.reopen()

        var request = HistoryRequest(
            limit: 400,
            subjects: [.flag(environment: fixture.live.id, one.id)]
        )
        var numbers: [UInt64] = []
        repeat {
            let page = try await service.history(request)
            numbers += page.entries.map(\.number)
            request.before = page.next
        } while request.before != nil

        let expected = (2...3000).reversed().filter { $0 == 2 || $0 % 3 != 1 }.map(UInt64.init)
        #expect(numbers == expected)
        await service.close()
    }

    @Test func `entries made after the first question are found too`() async throws {
        let fixture = try ServiceFixture()
        let (service, one, _) = try await told(fixture, through: 12)
        let request = HistoryRequest(subjects: [.flag(environment: fixture.live.id, one.id)])
        _ = try await service.history(request)

        _ = try await service.propose(fixture.edit(one, .setEnabled(true)))
        let page = try await service.history(request)

        #expect(page.entries.map(\.number).first == 13)
        await service.close()
    }

    @Test func `an entry tells of one flag only what is about it`() async throws {
        let fixture = try ServiceFixture()
        let (service, one, two) = try await told(fixture, through: 5)
        let place = fixture.live.id

        let entry = try await service.history(HistoryRequest(limit: 1)).entries.first

        #expect(
            entry?.lines(about: [.flag(environment: place, one.id)]) == [
                "made one give On while it is off in LIVE"
            ]
        )
        #expect(entry?.lines(about: [.flag(environment: place, two.id)]).count == 2)
        #expect(entry?.lines(about: [.draft(place)]) == entry.map { [$0.changeSet.sentence] })
        await service.close()
    }
}
