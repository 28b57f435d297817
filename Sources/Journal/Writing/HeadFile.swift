/// The open head file and the slot that it was given last.
struct HeadFile: Sendable {
    private let file: any DiskFile
    private var generation: UInt64
    /// Whether the file holds a slot that was not synced yet.
    private(set) var isDirty = false

    /// Takes the generation of the newest valid slot; 0 when there is none.
    init(_ file: any DiskFile, generation: UInt64) {
        self.file = file
        self.generation = generation
    }

    /// Writes the next slot, over the older of the two.
    ///
    /// Only what a sync made durable may be named here: the head is never ahead of the log.
    mutating func write(
        _ state: ChainState,
        segment: UInt64,
        offset: Int,
        time: Int64,
        seed: CRC32C
    ) throws(DiskError) {
        generation += 1
        let slot = HeadSlot(
            generation: generation,
            sequence: state.sequence,
            segment: segment,
            offset: UInt64(offset),
            chainHash: state.chainHash,
            timeMicroseconds: time
        )
        isDirty = true
        try file.writeAll(slot.bytes(seed: seed), at: slot.place)
    }

    mutating func sync() throws(DiskError) {
        guard isDirty else { return }
        isDirty = false
        try file.sync()
    }

    func close() { file.close() }
}
