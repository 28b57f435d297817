import Experiments
import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// What people read about results, and where it leads.
struct ResultSessionTests {
    @Test func `the list has the worst news on top and a word and a sign for each`() {
        let deck = ExperimentShop.deck()
        let screen = deck.screen

        deck.see("11 experiments, worst news first").see("✗ FIX do not use").see("✓ SHIP")
        deck.see("✗ HOLD").see("◆ WAIT too early").see("! WAIT nobody yet").see("○ planned")
        let names = ["Basket reminder", "Checkout speed", "Loyalty points", "Old search page"]
        let rows = names.compactMap { name in
            screen.split(separator: "\n").firstIndex { $0.contains(name) }
        }
        #expect(rows.count == names.count)
        #expect(rows == rows.sorted())
        deck.see("▸ Basket reminder")
    }

    @Test func `the order can be chosen and stays`() {
        let deck = ExperimentShop.deck().press("s").see("Experiments in which order?")
        deck.press(.down, .enter)

        deck.see("11 experiments, by name").see("Experiments by name.")
        #expect(deck.state.experiments.list.ids.first == ExperimentShop.Story.unknown.id)
        deck.press("R").see("by name")
    }

    @Test func `the answer comes first, then what it stands on`() {
        let deck = ExperimentShop.deck(.win)

        deck.see("Ship Version B.").see("more than 99").see("+2 … +6.1%")
        deck.see("CAN I TRUST THIS?").see("✓ Fair split").see("Enter numbers")
        deck.press(.pageDown, .pageDown, .pageDown)
        deck.see("WHO WAS IN IT").see("Counted up to today, 10:58, from 14 full days.")
    }

    @Test func `Enter shows all numbers, Tab goes on, Esc goes back`() {
        let deck = ExperimentShop.deck(.win).press(.enter)

        deck.see("Only the first metric decides.").see("it decides").see("10,495")
        deck.see("best guess +4%")
        deck.press(.tab).see("MUST NOT GET WORSE").see("AGREED")
        deck.press(.tab).see("Ship Version B.")
        deck.press(.enter, .escape).see("Ship Version B.")
        deck.press(.escape, .escape).see("11 experiments")
    }

    @Test func `broken numbers are not shown but on demand, under the warning`() {
        let deck = ExperimentShop.deck(.uneven)

        deck.see("Do not use these numbers.").see("PLANNED").see("36.4%").see("WHAT NOW")
        deck.notSee("better?")
        deck.press(.down, .down, .enter).see("! Do not use these numbers.").see("better?")
        deck.press(.escape).see("WHAT NOW")
    }

