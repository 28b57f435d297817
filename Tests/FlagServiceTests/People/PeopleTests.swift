import FlagAPI
import FlagModel
import FlagService
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Questions about everybody, beside a reference that looks at everything anew.
struct PeopleTests {
    @Test func `every count is what looking at everybody one by one gives`() async throws {
        var random = Self.random("every count is what looking at everybody one by one gives")
        let people = try await PeopleFixture(customers: 60, using: &random)
        let model = try await people.service.picture().model
        let reference = PeopleReference(model: model, live: people.live)

        for _ in 0..<12 {
            for question in try Self.questions(people, using: &random) {
                let count = Int(random.next() % 40) + 1
                let answer = try await Self.everybody(question, people, count)
                let expected = try reference.counts(question, of: people.customers)
                let found = answer.groups.map { ($0.name, $0.count) }
                #expect(Dictionary(uniqueKeysWithValues: found) == expected, "\(question)")
                #expect(answer.looked == 60 && answer.known == 60)
            }
        }
        await people.service.close()
    }

    @Test func `an estimate that may look at everybody is exact`() async throws {
        var random = SplitMix64(seed: 1)
        let people = try await PeopleFixture(customers: 30, using: &random)
        let question = PeopleQuestion.audience(people.audiences[0])

        let estimate = try await people.ask(question, .spread(4000))

        #expect(estimate == (try await people.ask(question, .run(from: 0, count: 30))))
        #expect(estimate.next == nil)
        await people.service.close()
    }

    @Test func `an estimate looks at as many people as it is asked for, each once`() async throws {
        var random = SplitMix64(seed: 2)
        let people = try await PeopleFixture(customers: 50, using: &random)
        let question = PeopleQuestion.changes([])

        let answer = try await people.ask(question, .spread(20))

        let keys = answer.groups.flatMap(\.samples).map(\.key.text)
        #expect(answer.looked == 20 && answer.known == 50 && answer.next == nil)
        #expect(Set(keys).count == 20)
        #expect(answer == (try await people.ask(question, .spread(20))))
        await people.service.close()
    }

    @Test func `a group shows twenty people by name, the first of them`() async throws {
        var random = SplitMix64(seed: 3)
        let people = try await PeopleFixture(customers: 50, using: &random)

        let answer = try await people.ask(.changes([]), .run(from: 0, count: 50))

        #expect(answer.groups.map(\.name) == [.unmoved])
        #expect(answer.groups.map(\.count) == [50])
        #expect(
            answer.groups.first?.samples
                == people.customers.prefix(20).map {
                    PeopleAnswer.Person(key: $0.key, name: $0.name)
                }
        )
        await people.service.close()
    }

    @Test(arguments: [
        (PeopleRequest.Slice.spread(0), false), (.spread(1), true), (.spread(250_000), true),
        (.spread(250_001), false), (.run(from: 0, count: 0), false),
        (.run(from: 0, count: 1), true), (.run(from: 0, count: 250_000), true),
        (.run(from: 0, count: 250_001), false), (.run(from: -1, count: 1), false),
        (.run(from: .max, count: 1), true),
    ])
    func `a slice has 1 to 250,000 people`(
        slice: PeopleRequest.Slice,
        isAnswered: Bool
    ) async throws {
        var random = SplitMix64(seed: 4)
        let people = try await PeopleFixture(customers: 2, using: &random)

        do throws(ServiceProblem) {
            _ = try await people.ask(.changes([]), slice)
            #expect(isAnswered)
        } catch {
            #expect(!isAnswered)
            #expect(
                error.description
                    == "1 to 250,000 people are looked at at once, from place 0 on. "
                    + "Ask for some of them."
            )
        }
        await people.service.close()
    }

    @Test func `what is unknown is refused`() async throws {
        var random = SplitMix64(seed: 5)
        let people = try await PeopleFixture(customers: 1, using: &random)
        let unknown = GUID(using: &random)
        let known = people.audiences[0].id

        await #expect(throws: ServiceProblem.refused(.unknown(.audience, unknown.text))) {
            _ = try await people.ask(.overlap(known, unknown), .spread(1))
        }
        let delete = Change.deleteFlag(environment: people.live, flag: unknown)
        await #expect(throws: ServiceProblem.refused(.unknown(.flag, unknown.text))) {
            _ = try await people.ask(.changes([delete]), .spread(1))
        }
        let elsewhere = PeopleRequest(
            environmentID: unknown,
            question: .changes([]),
            slice: .spread(1)
        )
        await #expect(throws: ServiceProblem.refused(.unknown(.environment, unknown.text))) {
            _ = try await people.service.people(elsewhere)
        }
        await people.service.close()
    }

    @Test func `nobody is known at first`() async throws {
        var random = SplitMix64(seed: 6)
        let people = try await PeopleFixture(customers: 0, using: &random)

        for slice in [PeopleRequest.Slice.spread(4000), .run(from: 0, count: 100)] {
            let answer = try await people.ask(.changes([]), slice)
            #expect(answer == PeopleAnswer(known: 0, looked: 0, next: nil, groups: []))
        }
        await people.service.close()
    }

    // MARK: - Support

    private static func everybody(
        _ question: PeopleQuestion,
        _ people: PeopleFixture,
        _ count: Int
    ) async throws -> PeopleAnswer {
        var answer = PeopleAnswer(known: 0)
        while let next = answer.next {
            answer.add(try await people.ask(question, .run(from: next, count: count)))
        }
        return answer
    }

    /// One of each kind; changes are of two flags and an audience.
    private static func questions(
        _ people: PeopleFixture,
        using random: inout SplitMix64
    ) throws -> [PeopleQuestion] {
        let live = people.live
        let ids = people.audiences.map(\.id)
        var audience = people.audiences[Int(random.next() % 2)]
        audience.rules = try PeopleFixture.audience("x", using: &random).rules
        let flag = try PeopleFixture.flag(people.flags[0], ids, using: &random)
        let new = try PeopleFixture.audience("new", using: &random)
        let asking = try PeopleFixture.flag(people.flags[0], [new.id], using: &random)
        let changes: [Change] = [
            .replaceAudience(environment: live, audience),
            .replaceFlag(environment: live, flag),
            .editFlag(environment: live, flag: people.flags[1].id, .rename("Other")),
        ]
        return [
            .flag(asking, after: [.createAudience(environment: live, new)]),
            .changes(changes), .sides(changes),
            .flag(flag), .audience(audience), .overlap(ids[0], ids[1]),
        ]
    }

    private static func random(_ test: String) -> SplitMix64 {
        let given = getenv("FLAGDECK_SEED").flatMap { UInt64(String(cString: $0)) }
        let seed = given ?? UInt64.random(in: 0...UInt64.max)
        print("\(test): FLAGDECK_SEED=\(seed)")
        return SplitMix64(seed: seed)
    }
}
