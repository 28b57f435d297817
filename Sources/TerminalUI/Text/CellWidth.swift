/// The number of terminal cells that a scalar takes: 0, 1 or 2.
enum CellWidth {
    /// The cells of `scalar`, from this module's own table, never from the C library.
    ///
    /// - Complexity: O(1) below U+0300, else O(log *n*) in the ranges of ``WidthTable``.
    static func of(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        guard value >= 0x300 else { return 1 }
        if contains(WidthTable.wide, value) { return 2 }
        return contains(WidthTable.zero, value) ? 0 : 1
    }

    /// Finds `value` in `ranges`, which holds first and last of each range, in order.
    private static func contains(_ ranges: [UInt32], _ value: UInt32) -> Bool {
        var low = 0
        var high = ranges.count / 2
        while low < high {
            let middle = (low + high) / 2
            if value < ranges[middle * 2] {
                high = middle
            } else if value > ranges[middle * 2 + 1] {
                low = middle + 1
            } else {
                return true
            }
        }
        return false
    }
}
