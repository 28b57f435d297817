/// The totals of one version's customers in bins that are less than half a percent wide, changed
/// customer by customer in constant time.
///
/// For cutting off the few largest totals: because a cap is always the edge of a bin, the sums of
/// the totals that are cut are exact.
///
/// - Shape: totals of 0 and below share one bin and those up to 512 millionths have one each;
///   above, each doubling has 256 bins. Memory is taken for a doubling when its first total comes.
struct AmountHistogram: Hashable, Sendable {
    /// The sums of one bin.
    struct Bin: Hashable, Sendable {
        var count = 0
        /// The sums that ``ExactSums`` has too.
        var value: Int128 = 0
        var square: Int128 = 0
        var product: Int128 = 0
        var other: Int128 = 0
    }

    /// Bins of a doubling.
    private static let fine = 256
    /// How many doublings there are at the most; the first one has all totals below 256.
    static let chunks = 56

    /// Customers with a total of 0 or below.
    private(set) var none = 0
    private var bins: [Bin] = []
    /// Where the bins of each doubling begin; below 0 when it has none yet.
    private var starts = [Int32](repeating: -1, count: chunks)

    /// The bin of a total.
    ///
    /// - Parameter total: above 0, in millionths.
    /// - Returns: the doubling, and the bin in it.
    @inline(__always)
    static func bin(of total: Int64) -> (chunk: Int, bin: Int) {
        guard total >= fine else { return (0, Int(total)) }
        let shift = 55 - total.leadingZeroBitCount
        return (shift + 1, Int(total >> Int64(shift)) - fine)
    }

    /// The largest total of a bin.
    static func edge(chunk: Int, bin: Int) -> Int64 {
        guard chunk > 0 else { return Int64(bin) }
        return Int64(fine + bin + 1) << Int64(chunk - 1) - 1
    }

    /// Puts a customer in, or takes one out.
    ///
    /// - Parameters:
    ///   - total: what the customer has, in millionths.
    ///   - other: the customer's other total.
    ///   - sign: 1 or -1.
    mutating func change(_ total: Int64, other: Int64, by sign: Int) {
        guard total > 0 else {
            none += sign
            return
        }
        let (chunk, bin) = Self.bin(of: total)
        if starts[chunk] < 0 {
            starts[chunk] = Int32(bins.count)
            bins.append(contentsOf: repeatElement(Bin(), count: Self.fine))
        }
        let (value, past, sign128) = (Int128(total), Int128(other), Int128(sign))
        let index = Int(starts[chunk]) + bin
        bins[index].count += sign
        bins[index].value += sign128 * value
        bins[index].square += sign128 * value * value
        bins[index].product += sign128 * value * past
        bins[index].other += sign128 * past
    }

    /// The bins of a doubling; `nil` when it never had any total.
    func chunk(_ index: Int) -> ArraySlice<Bin>? {
        guard starts[index] >= 0 else { return nil }
        let start = Int(starts[index])
        return bins[start..<(start + Self.fine)]
    }

    /// The largest total that counts in full when the largest of one customer in 1,000 are cut.
    ///
    /// - Parameter parts: the customers of all versions.
    /// - Returns: the upper edge of the bin that holds the total below which 99.9 % are; `nil` when
    ///   that is 0 or below, because then everything would be cut.
    static func cap(of parts: some Collection<AmountHistogram>) -> Int64? {
        var above = 0
        for part in parts { above += part.count }
        above /= 1000
        for chunk in (0..<chunks).reversed() {
            let present = parts.compactMap { $0.chunk(chunk) }
            for bin in (0..<fine).reversed() {
                above -= present.reduce(0) { $0 + $1[$1.startIndex + bin].count }
                if above < 0 { return edge(chunk: chunk, bin: bin) }
            }
        }
        return nil
    }

    /// How many customers there are.
    var count: Int { bins.reduce(none) { $0 + $1.count } }

    /// The same sums with the totals above a cap cut.
    ///
    /// - Parameters:
    ///   - sums: of the customers in this histogram.
    ///   - cap: from ``cap(of:)``.
    /// - Returns: the sums with every total above the cap counted as the cap.
    func capped(_ sums: ExactSums, at cap: Int64) -> ExactSums {
        var cut = sums
        let value = Int128(cap)
        let first = Self.bin(of: cap)
        for chunk in first.chunk..<Self.chunks {
            guard let bins = self.chunk(chunk) else { continue }
            for bin in bins.dropFirst(chunk == first.chunk ? first.bin + 1 : 0) {
                let people = Int128(bin.count)
                cut.value += people * value - bin.value
                cut.square += people * value * value - bin.square
                cut.product += value * bin.other - bin.product
            }
        }
        return cut
    }
}
