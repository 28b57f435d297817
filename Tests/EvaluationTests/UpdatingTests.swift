import FlagModel
import Testing

@testable import Evaluation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An evaluator that was brought up to date answers as one that was made afresh.
struct UpdatingTests {
    @Test(arguments: 0..<8)
    func `an updated evaluator is the same as a fresh one`(run: UInt64) throws {
        var edits = try RandomEdits(seed: Self.seed &+ run)
        var evaluator = edits.place.evaluator

        for _ in 0..<60 {
            edits.edit()
            evaluator = evaluator.updated(to: edits.place.state)

            try Self.expectSame(evaluator, edits.place.evaluator)
        }

        #expect(edits.made > 30)
    }

    @Test func `an evaluator goes back to an earlier state`() throws {
        var edits = try RandomEdits(seed: Self.seed)
        let earlier = edits.place.evaluator
        for _ in 0..<60 { edits.edit() }

        let back = edits.place.evaluator.updated(to: earlier.state)

        try Self.expectSame(back, earlier)
    }

    @Test func `after a toggle only that flag is compiled`() throws {
        var edits = try RandomEdits(seed: 1)
        let before = edits.place.evaluator
        let flag = try #require(before.flags.first).flag
        try edits.place.edit(flag.id, .setEnabled(!flag.isEnabled))

        let after = before.updated(to: edits.place.state)

        let isKept = zip(before.flags, after.flags).map { $0 === $1 }
        #expect(isKept == [false] + before.flags.dropFirst().map { _ in true })
        #expect(after.audiencesByID.allSatisfy { before.audiencesByID[$0.key] === $0.value })
    }

    @Test func `after a change to an audience those who look at it are compiled`() throws {
        var edits = try RandomEdits(seed: 1)
        let before = edits.place.evaluator
        let id = try #require(before.flags.compactMap(\.audienceIDs.first).first)
        let edit = AudienceEdit.addMembers([Insertion(try CustomerKey("somebody-new"))])
        try edits.place.make([
            .editAudience(environment: edits.place.environmentID, audience: id, edit)
        ])

        let after = before.updated(to: edits.place.state)

        let isKept = zip(before.flags, after.flags).map { $0 === $1 }
        #expect(isKept == before.flags.map { !$0.audienceIDs.contains(id) })
        #expect(after.flags(lookingAt: id).count == isKept.count { !$0 })
    }

    @Test func `nobody is in an audience that does not exist`() {
        var rules = CompiledRules()
        let ids = [GUID.zero]
        rules.add([Condition(id: "1", test: .isInAudience(ids))], audiences: [:])
        rules.add([Condition(id: "1", test: .isNotInAudience(ids))], audiences: [:])
        let customer = EvaluationCustomer(key: "c")

        #expect(!rules.holds(condition: 0, for: customer))
        #expect(rules.holds(condition: 1, for: customer))
    }

    @Test func `a deleted flag does not exist and an archived audience holds nobody`() throws {
        var edits = try RandomEdits(seed: 1)
        let place = edits.place.environmentID
        let flag = try #require(edits.place.evaluator.flags.first).flag
        try edits.place.make([
            .editFlag(environment: place, flag: flag.id, .setArchived(true)),
            .deleteFlag(environment: place, flag: flag.id),
        ])
        let audience = Audience(
            id: GUID.zero,
            key: try Key("gone"),
            name: "Gone",
            createdAt: Moment(milliseconds: 0)
        )
        try edits.place.make([
            .createAudience(environment: place, audience),
            .editAudience(
                environment: place,
                audience: GUID.zero,
                .addMembers([Insertion(try CustomerKey("c"))])
            ),
        ])
        let customer = EvaluationCustomer(key: "c")
        let before = edits.place.evaluator.audiences(of: customer).map(\.name)
        try edits.place.make([
            .editAudience(environment: place, audience: GUID.zero, .setArchived(true))
        ])
        let after = edits.place.evaluator.audiences(of: customer).map(\.name)

        #expect(edits.place.evaluator.flag(flag.key.text) == nil)
        #expect(Set(before).subtracting(after) == ["Gone"])
    }

    // MARK: - Comparing

    private static func expectSame(_ updated: Evaluator, _ fresh: Evaluator) throws {
        #expect(updated.state == fresh.state)
        #expect(updated.flags.map(\.flag) == fresh.flags.map(\.flag))
        #expect(Set(updated.audiencesByID.keys) == Set(fresh.audiencesByID.keys))
        let customers = RandomEdits.customers.map { key in
            EvaluationCustomer(key: key, attributes: [("country", "DE"), ("plan", key)])
        }
        for (one, other) in zip(updated.flags, fresh.flags) {
            let key = one.flag.key.text
            #expect((updated.flag(key) == nil) == (fresh.flag(key) == nil))
            #expect(updated.flag(key).map { $0 === one } ?? one.isArchived)
            for customer in customers {
                #expect(updated.answer(one, for: customer) == fresh.answer(other, for: customer))
            }
        }
        for id in fresh.audiencesByID.keys {
            #expect(
                updated.flags(lookingAt: id).map(\.flag.id)
                    == fresh.flags(lookingAt: id).map(\.flag.id)
            )
        }
        for customer in customers {
            #expect(updated.audiences(of: customer) == fresh.audiences(of: customer))
        }
    }

    private static let seed: UInt64 = {
        let text = getenv("FLAGDECK_SEED").map { String(cString: $0) }
        let seed = text.flatMap(UInt64.init) ?? 20_260_717
        print("UpdatingTests: FLAGDECK_SEED=\(seed)")
        return seed
    }()
}
