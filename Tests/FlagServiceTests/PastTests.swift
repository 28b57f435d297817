import FlagAPI
import FlagModel
import FlagService
import Synchronization
import Testing

struct PastTests {
    private func isOn(_ picture: PastPicture, _ fixture: ServiceFixture, _ id: GUID) -> Bool? {
        picture.picture.model.environment(fixture.live.id)?.flag(id)?.isEnabled
    }

    /// Entries: 1 begin, 2 make the flag, then on and off in turns up to the number given.
    private func told(_ fixture: ServiceFixture, through last: Int) async throws -> (
        LocalService, Flag
    ) {
        let service = try await fixture.begin()
        let flag = try fixture.flag("gift-wrap")
        _ = try await service.propose(
            fixture.proposal([.createFlag(environment: fixture.live.id, flag)])
        )
        let story = (3...last).map { number in
            (
                fixture.edit(flag, .setEnabled(!number.isMultiple(of: 2))),
                Moment(microseconds: 1_780_000_100_000_000 + Int64(number) * 1_000_000)
            )
        }
        try await service.record(story.map { (proposal: $0.0, time: $0.1) })
        return (service, flag)
    }

    @Test(arguments: [false, true])
    func `the model is as every entry left it`(isReopened: Bool) async throws {
        let fixture = try ServiceFixture()
        var (service, flag) = try await told(fixture, through: 1400)
        if isReopened {
            await service.close()
            service = try fixture.reopen()
        }

        for number in [1, 2, 3, 4, 499, 500, 501, 502, 1399, 1400, 777, 778] as [UInt64] {
            let past = try await service.picture(at: .entry(number))
            #expect(past.picture.entry == number)
            #expect(
                isOn(past, fixture, flag.id)
                    == (number == 1 ? nil : number > 2 && !number.isMultiple(of: 2))
            )
        }
        let none = try await service.picture(at: .entry(0))
        #expect(none.picture.model == Model())
        #expect(none.time == nil)
        await #expect(throws: ServiceProblem.unknownEntry(1401)) {
            try await service.picture(at: .entry(1401))
        }
        await service.close()
    }

    @Test(arguments: [
        (-1, 0), (2, 2), (3, 3), (4, 4), (99, 99), (100, 100), (101, 100),
    ])
    func `a moment is after the last entry made by then`(
        second: Int,
        entry: UInt64
    ) async throws {
        let fixture = try ServiceFixture()
        let (service, _) = try await told(fixture, through: 100)

        let base = second < 0 ? Int64(1_779_999_000_000_000) : 1_780_000_100_000_000
        let time = Moment(microseconds: base + Int64(max(0, second)) * 1_000_000)
        let past = try await service.picture(at: .time(time))

        #expect(past.picture.entry == entry)
        if entry > 2 { #expect(past.time == time || second > 100) }
        await service.close()
    }

    @Test func `a clock that was set back leads to an entry made by then, always the same`()
        async throws
    {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        let flag = try fixture.flag("gift-wrap")
        let times: [Int64] = [10, 20, 30, 5, 6, 40, 50, 45, 60, 70, 80, 90]
        var edits: [(proposal: Proposal, time: Moment)] = []
        for (index, time) in times.enumerated() {
            let change =
                index == 0
                ? Change.createFlag(environment: fixture.live.id, flag)
                : .editFlag(
                    environment: fixture.live.id,
                    flag: flag.id,
                    .describe("Words \(index)")
                )
            let moment = Moment(microseconds: 1_790_000_000_000_000 + time * 1_000_000)
            edits.append((fixture.proposal([change]), moment))
        }
        var answers: [Int: UInt64] = [:]
        for (index, edit) in edits.enumerated() {
            try await service.record([edit])
            for second in stride(from: 0, through: 100, by: 5) {
                let time = Moment(microseconds: 1_790_000_000_000_000 + Int64(second) * 1_000_000)
                let past = try await service.picture(at: .time(time))
                #expect(past.time.map { $0 <= time } ?? true)
                guard past.picture.entry < UInt64(index) + 2 else { continue }
                // What is not the end stays the answer when more has come.
                if let earlier = answers[second] { #expect(earlier == past.picture.entry) }
                answers[second] = past.picture.entry
            }
        }
        await service.close()
    }

    @Test func `differences are those between two entries, in either direction`() async throws {
        let fixture = try ServiceFixture()
        let (service, flag) = try await told(fixture, through: 5)

        let forward = try await service.differences(from: 3, to: 4)
        let back = try await service.differences(from: 4, to: 3)
        let none = try await service.differences(from: 3, to: 5)
        let made = try await service.differences(from: 1, to: 5)

        let facet = Difference.Facet(title: "on or off", before: "on", after: "off")
        #expect(forward.map(\.name) == ["gift-wrap"])
        #expect(forward.map(\.place) == ["LIVE"])
        #expect(forward.map(\.fate) == [.changed])
        #expect(forward.map(\.facets) == [[facet]])
        #expect(
            back.map(\.facets) == [[.init(title: "on or off", before: "off", after: "on")]]
        )
        #expect(none.isEmpty)
        #expect(made.map(\.fate) == [.made])
        #expect(made.map(\.subject) == [.flag(environment: fixture.live.id, flag.id)])
        await #expect(throws: ServiceProblem.unknownEntry(6)) {
            try await service.differences(from: 1, to: 6)
        }
        await service.close()
    }
}
