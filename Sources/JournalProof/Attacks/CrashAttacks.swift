/// Crashes: a killed process keeps what it wrote, a power loss only what was synced.
package enum CrashAttacks {
    /// C1: kills the process after every byte of every write of a long life.
    package static let everyByte = Attack(
        id: "C1",
        what: "kill after every byte of every write of a long life"
    ) { settings in
        let commands = settings.size(short: 14, long: 100)
        let scripts: [any ProofScript] = [LongScript(commands: commands)] + ProofScripts.all
        var sum = Tally()
        for script in scripts {
            let recording = try await ProofRecording(script)
            sum.add(await killed(everywhereIn: recording, settings))
            sum.count("entries", recording.entries.count)
            sum.count("segments", recording.segmentCount)
        }
        sum.count("commands", commands)
        return sum
    }

    /// The short run takes every few bytes only.
    private static func killed(
        everywhereIn recording: ProofRecording,
        _ settings: ProofSettings
    ) async -> Tally {
        let step = settings.size(short: 13, long: 1)
        let points = recording.images.indices.dropLast().flatMap { number in
            stride(from: 0, to: max(1, recording.operation(number).writtenBytes), by: step)
                .map { (number, $0) }
        }
        return await Tally.sweep(points.count, workers: settings.workers) { index, tally in
            let (number, bytes) = points[index]
            let image = recording.killed(in: number, after: bytes)
            let flaw = await recording.judge(image, after: number)
            tally.add(flaw, "\(recording.script.name), operation \(number) byte \(bytes)")
        }
    }

    /// C2: loses power at every operation, with any mix of what was not synced.
    package static let powerLoss = Attack(
        id: "C2",
        what: "power loss at every operation: any subset of names, any mix of sectors and sizes"
    ) { settings in
        let commands = settings.size(short: 20, long: 100)
        let recording = try await ProofRecording(LongScript(commands: commands))
        let turns = settings.size(short: 4, long: 100_000 / recording.images.count + 1)
        let count = turns * recording.images.count
        return await Tally.sweep(count, workers: settings.workers) { index, tally in
            let number = index / turns
            var random = SeededRandom(seed: settings.seed, case: index)
            let image = recording.images[number].afterPowerLoss(.drawn, &random)
            let flaw = await recording.judge(image, after: number)
            tally.add(flaw, "operation \(number) case \(index)")
        }
    }

    /// C4: for each short life, every prefix of its operations and every subset of the names that
    /// are not yet durable.
    package static let metadata = Attack(
        id: "C4",
        what: "every prefix of each short life × every subset of names not yet durable"
    ) { settings in
        var sum = Tally()
        for script in ProofScripts.all {
            let recording = try await ProofRecording(script)
            let cases = recording.images.indices.flatMap { number in
                let names = min(recording.images[number].pendingNameCount, 8)
                return (0..<UInt64(1) << UInt64(names)).flatMap { bits in
                    Survival.ContentSurvival.allCases.map { (number, bits, $0) }
                }
            }
            let step = settings.size(short: 5, long: 1)
            let count = (cases.count + step - 1) / step
            sum.add(
                await Tally.sweep(count, workers: settings.workers) { index, tally in
                    let (number, bits, contents) = cases[index * step]
                    var random = SeededRandom(seed: settings.seed, case: index)
                    let survival = Survival.names(bits: bits, contents: contents)
                    let image = recording.images[number].afterPowerLoss(survival, &random)
                    let flaw = await recording.judge(image, after: number)
                    tally.add(
                        flaw,
                        "\(script.name), operation \(number), names \(bits) \(contents)"
                    )
                }
            )
            sum.count("lives")
        }
        return sum
    }
}

extension ProofRecording {
    /// The disk when the process was killed in an operation, after so many bytes of its write.
    func killed(in number: Int, after bytes: Int) -> DiskImage {
        var image = images[number]
        if let part = operation(number).prefix(bytes) { image.apply(part) }
        return image
    }

    /// Judges what a crash before or in operation `number` left.
    func judge(_ image: DiskImage, after number: Int) async -> Flaw? {
        await script.judge(image, self, answer(after: number))
    }

    /// How many segments there are in the end.
    var segmentCount: Int { images.last.map { ProofJournal.segments(in: $0).count } ?? 0 }
}
