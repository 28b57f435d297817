internal import FlagModel

/// Shares of versions that always make 100 %: whole parts of 100,000, and nothing but arithmetic.
///
/// - Invariant: there is at least one row, no share is negative, and together they are
///   ``Share/whole``.
struct ShareSlider: Equatable, Sendable {
    /// A version and its share.
    struct Row: Equatable, Sendable {
        let variationID: String
        fileprivate(set) var parts: Int
        /// Whether the share stays as it is while others move.
        fileprivate(set) var isPinned = false
    }

    /// Why a share cannot become what was asked for.
    enum Obstacle: Error, Equatable {
        /// There is nobody to take from, and nobody to give to.
        case onlyOne
        /// The share itself stays where it is.
        case pinned
        /// All others stay where they are.
        case othersPinned
        /// The others that could give have nothing left.
        case nothingLeft
        /// It is as asked for already.
        case already
    }

    private(set) var rows: [Row]

    /// The shares of a serving in its order, and behind them the versions that it does not hand
    /// out.
    ///
    /// The order stays when a share grows, so that those who have a version keep it. Where
    /// everybody gets the version for off, the others come first: they are about to grow from
    /// the bottom.
    init(_ serving: Serving, of flag: Flag) {
        let shown = serving.shares.filter { $0.parts > 0 }
        let known = Set(shown.map(\.variationID))
        let given = shown.map { Row(variationID: $0.variationID, parts: $0.parts) }
        let missing = flag.variations.filter { !known.contains($0.id) }
            .map { Row(variationID: $0.id, parts: 0) }
        rows = known == [flag.offVariationID] ? missing + given : given + missing
    }

    /// Gives a row another share; the others give or take in proportion to what they have.
    ///
    /// Where less can be had than was asked for, the row gets as much as there is.
    mutating func set(_ index: Int, to parts: Int) throws(Obstacle) {
        guard rows.count > 1 else { throw .onlyOne }
        guard !rows[index].isPinned else { throw .pinned }
        let wanted = max(0, min(parts, Share.whole)) - rows[index].parts
        guard wanted != 0 else { throw .already }
        let others = rows.indices.filter { $0 != index && !rows[$0].isPinned }
        guard !others.isEmpty else { throw .othersPinned }
        let weights = others.map { rows[$0].parts }
        let available = weights.reduce(0, +)
        let moved = min(wanted, available)
        guard moved != 0 else { throw .nothingLeft }
        let isFair = available > 0
        let pieces = Self.divide(abs(moved), by: isFair ? weights : weights.map { _ in 1 })
        for (other, piece) in zip(others, pieces) {
            rows[other].parts -= moved > 0 ? piece : -piece
        }
        rows[index].parts += moved
    }

    /// Makes all shares that are not pinned the same.
    mutating func makeEqual() throws(Obstacle) {
        guard rows.count > 1 else { throw .onlyOne }
        let free = rows.indices.filter { !rows[$0].isPinned }
        guard free.count > 1 else { throw .othersPinned }
        let total = free.reduce(0) { $0 + rows[$1].parts }
        let before = rows
        for (index, piece) in zip(free, Self.divide(total, by: free.map { _ in 1 })) {
            rows[index].parts = piece
        }
        guard rows != before else { throw .already }
    }

    /// Pins a share, or lets it move again.
    mutating func togglePin(_ index: Int) { rows[index].isPinned.toggle() }

    /// The serving with these shares; who is placed how, and what counts for experiments, stays.
    func serving(like old: Serving) -> Serving {
        var serving = old
        var lower = 0
        serving.shares = rows.filter { $0.parts > 0 }.map { row in
            defer { lower += row.parts }
            let before = old.shares.first { $0.variationID == row.variationID }
            let counted = before.flatMap { share in
                share.experimentParts < share.parts ? min(share.experimentParts, row.parts) : nil
            }
            return Share(
                variationID: row.variationID,
                lower: lower,
                upper: lower + row.parts,
                experimentParts: counted
            )
        }
        return serving
    }

    /// The shares as per cent numbers that add up to 100.0; with more decimals where a share is too
    /// small for one.
    var percents: [String] {
        let isFine = rows.contains { $0.parts > 0 && $0.parts < 100 }
        let unit = isFine ? 1 : 100
        let steps = Self.divide(Share.whole / unit, by: rows.map(\.parts))
        return steps.map { step in
            let thousandths = step * unit
            let digits = String(
                String(1000 + thousandths % 1000).dropFirst().prefix(isFine ? 3 : 1)
            )
            return "\(thousandths / 1000).\(digits)%"
        }
    }

    /// A number in whole pieces, in proportion to weights: largest remainders get what is left.
    ///
    /// - Returns: pieces that make `total`; none is larger than its weight where all weights
    ///   together are at least `total`.
    static func divide(_ total: Int, by weights: [Int]) -> [Int] {
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return weights.map { _ in 0 } }
        var pieces = weights.map { total * $0 / sum }
        let rest = total - pieces.reduce(0, +)
        let remainders = weights.map { total * $0 % sum }
        let neediest = weights.indices.sorted {
            remainders[$0] == remainders[$1] ? $0 < $1 : remainders[$0] > remainders[$1]
        }
        for index in neediest.prefix(rest) { pieces[index] += 1 }
        return pieces
    }
}
