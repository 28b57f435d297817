import FlagModel
import TerminalUI

@testable import Dashboard

/// The shop of the tests with things that wait: a share in steps, a flag that goes off, a trial, a
/// plan that is stopped, and one that only a draft makes.
enum PlanShop {
    static let minute: Int64 = 60_000_000
    static let day: Int64 = 86_400_000_000

    static let share = Fixture.id(120)
    static let end = Fixture.id(121)
    static let trial = Fixture.id(122)
    static let stopped = Fixture.id(123)
    static let drafted = Fixture.id(124)

    static func at(days: Int64, _ clock: Int64) -> Moment {
        Fixture.midnight.adding(microseconds: days * day + clock * minute)
    }

    static func planner(
        _ id: GUID,
        _ author: String,
        note: String = ""
    ) -> CustomerSetting.Planner {
        CustomerSetting.Planner(
            author: author,
            note: note,
            now: Fixture.ago(days: 1),
            id: id
        )
    }

    static let model: Model = {
        do {
            return try build()
        } catch {
            preconditionFailure("The shop does not fit: \(error)")
        }
    }()

    private static func build() throws -> Model {
        let quiet = Fixture.quiet
        let steps = [25_000, 50_000, 100_000].enumerated().map { index, parts in
            PlanSetting.Step(
                at: at(days: Int64(index) + 3, 540),
                [.share(Fixture.flagID(15), variationID: "on", parts: parts)]
            )
        }
        let share = try PlanSetting(
            environmentID: Fixture.live,
            time: .steps(steps, back: nil),
            zone: "UTC"
        ).schedule(in: quiet, by: planner(share, "Li", note: "Points for everyone"), .utc)
        let ending = FlagSetting(
            environmentID: Fixture.live,
            flagID: Fixture.flagID(11),
            isEnabled: true,
            end: at(days: 0, 18 * 60),
            zone: "UTC"
        ).changes(in: quiet, by: planner(end, "Jo"))
        let trial = try TrialSetting(
            environmentID: Fixture.live,
            audienceID: Fixture.audienceID(42),
            customer: Fixture.customer("C-10428"),
            customerName: "Anna Schmidt",
            end: at(days: 10, 12 * 60),
            zone: "UTC"
        ).beginning(in: quiet, by: planner(trial, "Kim", note: "Call of 12 July"))
        let stopped = try PlanSetting(
            environmentID: Fixture.practice,
            time: .steps(
                [
                    .init(
                        at: at(days: 1, 540),
                        [.enabled(Fixture.flagID(14, in: Fixture.practice), true)]
                    )
                ],
                back: nil
            ),
            zone: "UTC"
        ).schedule(in: quiet, by: planner(stopped, "Sam"), .utc)
        let drafted = try PlanSetting(
            environmentID: Fixture.live,
            time: .steps(
                [.init(at: at(days: 3, 600), [.enabled(Fixture.flagID(16), true)])],
                back: nil
            ),
            zone: "UTC"
        ).schedule(in: quiet, by: planner(drafted, "Li"), .utc)
        let draft = Draft(
            id: Fixture.id(130),
            author: "Li",
            createdAt: Fixture.ago(hours: 2),
            note: "",
            changes: [.saveSchedule(drafted)]
        )
        return try quiet.previewing(
            [.saveSchedule(share)] + ending + trial + [
                .saveSchedule(stopped), .holdSchedule(stopped.id, true), .saveDraft(draft),
            ]
        )
    }

    static func deck(
        as actor: String = "Li",
        columns: Int = 80,
        rows: Int = 24,
        glyphs: Glyphs = .unicode
    ) -> Deck {
        Deck(model, actor: actor, columns: columns, rows: rows, glyphs: glyphs)
    }

    /// What happens next, with the pointer on the line that says so.
    static func calendar(on words: String, as actor: String = "Li") -> Deck {
        let deck = deck(as: actor).press("P")
        for _ in 0..<12 where !pointer(deck, isOn: words) { deck.press(.down) }
        return deck
    }

    static func pointer(_ deck: Deck, isOn words: String) -> Bool {
        deck.screen.split(separator: "\n").contains { $0.contains("▸") && $0.contains(words) }
    }
}
