import FlagModel
import JSON
import Testing

@testable import FlagAPI

struct PastCodingTests {
    private let time = Moment(milliseconds: 1_780_000_000_000)

    /// The value after a journey as bytes.
    private func journey(_ json: JSONValue) throws -> JSONValue {
        try JSONValue(parsing: json.canonicalBytes(), limits: SocketProtocol.requestLimits)
    }

    @Test func `a plan arrives whole`() throws {
        let later = HistoryEntry(
            number: 7,
            changeSet: ChangeSet(
                id: .new,
                actor: "Zoë",
                note: "why",
                time: time,
                origin: .undo(3),
                steps: [.init(change: .discardDraft(.new), stamp: nil)],
                sentence: "turned it off",
                lines: ["turned it off"]
            )
        )
        let plan = UndoPlan(
            entry: 4,
            changes: [.discardDraft(.new)],
            lines: ["dropped it"],
            obstacles: [
                .init(name: "a", entry: 7, later: later, aspects: ["on or off", "rules"]),
                .init(name: "b", entry: nil, later: nil, reason: .notArchived(.flag, "b")),
            ]
        )
        let empty = UndoPlan(entry: 0, changes: [], lines: [], obstacles: [])

        #expect(try UndoPlan(json: journey(plan.json)) == plan)
        #expect(try UndoPlan(json: journey(empty.json)) == empty)
    }

    @Test(arguments: [Difference.Fate.made, .removed, .changed])
    func `a difference arrives whole`(fate: Difference.Fate) throws {
        let difference = Difference(
            subject: .flag(environment: .new, .new),
            name: "Gift wrap",
            place: "LIVE",
            fate: fate,
            facets: [.init(title: "everybody else", before: "0%", after: "")]
        )
        #expect(try Difference(json: journey(difference.json)) == difference)
    }

    @Test func `a picture of the past arrives whole`() throws {
        let picture = Picture(model: Model(), entry: 9)
        for time in [time, nil] {
            let past = PastPicture(picture: picture, time: time)
            let arrived = try PastPicture(json: journey(past.json))
            #expect(arrived.picture.model == picture.model)
            #expect(arrived.picture.entry == 9)
            #expect(arrived.time == time)
        }
    }

    @Test(arguments: [
        #"{"ask":"differences","with":[1]}"#, #"{"ask":"differences","with":[1,-2]}"#,
        #"{"ask":"picture-at","with":{}}"#, #"{"ask":"picture-at","with":{"entry":-1}}"#,
        #"{"ask":"undo-plan","with":"4"}"#,
        #"{"ask":"history","with":{"limit":1,"kinds":["dance"]}}"#,
    ])
    func `what asks nothing about the past is not read as a question`(text: String) throws {
        let json = try JSONValue(parsing: Array(text.utf8))
        #expect(throws: JSONShapeError.self) { try ServiceRequest(json: json) }
    }
}
