import FlagModel
import JSON
import Testing

/// Documents that were written once and must be readable for ever.
///
/// Do not write `changes-v1.json` again: a journal that somebody has holds such bytes. A new change
/// gets a new file.
struct GoldenTests {
    @Test func `every change of version 1 reads, and is written in the same bytes`() throws {
        let golden = Golden("changes-v1.json")
        let changeSet = try Golden.everyChange()
        golden.write(changeSet.parts(maximumBytes: .max)[0])

        let document = try JSONValue(parsing: golden.bytes)
        let read = try ChangeSet(
            id: changeSet.id,
            actor: changeSet.actor,
            time: changeSet.time,
            parts: [document]
        )

        #expect(read.steps.count == changeSet.steps.count)
        for (left, right) in zip(read.steps, changeSet.steps) { #expect(left == right) }
        #expect(read == changeSet)
        #expect(read.parts(maximumBytes: .max) == [golden.bytes])
    }

    @Test func `a snapshot of version 1 reads, and is written in the same bytes`() throws {
        let golden = Golden("snapshot-v1.json")
        let model = try Golden.model()
        golden.write(model.json.canonicalBytes())

        let read = try Model(json: JSONValue(parsing: golden.bytes))

        #expect(read == model)
        #expect(read.json.canonicalBytes() == golden.bytes)
    }

    @Test func `the golden change set holds every change and every edit`() throws {
        let changes = try Golden.everyChange().steps.map(\.change)

        #expect(Set(changes.map(Self.word)) == Set(0..<18))
        let flagEdits = changes.compactMap {
            if case .editFlag(_, _, let edit) = $0 { edit } else { nil }
        }
        #expect(Set(flagEdits.map(Self.word)) == Set(0..<23))
        let audienceEdits = changes.compactMap {
            if case .editAudience(_, _, let edit) = $0 { edit } else { nil }
        }
        #expect(Set(audienceEdits.map(Self.word)) == Set(0..<9))
        let edits = changes.compactMap {
            if case .editEnvironment(_, let edit) = $0 { edit } else { nil }
        }
        #expect(Set(edits.map(Self.word)) == Set(0..<6))
    }

    /// A number for each change; a new one does not compile until it has one.
    private static func word(_ change: Change) -> Int {
        switch change {
        case .createProject: 0
        case .removeProject: 1
        case .createEnvironment: 2
        case .editEnvironment: 3
        case .removeEnvironment: 4
        case .createFlag: 5
        case .editFlag: 6
        case .replaceFlag: 7
        case .deleteFlag: 8
        case .createAudience: 9
        case .editAudience: 10
        case .replaceAudience: 11
        case .deleteAudience: 12
        case .createExperiment: 13
        case .replaceExperiment: 14
        case .deleteExperiment: 15
        case .saveDraft: 16
        case .discardDraft: 17
        case .saveSchedule: 18
        case .discardSchedule: 19
        case .startExperiment: 20
        case .stopExperiment: 21
        case .takeBackStart: 22
        case .takeBackStop: 23
        case .decide: 24
        case .comment: 25
        }
    }

    private static func word(_ edit: EnvironmentEdit) -> Int {
        switch edit {
        case .rename: 0
        case .describe: 1
        case .setRequiresReason: 2
        case .setAsksForDrafts: 3
        case .addSecret: 4
        case .revokeSecret: 5
        case .setReview: 6
        }
    }

    private static func word(_ edit: AudienceEdit) -> Int {
        switch edit {
        case .rename: 0
        case .describe: 1
        case .setTags: 2
        case .setArchived: 3
        case .addMembers: 4
        case .removeMembers: 5
        case .addExcluded: 6
        case .removeExcluded: 7
        case .setRules: 8
        }
    }

    private static func word(_ edit: FlagEdit) -> Int {
        switch edit {
        case .setEnabled: 0
        case .rename: 1
        case .describe: 2
        case .setOwner: 3
        case .setPurpose: 4
        case .setTags: 5
        case .setArchived: 6
        case .addVariation: 7
        case .editVariation: 8
        case .removeVariation: 9
        case .setOffVariation: 10
        case .setKind: 11
        case .addTargets: 12
        case .removeTargets: 13
        case .setTargets: 14
        case .addRule: 15
        case .replaceRule: 16
        case .removeRule: 17
        case .moveRule: 18
        case .setRules: 19
        case .setDefaultRule: 20
        case .setCountsEveryone: 21
        case .setReportsInsights: 22
        }
    }
}
