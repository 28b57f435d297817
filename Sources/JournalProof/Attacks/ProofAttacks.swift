/// Every attack on the journal, in the order of the page.
package enum ProofAttacks {
    /// All of them.
    package static let all: [Attack] = [
        CrashAttacks.everyByte, CrashAttacks.powerLoss, RecoveryAttack.chain,
        CrashAttacks.metadata, FlipAttacks.everyBit, FlipAttacks.overwritten,
        FlipAttacks.withoutHead, RecordAttacks.moved, RecordAttacks.cutEnd,
        RecordAttacks.rewritten, CallAttacks.everyCall, CallAttacks.everySync,
        CallAttacks.everySpace, SnapshotAttacks.everyPoint, FuzzAttack.readers,
    ]
}
