import Journal

/// Bits, bytes and sectors that rot while nobody looks.
package enum FlipAttacks {
    /// D1: every bit of a large journal, with the head file.
    package static let everyBit = Attack(
        id: "D1",
        what: "every bit of a journal of 1 MiB flipped, head file there"
    ) { settings in
        let entries = settings.size(short: 25, long: 950)
        let sound = try await DamagedJournal(
            entries: entries,
            payloadBytes: settings.size(short: 100, long: 600),
            segmentBytes: 16_777_216
        )
        var tally = try await flips(in: sound, settings, head: sound.end.sequence, ahead: false)
        tally.add(try await flipsThroughOpening(sound, settings))
        return tally
    }

    /// D3: every bit of a journal, without the head file.
    package static let withoutHead = Attack(
        id: "D3",
        what: "every bit flipped, head file gone: not seen in the last batch only"
    ) { settings in
        let sound = try await DamagedJournal(
            entries: settings.size(short: 5, long: 120),
            payloadBytes: 150,
            segmentBytes: 16_777_216
        )
        return try await flips(in: sound, settings, head: nil, ahead: true)
    }

    /// D2: bytes and sectors overwritten.
    package static let overwritten = Attack(
        id: "D2",
        what: "every byte as 00, FF and random; every 512 and 4,096 bytes zeroed, swapped, repeated"
    ) { settings in
        let sound = try await DamagedJournal(
            entries: settings.size(short: 5, long: 60),
            payloadBytes: 150,
            segmentBytes: settings.size(short: 1500, long: 6000)
        )
        let places = sound.segments.flatMap { path in
            sound.image[path].indices.map { (path, $0) }
        }
        var tally = await Tally.sweep(places.count, workers: settings.workers) { index, tally in
            let (path, offset) = places[index]
            var random = SeededRandom(seed: settings.seed, case: index)
            let before = sound.image[path][offset]
            for byte in [0, 255, UInt8.random(in: 0...255, using: &random)] where byte != before {
                var damaged = sound.image
                damaged[path][offset] = byte
                tally.add(await sound.refusal(of: damaged), "\(path) byte \(offset) as \(byte)")
            }
        }
        let sectors = sectorDamage(of: sound)
        tally.add(
            await Tally.sweep(sectors.count, workers: settings.workers) { index, tally in
                tally.add(await sound.refusal(of: sectors[index].image), sectors[index].mark)
            }
        )
        return tally
    }

    /// Flips every bit and checks from the entry before it on.
    private static func flips(
        in sound: DamagedJournal,
        _ settings: ProofSettings,
        head: UInt64?,
        ahead: Bool
    ) async throws -> Tally {
        let path = ProofJournal.segment(1)
        let bytes = sound.image[path]
        guard let probe = SegmentProbe(firstSegment: bytes, of: ProofJournal.id) else {
            throw Flaw.refused("The sound journal does not read back.")
        }
        let lastBatch = probe.entryOffsets.last ?? 0
        let entries = probe.entryOffsets.count
        return await Tally.sweep(entries, workers: settings.workers) { entry, tally in
            var text = bytes
            let start = probe.entryOffsets[entry]
            let end = entry + 1 < entries ? probe.entryOffsets[entry + 1] : bytes.count
            for offset in start..<end {
                for bit in 0..<8 {
                    text[offset] ^= 1 << UInt8(bit)
                    let verdict = text.withUnsafeBytes {
                        probe.verdict(on: $0, fromEntry: entry, head: head, looksAhead: ahead)
                    }
                    text[offset] ^= 1 << UInt8(bit)
                    if verdict == .refused {
                        tally.add(sound: 1)
                    } else if head == nil, verdict == .cut, offset >= lastBatch {
                        tally.add(sound: 1)
                        tally.count("read as an unfinished write, all in the last batch")
                    } else {
                        tally.add(.silent("\(verdict)"), "byte \(offset) bit \(bit)")
                    }
                }
            }
        }
    }

    /// The same through the whole opening: the first line in full, and a sample of the rest.
    private static func flipsThroughOpening(
        _ sound: DamagedJournal,
        _ settings: ProofSettings
    ) async throws -> Tally {
        let path = ProofJournal.segment(1)
        let bytes = sound.image[path]
        let header = SegmentProbe(firstSegment: bytes, of: ProofJournal.id)?.headerBytes ?? 0
        let bits =
            Array(0..<header * 8) + Array(stride(from: header * 8, to: bytes.count * 8, by: 1009))
        let step = settings.size(short: 7, long: 1)
        return await Tally.sweep(bits.count / step, workers: settings.workers) { index, tally in
            let bit = bits[index * step]
            var damaged = sound.image
            damaged[path][bit / 8] ^= 1 << UInt8(bit % 8)
            tally.add(await sound.refusal(of: damaged), "opening, bit \(bit)")
            tally.count("through the whole opening")
        }
    }

    private static func sectorDamage(
        of sound: DamagedJournal
    ) -> [(mark: String, image: DiskImage)] {
        var cases: [(String, DiskImage)] = []
        for path in sound.segments {
            let bytes = sound.image[path]
            for size in [512, 4096] {
                let starts = Array(stride(from: 0, to: bytes.count, by: size))
                for (index, start) in starts.enumerated() {
                    let range = start..<min(start + size, bytes.count)
                    let next = starts[(index + 1) % starts.count]
                    let other = next..<min(next + size, bytes.count)
                    var zeroed = bytes
                    zeroed.replaceSubrange(range, with: Array(repeating: 0, count: range.count))
                    let repeated = bytes[..<range.upperBound] + bytes[range.lowerBound...]
                    var swapped = bytes
                    if range.count == other.count {
                        swapped.replaceSubrange(range, with: bytes[other])
                        swapped.replaceSubrange(other, with: bytes[range])
                    }
                    for (what, text) in [
                        ("zeroed", zeroed), ("swapped", swapped), ("repeated", Array(repeated)),
                    ] where text != bytes {
                        var image = sound.image
                        image[path] = text
                        cases.append(("\(path) \(size) bytes at \(start) \(what)", image))
                    }
                }
            }
        }
        return cases
    }
}
