import FlagModel
import TerminalUI

@testable import Dashboard

/// The shop of the tests with a rule: one other person reads everything that changes LIVE.
enum ReviewShop {
    /// Li raises the sale to half, Jo turns refunds on, Ana adds a customer to the best ones.
    static let model: Model = {
        let ana = Draft(
            id: Fixture.id(82),
            author: "Ana",
            createdAt: Fixture.ago(hours: 3),
            note: "They asked for it.",
            changes: [
                .editAudience(
                    environment: Fixture.live,
                    audience: Fixture.audienceID(40),
                    .addMembers([Insertion(Fixture.customer("C-99"))])
                )
            ]
        )
        let changes: [Change] = [
            .saveDraft(ana),
            .comment(
                draft: ana.id,
                Comment(person: "Jo", text: "Who is that?", at: Fixture.ago(hours: 2))
            ),
            .editEnvironment(Fixture.live, .setReview(ReviewRule(approvals: 1))),
        ]
        do {
            return try Fixture.model.previewing(changes)
        } catch {
            preconditionFailure("The shop does not fit: \(error)")
        }
    }()

    /// The session of a person, on the card of the sale.
    static func deck(
        as actor: String = "Ana",
        columns: Int = 80,
        rows: Int = 24,
        glyphs: Glyphs = .unicode
    ) -> Deck {
        let deck = Deck(model, actor: actor, columns: columns, rows: rows, glyphs: glyphs)
        deck.press("5")
        show(Fixture.id(80), on: deck)
        return deck.rest()
    }

    /// Goes to the card of a draft.
    static func show(_ draft: GUID, on deck: Deck) {
        deck.press(.home)
        for _ in 0..<10 where deck.state.review.current != .draft(draft) { deck.press(.down) }
    }

    /// The draft about the sale, as the service has it.
    static func sale(_ deck: Deck) -> Draft? { deck.service.model.draft(Fixture.id(80)) }

    /// Li's draft about the sale, changed to another share.
    static func saleChanged(to parts: Int) -> Change {
        .saveDraft(
            Draft(
                id: Fixture.id(80),
                author: "Li",
                createdAt: Fixture.ago(hours: 1),
                note: "",
                changes: [
                    .editFlag(
                        environment: Fixture.live,
                        flag: Fixture.flagID(10),
                        .setDefaultRule(Fixture.serving(parts))
                    )
                ]
            )
        )
    }
}
