import FlagModel
import Testing

struct MeetingTests {
    @Test func `changes that do not meet can be made in either order, with the same result`() throws
    {
        var fixture = try Fixture()
        var random = SplitMix64(seed: seed("meeting"))
        var (apart, meeting) = (0, 0)
        let begun = fixture
        for round in 0..<120_000 {
            if round.isMultiple(of: 500) { fixture = begun }
            var source = RandomChanges(random: random, model: fixture.model)
            let pair = (source.next(), source.next())
            random = source.random
            guard let first = pair.0 else { continue }
            guard let second = pair.1, first.subject == second.subject,
                let afterFirst = try? fixture.model.previewing([first]),
                (try? fixture.model.previewing([second])) != nil
            else {
                // Another model, so that not all pairs are about the same few things.
                if round.isMultiple(of: 8) { _ = try? fixture.make([first]) }
                continue
            }
            #expect(first.meets(second) == second.meets(first))
            guard !first.meets(second) else {
                meeting += 1
                continue
            }
            apart += 1
            let (one, other) = ([first, second], [second, first])
            let forwards = try #require(try? fixture.model.previewing(one), "\(one)")
            let backwards = try #require(try? fixture.model.previewing(other), "\(other)")
            #expect(forwards.comparable.unordered == backwards.comparable.unordered, "\(one)")
            #expect(forwards.comparable.unordered != afterFirst.comparable.unordered, "\(one)")
        }
        print("\(apart) pairs apart, \(meeting) that meet")
        #expect(apart > 1000)
        #expect(meeting > 1000)
    }

    @Test func `changes of different things do not meet`() {
        let (place, other) = (GUID.zero, GUID.zero)
        let flag = Change.editFlag(environment: place, flag: .zero, .setEnabled(true))
        let audience = Change.editAudience(environment: other, audience: .zero, .rename("x"))

        #expect(!flag.meets(audience))
        #expect(flag.meets(flag))
        #expect(flag.meets(.deleteFlag(environment: place, flag: .zero)))
    }
}