    @Test func `the data team gets a ready message`() {
        let deck = ExperimentShop.deck(.uneven).press(.enter)

        #expect(
            deck.effects.contains { effect in
                if case .copy(let text) = effect { text.contains("Basket reminder") } else { false }
            }
        )
        deck.see("a message for the data team")
    }

    @Test func `people who saw two versions make the numbers useless`() {
        ExperimentShop.deck(.mixed).see("Do not use these numbers.").see("both versions")
    }

    @Test func `what the first version of everybody says stands beside it, asked for once`() {
        let deck = ExperimentShop.deck(.mixed)
        deck.see("count nowhere")
        let asked = deck.effects.filter { effect in
            if case .experimentCounts(let request, _) = effect {
                request.firstVersionCounts
            } else {
                false
            }
        }
        #expect(asked.count == 1)

        deck.press("R").rest()
        deck.press(.down, .down, .enter).see("Two versions")
        deck.press(.pageDown).see("saw two and count nowhere")
    }

    @Test func `an uneven split says which days it comes from`() {
        ExperimentShop.deck(.uneven).see("14 of 14 days are uneven, most of all")
    }

    @Test func `where nobody came it says when the flag was last asked for`() {
        let deck = ExperimentShop.deck().press("/").type("Student discount").press(.enter, .enter)
        deck.see("No customers yet.").see("No app has ever asked for the flag.")

        deck.service.counts = [
            EvaluationCount(
                flagKey: "checkout-layout",
                variationID: "a",
                hour: Fixture.midnight,
                count: 3
            )
        ]
        deck.press(.escape, .enter).see("Tuesday 14 July").notSee("ever asked")
    }

    @Test func `an earlier day can be looked at, and the newest count again`() {
        let deck = ExperimentShop.deck(.win).press("[")

        deck.see("As counted up to 14 Jul").see("Esc shows the newest count.")
        for _ in 0..<10 { deck.press("[") }
        deck.see("As counted up to 4 Jul")
        for _ in 0..<10 { deck.press("[") }
        deck.see("There is no day before: this is the end of the first one.")
        deck.press(.escape).see("Ship Version B.")
        deck.press("]").see("This is the newest count: there is no day after.")
    }

    @Test func `the past shows what had been counted by then`() {
        let deck = ExperimentShop.deck(.win).press("D").type("4 jul").press(.enter)

        deck.see("Too early to say.")
        deck.press(.escape).see("Ship Version B.")
    }

    @Test(arguments: [
        ("Markdown", 0, "checkout-speed.md", "# "), ("CSV", 1, "checkout-speed.csv", ","),
        ("JSON", 2, "checkout-speed.json", "\"verdict\""),
        ("SVG", 3, "checkout-speed.svg", "<svg"),
    ])
    func `a result is written into a new file`(
        name: String,
        place: Int,
        file: String,
        piece: String
    ) throws {
        let deck = ExperimentShop.deck(.win).press("x").see(name)
        for _ in 0..<place { deck.press(.down) }
        deck.press(.enter).see("into which file?").press(.control("s"))

        deck.see("Written: \(file).")
        #expect(try #require(deck.service.written[file]).contains(piece))
        deck.press("x")
        for _ in 0..<place { deck.press(.down) }
        deck.press(.enter, .control("s"))
        deck.see("is there already. It was left as it is")
    }

    @Test func `the answer is copied as text`() {
        let deck = ExperimentShop.deck(.win).press("y")

        #expect(deck.state.copied?.contains("Ship Version B.") ?? false)
        #expect(deck.state.copied?.contains("Fair split") ?? false)
    }

    @Test func `parts of the customers are labelled as exploration`() {
        let deck = ExperimentShop.deck(.win)
        deck.state.attributes[Fixture.live] = deck.service.attributes
        deck.press("b").see("country").press(.enter)

        deck.see("BY COUNTRY: EXPLORATION").see("Germany").see("no value").see("all others")
        deck.see("by luck")
        deck.press(.escape).see("Ship Version B.")
    }

    @Test func `without described customers there is nothing to break down by`() {
        let deck = ExperimentShop.deck(.win)
        deck.service.attributes = []

        deck.press("b").see("No application has described its customers yet")
    }

    @Test func `the check of the setup says whether all is well`() {
        let deck = ExperimentShop.deck(.win).press("c")

        deck.see("Your setup is sound").see("38 of these")
        deck.service.setupCheck.claimed = 90
        deck.press(.escape).press("c").see("makes differences where there are none")
    }

    @Test func `how long one has to wait is said in weeks`() {
        let deck = ExperimentShop.deck(.win).press("W")

        deck.see("HOW LONG CAN YOU WAIT?").see("new customers a day").see("12 weeks:")
    }

    @Test func `what cannot be read is said, and R asks again`() {
        let deck = Deck(ExperimentShop.model)
        deck.service.observationsProblem = .observations(text: "the file is busy")
        deck.press("3").press("/").type("speed").press(.enter, .enter)
        deck.see("The result could not be read")

        deck.service.observationsProblem = nil
        deck.service.experiments[ExperimentShop.Story.win.id] = ExperimentShop.counts(.win)
        deck.press("R").see("Ship Version B.")
    }

    @Test func `a late answer to an earlier question is dropped`() throws {
        let deck = ExperimentShop.deck(.win)
        let late =
            deck.effects.compactMap { effect -> Int? in
                if case .experimentCounts(_, let generation) = effect { generation } else { nil }
            }.first ?? 0
        deck.press("R")
        let counts = ExperimentShop.counts(.early)
        deck.send(.reply(.experimentCounts(generation: late, .success(counts))))

        deck.see("Ship Version B.")
    }

    @Test func `what is still being counted is asked for again until it stays the same`() {
        let id = ExperimentShop.Story.win.id
        let deck = Deck(ExperimentShop.model)
        var early = ExperimentShop.counts(.early)
        early.eventCount = ExperimentShop.counts(.win).eventCount - 1
        deck.service.experiments[id] = early
        deck.press("3").press("/").type("speed").press(.enter, .enter).notSee("Ship Version B.")
        deck.service.experiments[id] = ExperimentShop.counts(.win)

        deck.send(.tick(.results))
        deck.see("Ship Version B.")
        #expect(deck.effects.last == .timer(.results, milliseconds: 5_000))

        deck.send(.tick(.results))
        #expect(deck.effects.last == .timer(.results, milliseconds: 60_000))
    }

    @Test func `an open page asks again in a while, a list only where nobody came yet`() {
        let deck = ExperimentShop.deck()
        #expect(!deck.effects.contains { $0 == .timer(.results, milliseconds: 60_000) })
        #expect(deck.effects.contains { $0 == .timer(.results, milliseconds: 5_000) })
        // Twice the same: nothing is on its way any more.
        deck.send(.tick(.results))

        deck.press(.enter)
        #expect(deck.effects.contains { $0 == .timer(.results, milliseconds: 60_000) })
        let before = deck.effects.count
        deck.press(.escape, .escape).rest()
        let asked = deck.effects.dropFirst(before).compactMap { effect -> GUID? in
            if case .experimentCounts(let request, _) = effect { request.experimentID } else { nil }
        }
        #expect(Set(asked) == [ExperimentShop.Story.nobody.id])
    }

    @Test func `no more than four questions are under way at once`() {
        var answers = ResultAnswers()
        let plans = (1...9).map { number in
            var plan = ExperimentShop.plan(.win)
            plan.runs = Array(repeating: plan.runs[0], count: number)
            return plan
        }
        answers.want(plans.compactMap { plan in plan.shownRun.map { ($0, plan) } })
        var asked = 0
        while let run = answers.next() {
            answers.asked(run, plan: plans[run.number], generation: run.number)
            asked += 1
        }

        #expect(asked == ResultAnswers.atOnce)
        #expect(answers.waiting.count == 9 - ResultAnswers.atOnce)
    }
}
