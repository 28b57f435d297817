/// The customers of a run: a few whole numbers each, found by the customer's number.
///
/// An open addressing table in one piece of memory: nothing is allocated for a customer, and a
/// search ends beside its first guess. It is grown by half when three of four slots are taken, so
/// that between a half and three quarters of its memory is used.
///
/// - Shape: a slot has the customer's number, the first exposure's time, a ``CustomerState``, and
///   the totals of the metrics, 8 bytes each.
struct CustomerTable: Hashable, Sendable {
    /// Numbers of a slot.
    let width: Int
    /// How many customers it holds.
    private(set) var count = 0
    private var slots = 0
    private var words: [Int64] = []

    /// Numbers before the totals.
    static let header = 3

    /// An empty table.
    ///
    /// - Parameters:
    ///   - totals: how many totals each customer has.
    ///   - customers: how many are expected.
    init(totals: Int, expecting customers: Int = 0) {
        width = Self.header + totals
        slots = max(16, customers + customers / 2 + 1)
        words = Array(repeating: 0, count: slots * width)
    }

    /// How much memory it takes.
    var byteCount: Int { words.count * 8 }

    /// Where the customer's numbers begin; `nil` for a stranger.
    @inline(__always)
    func place(of customer: Int64) -> Int? {
        var slot = Self.guess(customer, slots)
        while true {
            let place = slot * width
            if words[place + 2] == 0 { return nil }
            if words[place] == customer { return place }
            slot += 1
            if slot == slots { slot = 0 }
        }
    }

    /// Makes room for a customer who is not in the table yet.
    ///
    /// - Parameters:
    ///   - customer: a stranger.
    ///   - state: not 0, which marks an empty slot.
    /// - Returns: where the customer's numbers begin; the totals are 0.
    mutating func insert(_ customer: Int64, state: Int64) -> Int {
        if (count + 1) * 4 > slots * 3 { grow() }
        let place = Self.free(for: customer, in: words, slots: slots, width: width)
        words[place] = customer
        words[place + 2] = state
        count += 1
        return place
    }

    /// One of the numbers.
    subscript(place: Int) -> Int64 {
        @inline(__always) get { words[place] }
        @inline(__always) set { words[place] = newValue }
    }

    /// Where every customer's numbers begin.
    var places: some Sequence<Int> {
        stride(from: 0, to: words.count, by: width).lazy.filter { words[$0 + 2] != 0 }
    }

    private mutating func grow() {
        let larger = slots + slots / 2
        var grown = [Int64](repeating: 0, count: larger * width)
        for place in places {
            let target = Self.free(for: words[place], in: grown, slots: larger, width: width)
            for offset in 0..<width { grown[target + offset] = words[place + offset] }
        }
        words = grown
        slots = larger
    }

    /// The slot at which a search begins: spread evenly, whatever the numbers are.
    @inline(__always)
    private static func guess(_ customer: Int64, _ slots: Int) -> Int {
        let mixed = UInt64(bitPattern: customer) &* 0x9E37_79B9_7F4A_7C15
        return Int(mixed.multipliedFullWidth(by: UInt64(slots)).high)
    }

    private static func free(
        for customer: Int64,
        in words: [Int64],
        slots: Int,
        width: Int
    ) -> Int {
        var slot = guess(customer, slots)
        while words[slot * width + 2] != 0 {
            slot += 1
            if slot == slots { slot = 0 }
        }
        return slot * width
    }
}

/// What a customer is to a run, in one number.
struct CustomerState: Hashable, Sendable {
    /// How a customer stands.
    enum Standing: UInt8 {
        /// Known, but without an exposure that counts.
        case unseen = 1
        /// Counts.
        case counted
        /// Was given two versions.
        case mixed
        /// Was left out.
        case leftOut
    }

    var standing: Standing
    /// The version of the first exposure.
    var arm = 0
    /// The split in force at the first exposure.
    var period = 0
    /// Whether the customer waits for being folded anew.
    var isDirty = false
    /// A bit for each metric with an event that counts.
    var active: UInt32 = 0

    init(_ standing: Standing) { self.standing = standing }

    @inline(__always)
    init(bits: Int64) {
        standing = Standing(rawValue: UInt8(truncatingIfNeeded: bits & 0x7F)) ?? .unseen
        isDirty = bits & 0x80 != 0
        arm = Int(UInt8(truncatingIfNeeded: bits >> 8))
        period = Int(UInt16(truncatingIfNeeded: bits >> 16))
        active = UInt32(truncatingIfNeeded: bits >> 32)
    }

    /// The number: never 0.
    @inline(__always)
    var bits: Int64 {
        Int64(standing.rawValue) | (isDirty ? 0x80 : 0) | Int64(arm) << 8 | Int64(period) << 16
            | Int64(bitPattern: UInt64(active) << 32)
    }
}
