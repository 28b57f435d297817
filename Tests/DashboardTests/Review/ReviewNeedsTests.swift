import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Who must read a draft, where the number of people decides: the service counts, the screen only
/// shows.
struct ReviewNeedsTests {
    private static let sale = Fixture.id(80)

    /// LIVE wants a second person from some share of the customers on, in hundredths of a percent.
    private func deck(above share: Int, people: Int = 1000, actor: String = "Ana") throws -> Deck {
        let rule = ReviewRule(approvals: 1, people: share)
        let model = try ReviewShop.model.previewing([
            .editEnvironment(Fixture.live, .setReview(rule))
        ])
        let deck = Deck(model, actor: actor, columns: 120, rows: 40)
        deck.service.customers = ImpactTests.people(people)
        deck.press("5")
        ReviewShop.show(Self.sale, on: deck)
        return deck.rest()
    }

    private func asked(_ deck: Deck) -> [[Change]] {
        deck.service.reviewQuestions.compactMap { question in
            if case .needs(let changes) = question { changes } else { nil }
        }
    }

    @Test func `what reaches more people than the rule says needs somebody, and says how many`()
        throws
    {
        // The sale goes from a quarter to half: about 250 of 1,000.
        let deck = try deck(above: 1000)

        deck.see("1 more person must approve it: ").see("customers would get something else")
        deck.press("p").see("Summer sale banner stays a draft; 1 more person must approve it.")
    }

    @Test func `what reaches fewer may be published without a review`() throws {
        let deck = try deck(above: 5000)

        deck.see("It may be published without a review.")
        #expect(deck.state.review.ready.views.map(\.draft.id).contains(Self.sale))
    }

    @Test func `the screen says what the service answers, draft by draft`() throws {
        for share in [100, 1000, 2000, 3000, 9000] {
            let deck = try deck(above: share)
            for draft in deck.service.model.drafts {
                let answer = try deck.service.finding(.needs(draft.changes), at: deck.now)
                guard case .needs(let needs) = answer else { continue }
                let state = deck.service.model.reviewState(of: draft, reach: needs.reach)
                #expect(deck.state.reviewState(of: draft) == state, "\(share)")
            }
        }
    }

    @Test func `each draft is asked about once, one after the other`() throws {
        let deck = try deck(above: 5000)
        #expect(asked(deck).count == Set(asked(deck)).count)
        #expect(asked(deck).count >= 3)
        let before = asked(deck).count

        deck.press(.down, .up, .home, .end).rest()
        #expect(asked(deck).count == before)

        try deck.other("Li", ReviewShop.saleChanged(to: 90_000))
        #expect(asked(deck).count > before)
    }

    @Test func `a service that cannot count is a review too many`() throws {
        let deck = try deck(above: 5000)
        let question = ReviewAsked.Pending(
            about: .needs(Self.sale),
            drafts: ReviewAsked.Drafts(
                ids: [Self.sale],
                versions: [deck.state.reviewVersion(of: try #require(ReviewShop.sale(deck)))]
            )
        )
        deck.state.review.asked.pending[-1] = question

        deck.send(.reply(.review(generation: -1, .failure(.busy))))

        #expect(
            deck.state.reviewState(of: try #require(ReviewShop.sale(deck)))
                == .waiting(missing: 1)
        )
    }

    @Test func `drafts that reach too many only together wait together`() throws {
        // Each of the two gives a quarter of everybody something else; together nearly half.
        let other = Draft(
            id: Fixture.id(83),
            author: "Li",
            createdAt: Fixture.ago(hours: 1),
            note: "",
            changes: [
                .editFlag(
                    environment: Fixture.live,
                    flag: Fixture.flagID(13),
                    .setDefaultRule(Fixture.serving(75_000))
                )
            ]
        )
        let rule = ReviewRule(approvals: 1, people: 3500)
        let quiet = try Fixture.quiet.previewing([
            .editEnvironment(Fixture.live, .setReview(rule)), .saveDraft(Fixture.waiting[0]),
            .saveDraft(other),
        ])
        let deck = Deck(quiet, actor: "Ana", columns: 120, rows: 40)
        deck.service.customers = ImpactTests.people(1000)

        deck.press("5").rest().see("It may be published without a review.")
        deck.press("p")

        deck.see("Nothing may be published yet.").see("with the others it reaches so many")
        #expect(deck.state.review.ready.count == 0)
    }
}
