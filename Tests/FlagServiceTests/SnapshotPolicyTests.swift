import Testing

@testable import FlagService

struct SnapshotPolicyTests {
    @Test(arguments: [(4999, false), (5000, true)])
    func `a running service writes one after 5,000 entries`(entries: Int, wants: Bool) {
        #expect(SnapshotPolicy(entries: entries, bytes: 0).wantsSnapshotNow == wants)
    }

    @Test(arguments: [(199, 0, false), (200, 0, true), (0, 262_143, false), (0, 262_144, true)])
    func `closing writes one when the next start would have much to read`(
        entries: Int,
        bytes: Int,
        wants: Bool
    ) {
        #expect(SnapshotPolicy(entries: entries, bytes: bytes).wantsSnapshotAtClose == wants)
    }

    @Test(arguments: [(4_194_303, false), (4_194_304, true)])
    func `closing begins a new file when the last one takes long to read`(
        bytes: Int,
        wants: Bool
    ) {
        let policy = SnapshotPolicy(entries: 0, bytes: 0)
        #expect(policy.wantsNewFileAtClose(fileBytes: bytes) == wants)
    }

    @Test func `what comes while a snapshot is written waits for the next one`() {
        var policy = SnapshotPolicy(entries: 5000, bytes: 1_000_000)
        let covered = policy
        for _ in 0..<3 { policy.appended(bytes: 100) }

        policy.wroteSnapshot(of: covered)

        #expect(policy == SnapshotPolicy(entries: 3, bytes: 300))
    }
}
