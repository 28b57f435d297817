import Journal

/// Whole records and segments that somebody, or something, moved.
package enum RecordAttacks {
    /// D4: dropped, doubled, swapped, taken from elsewhere, with every checksum right.
    package static let moved = Attack(
        id: "D4",
        what: "records and segments dropped, doubled, swapped, of another journal, checksums right"
    ) { settings in
        let entries = settings.size(short: 10, long: 60)
        let sound = try await DamagedJournal(
            entries: entries,
            payloadBytes: 100,
            segmentBytes: 3000
        )
        let other = try await DamagedJournal(
            entries: entries,
            payloadBytes: 100,
            segmentBytes: 3000,
            actor: "ada?"
        )
        let cases = recordCases(sound, other) + segmentCases(sound, other)
        return await Tally.sweep(cases.count, workers: settings.workers) { index, tally in
            tally.add(await sound.refusal(of: cases[index].image), cases[index].mark)
        }
    }

    /// D5: the end taken away at a record's boundary.
    package static let cutEnd = Attack(
        id: "D5",
        what: "the end removed at every record, head file there; also without it, by a noted head"
    ) { settings in
        let entries = settings.size(short: 10, long: 120)
        let sound = try await DamagedJournal(
            entries: entries,
            payloadBytes: 100,
            segmentBytes: 16_777_216
        )
        let path = ProofJournal.segment(1)
        let lines = sound.lines(of: path)
        return await Tally.sweep(lines.count - 1, workers: settings.workers) { index, tally in
            let rest = Array(lines[...index].joined())
            var damaged = sound.image
            damaged[path] = rest
            tally.add(await sound.refusal(of: damaged), "after line \(index)")
            damaged = sound.withoutHead
            damaged[path] = rest
            if case .accepted = await sound.verdict(on: damaged) {
                tally.count("opened without head file and noted head")
            }
            tally.add(missed(damaged, sound.end), "verify after line \(index)")
        }
    }

    /// D6: history rewritten as a whole, with all checksums, hashes and the head made right.
    package static let rewritten = Attack(
        id: "D6",
        what: "a payload edited and everything after it recomputed: found by a noted head only"
    ) { settings in
        let entries = settings.size(short: 8, long: 100)
        let sound = try await DamagedJournal(
            entries: entries,
            payloadBytes: 60,
            segmentBytes: 16_777_216
        )
        let count = sound.lines(of: ProofJournal.segment(1)).count - 1
        return await Tally.sweep(count, workers: settings.workers) { index, tally in
            let image = rewritten(sound, editing: index + 1)
            tally.add(missed(image, sound.end), "record \(index + 1)")
            if case .accepted = await sound.verdict(on: image) {
                tally.count("opened, as nothing inside shows it")
            }
        }
    }

    /// Whether checking against a head that was noted elsewhere misses the damage.
    private static func missed(_ image: DiskImage, _ noted: JournalPosition) -> Flaw? {
        let disk = SimulatedDisk(image, keepsLog: false)
        do throws(JournalError) {
            let report = try Journal.verify(at: ProofJournal.path, expecting: noted, on: disk)
            return report.problems.isEmpty ? .silent("verify found nothing") : nil
        } catch {
            return nil
        }
    }

    private static func recordCases(
        _ sound: DamagedJournal,
        _ other: DamagedJournal
    ) -> [(mark: String, image: DiskImage)] {
        let forge = RecordForge(ProofJournal.id)
        var cases: [(String, DiskImage)] = []
        for path in sound.segments {
            let lines = sound.lines(of: path)
            let foreign = other.lines(of: path)
            for index in 1..<max(1, lines.count) {
                var changed: [(String, [[UInt8]])] = []
                var copy = lines
                copy.remove(at: index)
                changed.append(("dropped", copy))
                copy = lines
                copy.insert(lines[index], at: index)
                changed.append(("doubled", copy))
                copy = lines
                copy[index][RecordForge.headerBytes + 11] = UInt8(ascii: "M")
                copy[index] = forge.resealed(copy[index])
                changed.append(("edited, checksums right", copy))
                if index + 1 < lines.count {
                    copy = lines
                    copy.swapAt(index, index + 1)
                    changed.append(("swapped", copy))
                    copy = lines
                    copy.swapAt(index, index + 1)
                    for place in [index, index + 1] {
                        copy[place].replaceSubrange(0..<20, with: lines[place][0..<20])
                        copy[place] = forge.resealed(copy[place])
                    }
                    changed.append(("swapped and renumbered", copy))
                }
                if index < foreign.count, foreign[index] != lines[index] {
                    copy = lines
                    copy[index] = foreign[index]
                    changed.append(("of another history", copy))
                }
                for (what, lines) in changed {
                    var image = sound.image
                    image[path] = Array(lines.joined())
                    cases.append(("\(path) line \(index) \(what)", image))
                }
            }
        }
        return cases
    }

    private static func segmentCases(
        _ sound: DamagedJournal,
        _ other: DamagedJournal
    ) -> [(mark: String, image: DiskImage)] {
        var cases: [(String, DiskImage)] = []
        let paths = sound.segments
        for (index, path) in paths.enumerated() {
            var dropped = sound.image
            dropped.remove(path)
            cases.append(("\(path) dropped", dropped))
            var doubled = sound.image
            doubled[ProofJournal.path + "/archive/" + String(path.suffix(28))] = sound.image[path]
            cases.append(("\(path) doubled", doubled))
            let next = paths[(index + 1) % paths.count]
            if next != path {
                var swapped = sound.image
                swapped[path] = sound.image[next]
                swapped[next] = sound.image[path]
                cases.append(("\(path) swapped", swapped))
            }
            if other.image[path] != sound.image[path], !other.image[path].isEmpty {
                var foreign = sound.image
                foreign[path] = other.image[path]
                cases.append(("\(path) of another history", foreign))
            }
        }
        return cases
    }

    /// Edits a letter of a record and makes every later line and the head fit.
    private static func rewritten(_ sound: DamagedJournal, editing edited: Int) -> DiskImage {
        let forge = RecordForge(ProofJournal.id)
        let path = ProofJournal.segment(1)
        let lines = sound.lines(of: path)
        var text = lines[0]
        var previous = forge.genesis
        for (index, line) in lines.enumerated().dropFirst() {
            var body = Array(line[RecordForge.headerBytes...].dropLast())
            if index == edited { body[11] = UInt8(ascii: "M") }
            let through = String(decoding: line[21..<41], as: UTF8.self)
            let made = forge.line(
                body,
                sequence: UInt64(index),
                durableThrough: UInt64(through) ?? 0,
                after: previous
            )
            text += made.bytes
            previous = made.chainHash
        }
        var image = sound.image
        image[path] = text
        image[ProofJournal.head] = forge.head(
            sequence: UInt64(lines.count - 1),
            segment: 1,
            offset: text.count,
            chainHash: previous
        )
        return image
    }
}
