import FlagModel
import JSON
import Testing

struct ReviewGoldenTests {
    @Test func `the changes of a review read, and are written in the same bytes`() throws {
        let place = try guid(0x11)
        let draft = try guid(0x61)
        let at = Moment(microseconds: 1_780_000_000_000_005)
        let changes: [Change] = [
            .editEnvironment(
                place,
                .setReview(
                    ReviewRule(approvals: 2, people: 500, touchesExperiments: true, tags: ["paid"])
                )
            ),
            .editEnvironment(place, .setReview(ReviewRule(approvals: 1))),
            .editEnvironment(place, .setReview(nil)),
            .decide(
                draft: draft,
                revision: 3,
                Decision(person: "Ana", verdict: .approve, at: at, ground: [at])
            ),
            .decide(
                draft: draft,
                revision: 3,
                Decision(person: "Li", verdict: .sendBack, reason: "Too early.", at: at)
            ),
            .comment(draft: draft, Comment(person: "Ana", text: "@Jo why?", at: at)),
        ]
        let set = ChangeSet(
            id: try guid(1),
            actor: "Ana",
            note: "",
            time: at,
            origin: .reviewing,
            steps: changes.map { ChangeSet.Step(change: $0, stamp: nil) },
            sentence: "read drafts",
            lines: []
        )
        let golden = Golden("reviews-v1.json")
        golden.write(set.parts(maximumBytes: .max)[0])

        let read = try ChangeSet(
            id: set.id,
            actor: set.actor,
            time: set.time,
            parts: [JSONValue(parsing: golden.bytes)]
        )

        #expect(read.steps.map(\.change) == changes)
        #expect(read.origin == .reviewing)
        #expect(read.parts(maximumBytes: .max) == [golden.bytes])
    }
}
