/// What is wrong after an attack.
package enum Flaw: Error, Hashable, Sendable {
    /// Something that was answered is not there.
    case lost(String)
    /// A journal that is sound, or that only crashed, was refused.
    case refused(String)
    /// Damage, or what nobody asked for, was taken for sound.
    case silent(String)

    /// What it is, in words.
    package var text: String {
        switch self {
        case .lost(let text), .refused(let text), .silent(let text): text
        }
    }
}

/// How much to attack.
package struct ProofSettings: Sendable {
    /// Where all chance comes from.
    package var seed: UInt64
    /// Whether to do the short run, as tests do.
    package var isShort: Bool
    /// How many cases run side by side, at least 1.
    package var workers: Int

    /// Chooses how much to attack.
    package init(seed: UInt64, isShort: Bool, workers: Int = 2) {
        self.seed = seed
        self.isShort = isShort
        self.workers = workers
    }

    /// The number for this run.
    func size(short: Int, long: Int) -> Int { isShort ? short : long }
}

/// What an attack did and found.
package struct Tally: Sendable {
    /// How many cases there were.
    package private(set) var cases = 0
    /// In how many something that was answered was not there.
    package private(set) var lost = 0
    /// In how many a sound journal was refused.
    package private(set) var refused = 0
    /// In how many damage was taken for sound.
    package private(set) var silent = 0
    /// The first few, with the case's number.
    package private(set) var examples: [String] = []
    /// What else was counted, by name.
    package private(set) var counts: [String: Int] = [:]

    /// Whether nothing was wrong.
    package var isClean: Bool { lost + refused + silent == 0 }

    /// Nothing yet.
    package init() {}

    /// Counts a case.
    package mutating func add(_ flaw: Flaw?, _ mark: @autoclosure () -> String) {
        cases += 1
        guard let flaw else { return }
        switch flaw {
        case .lost: lost += 1
        case .refused: refused += 1
        case .silent: silent += 1
        }
        if examples.count < 5 { examples.append("\(mark()): \(flaw)") }
    }

    /// Counts cases that are all sound.
    package mutating func add(sound count: Int) { cases += count }

    /// Counts something else.
    package mutating func count(_ name: String, _ count: Int = 1) {
        counts[name, default: 0] += count
    }

    /// Takes in what was counted elsewhere.
    package mutating func add(_ other: Tally) {
        cases += other.cases
        lost += other.lost
        refused += other.refused
        silent += other.silent
        examples = Array((examples + other.examples).prefix(5))
        counts.merge(other.counts, uniquingKeysWith: +)
    }

    /// Runs cases side by side, each worker every so many; the sums do not depend on the order.
    ///
    /// - Parameters:
    ///   - count: how many cases, numbered from 0.
    ///   - workers: how many at a time.
    ///   - body: runs one case.
    /// - Returns: the sums.
    static func sweep(
        _ count: Int,
        workers: Int,
        _ body: @escaping @Sendable (Int, inout Tally) async -> Void
    ) async -> Tally {
        await withTaskGroup(of: Tally.self) { group in
            for worker in 0..<max(1, workers) {
                group.addTask { @concurrent in
                    var tally = Tally()
                    for index in stride(from: worker, to: count, by: max(1, workers)) {
                        await body(index, &tally)
                    }
                    return tally
                }
            }
            var sum = Tally()
            for await tally in group { sum.add(tally) }
            return sum
        }
    }
}

/// One way to attack the journal.
package struct Attack: Sendable {
    /// Its short name, as `C1`.
    package let id: String
    /// What is done, in a sentence.
    package let what: String
    /// Does it.
    package let run: @Sendable (ProofSettings) async throws -> Tally
}
