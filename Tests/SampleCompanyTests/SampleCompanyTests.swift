import FlagAPI
import FlagModel
import SampleCompany
import Testing

struct SampleCompanyTests {
    /// The company and the model that its history makes.
    struct Folded {
        let company: SampleCompany
        let model: Model
        let changeSets: [ChangeSet]
        let live: EnvironmentState
        let practice: EnvironmentState
        let duration: Duration

        init() throws {
            var random = Numbers(state: 1)
            let clock = ContinuousClock()
            let start = clock.now
            let company = SampleCompany.make()
            var model = Model()
            var changeSets: [ChangeSet] = []
            for (index, entry) in company.history.enumerated() {
                do {
                    let outcome = try model.making(entry.proposal, at: entry.time, using: &random)
                    model = outcome.model
                    changeSets.append(outcome.changeSet)
                } catch {
                    Issue.record("entry \(index + 1), \(entry.proposal.note): \(error)")
                    throw error
                }
            }
            duration = clock.now - start
            self.company = company
            self.model = model
            self.changeSets = changeSets
            live = try #require(model.environment(company.liveID))
            practice = try #require(model.environment(company.practiceID))
        }
    }

    struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    @Test func `the model takes every entry in order`() throws {
        let folded = try Folded()

        print("made and folded \(folded.changeSets.count) entries in \(folded.duration)")
        #expect((1000...1500).contains(folded.changeSets.count))
        #expect(folded.live.flagCount == 118)
        #expect(folded.practice.flagCount == 118)
        #expect(folded.live.audienceCount == 13)
        #expect(folded.model.environments.map(\.environment.key.text) == ["prod", "dev"])
        #expect(folded.model.environments.map(\.environment.title) == ["LIVE", "Practice"])
        #expect(folded.model.projects.map(\.key.text) == ["shop"])
    }

    @Test func `two makings are equal`() throws {
        let (first, second) = (SampleCompany.make(), SampleCompany.make())

        #expect(first.history.map(\.proposal) == second.history.map(\.proposal))
        #expect(first.history.map(\.time) == second.history.map(\.time))
        #expect(first.customers == second.customers)
        let model = try Folded().model
        #expect(try Folded().model == model)
    }

    /// Compares with what another process once found.
    ///
    /// Two runs of one process share the seed of Swift's hashing, two processes do not. A change of
    /// the story changes the number.
    @Test func `another run tells the same story`() {
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ bytes: [UInt8]) {
            for byte in bytes { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        let company = SampleCompany.make()

        for entry in company.history {
            mix(entry.proposal.id.bytes + Array(entry.time.text.utf8))
            mix(Array("\(entry.proposal.actor) \(entry.proposal.note)".utf8))
            for change in entry.proposal.changes { mix(change.subject.id.bytes) }
        }
        for customer in company.customers {
            mix(Array("\(customer.key.text) \(customer.name)".utf8))
            for value in customer.attributes.values.sorted() { mix(Array(value.utf8)) }
        }

        #expect(String(digest, radix: 16) == "5e31d72fecab5d43")
    }

    @Test func `times go on and stop at the end of the story`() {
        let times = SampleCompany.make().history.map(\.time)

        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        #expect(times.first?.text == "2026-01-12T06:41:00.000Z")
        #expect(times.last.map { $0 < SampleCompany.now } == true)
        #expect(SampleCompany.now.text == "2026-07-17T09:00:00.000Z")
    }

    @Test func `things that pictures and the tutorial name are there`() throws {
        let folded = try Folded()
        let state = folded.live
        func summary(_ key: String) throws -> String {
            let flag = try #require(state.flag(try Key(key)))
            let summary = flag.summary(in: state)
            return "\(summary.state.text), \(summary.who)"
        }

        #expect(try summary("summer-sale-banner") == "25%, Germany and Austria")
        #expect(try summary("free-returns") == "on, VIP 2024")
        #expect(try summary("checkout-trust-badge") == "on, everyone but 1 customer")
        #expect(try summary("new-checkout").hasPrefix("experiment"))
        #expect(try summary("gift-wrap") == "off, nobody")
        #expect(try summary("loyalty-points-on-receipts") == "10%, Plus customers")
        #expect(try summary("invoice-by-post") == "on, Business customers")
        #expect(try summary("old-search-page") == "off, nobody")
        let vip = try #require(state.audience(try Key("vip")))
        #expect(vip.name == "VIP")
        #expect(vip.members.count > 50)
        #expect(folded.practice.audience(try Key("vip")) != nil)
    }

    @Test func `four drafts wait in LIVE and fit`() throws {
        let model = try Folded().model

        let sentences = model.drafts.map { "\($0.author) \($0.sentence(in: model))" }
        let waiting = [
            "Jo added a rule to Refund without photo: On for Staff in LIVE and turned Refund "
                + "without photo on in LIVE",
            "Jo turned Gift wrap on in LIVE",
            "Li changed Summer sale banner 25% → 50% for Germany and Austria in LIVE",
            "Ana added C-14998 and C-14997 to the audience VIP 2024 in LIVE",
        ]
        #expect(sentences == waiting)
        for draft in model.drafts { _ = try model.previewing(draft.changes) }
    }

    @Test func `plans of five kinds wait, and each fits`() throws {
        let folded = try Folded()

        let plans = folded.model.schedules.map { "\($0.author) \($0.title)" }
        #expect(
            plans == [
                "Ana Partner shops on, then back in LIVE",
                "Jo Maintenance notice on, then back in LIVE",
                "Omar New size guide 25% → 50% → 100% in LIVE",
                "Mia Help in Turkish on in LIVE",
                "Ana Voice search goes back for C-12685",
            ]
        )
        for plan in folded.model.schedules {
            #expect(folded.model.obstacle(to: plan) == nil, "\(plan.title)")
            #expect(plan.at > SampleCompany.now)
        }
        #expect(folded.model.schedules.count { $0.recurrence != nil } == 1)
    }

