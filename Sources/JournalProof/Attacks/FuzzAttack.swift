import Journal

/// Bytes that no writer wrote.
package enum FuzzAttack {
    /// F1: mutated files through every reader; whatever they say, they must not trap.
    package static let readers = Attack(
        id: "F1",
        what: "mutated segments, snapshots, heads, identities and bodies through their readers"
    ) { settings in
        let recording = try await ProofRecording(LongScript(commands: 12))
        guard let image = recording.images.last else { return Tally() }
        let paths = image.paths.filter { !$0.hasSuffix("lock") }
        let bodies = [
            "{\"actor\":\"m\",\"command\":\"c\",\"entry\":1,\"kind\":\"k\",\"last\":true,"
                + "\"payload\":{\"a\":[1,2]},\"time\":1,\"version\":1}",
            "{\"entry\":1,\"kind\":\"k\",\"last\":true,\"redacted\":true,"
                + "\"time\":1,\"version\":1} ",
        ]
        let seeds = paths.map { image[$0] } + bodies.map { Array($0.utf8) }
        let count = settings.size(short: 3000, long: 2_000_000)
        return await Tally.sweep(count, workers: settings.workers) { index, tally in
            var random = SeededRandom(seed: settings.seed, case: index)
            let which = Int.random(in: seeds.indices, using: &random)
            let text = mutated(seeds[which], seeds, &random)
            let isSame = seeds.contains(text)
            let id = ProofJournal.id
            let isTaken =
                FormatReaders.isSnapshot(text, of: id)
                || (FormatReaders.isIdentity(text) && text.count > 20)
            if FormatReaders.segment(text, of: id).good > 0 { tally.count("with sound records") }
            if FormatReaders.isBody(text) { tally.count("taken as a body, which has a checksum") }
            if FormatReaders.head(text, of: id) != nil { tally.count("with a sound head slot") }
            let isWrong = isTaken && !isSame
            tally.add(isWrong ? .silent("a changed file was taken") : nil, "case \(index)")
        }
    }

    private static func mutated(
        _ text: [UInt8],
        _ others: [[UInt8]],
        _ random: inout SeededRandom
    ) -> [UInt8] {
        var text = text
        for _ in 0..<Int.random(in: 1...4, using: &random) where !text.isEmpty {
            let place = Int.random(in: text.indices, using: &random)
            let length = min(Int.random(in: 1...64, using: &random), text.count - place)
            let range = place..<place + length
            switch Int.random(in: 0..<7, using: &random) {
            case 0: text[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: text[place] = UInt8.random(in: 0...255, using: &random)
            case 2: text.removeSubrange(range)
            case 3: text.insert(contentsOf: text[range], at: place)
            case 4: text = Array(text[..<place])
            case 5:
                let digits = Array("9999999999999999999".utf8.prefix(length))
                text.replaceSubrange(place..<place + digits.count, with: digits)
            default:
                guard let other = others.randomElement(using: &random) else { continue }
                text.insert(
                    contentsOf: other.prefix(Int.random(in: 0...300, using: &random)),
                    at: place
                )
            }
        }
        return text
    }
}