    @Test func `one experiment is planned, three run and one is over`() throws {
        let states = try Folded().live.experiments.map { "\($0.state) \($0.name)" }.sorted()

        #expect(
            states == [
                "planned Shorter product pages", "running Basket reminder",
                "running Checkout speed", "running Reorder button", "stopped Red button",
            ]
        )
    }

    @Test func `history has every kind of entry`() throws {
        let sets = try Folded().changeSets

        func count(_ isCounted: (ChangeSet) -> Bool) -> Int { sets.count(where: isCounted) }
        #expect(count { $0.origin == .publish } >= 30)
        #expect(count { $0.origin == .importing } == 2)
        #expect(count { $0.origin == .drafting } >= 60)
        #expect(
            count { if case .undo = $0.origin { true } else { false } } >= 8
        )
        #expect(Set(sets.map(\.actor)) == ["Li", "Jo", "Ana", "Sam", "Mia", "Omar"])
        let longest = sets.map(\.note.count).max() ?? 0
        #expect(longest <= 90)
    }

    @Test func `an undo names an earlier entry about the same flag`() throws {
        let sets = try Folded().changeSets

        for set in sets {
            guard case .undo(let number) = set.origin else { continue }
            let earlier = sets[Int(number) - 1]
            #expect(earlier.subjects == set.subjects)
            #expect(set.time > earlier.time)
        }
    }

    @Test func `five thousand customers have names, keys and attributes`() throws {
        let customers = SampleCompany.make().customers

        #expect(customers.count == 5000)
        #expect(customers.map(\.key.text).first == "C-10000")
        #expect(customers.map(\.key.text).last == "C-14999")
        #expect(customers.allSatisfy { !$0.name.isEmpty })
        let names = ["city", "country", "plan", "since", "spent"]
        #expect(customers.allSatisfy { $0.attributes.keys.sorted() == names })
        #expect(
            customers.allSatisfy {
                Moment($0.attributes["since", default: ""] + "T00:00:00") != nil
            }
        )
        let anna = try #require(customers.first { $0.key.text == "C-10428" })
        #expect(anna.name == "Anna Schmidt")
        #expect(Set(customers.compactMap { $0.attributes["country"] }).count == 22)
    }
}
