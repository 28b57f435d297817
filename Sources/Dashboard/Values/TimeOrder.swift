/// Puts many things in the order of their times.
enum TimeOrder {
    /// Bits of a time that one pass looks at.
    private static let bits = 11

    /// A time as it is sorted, and whose it is.
    private struct Entry {
        /// How long before the latest, in microseconds: what is to come first is smallest.
        var age: UInt64
        var place: Int
    }

    /// Places by time, the latest first; those of the same time by name.
    ///
    /// Times are sorted digit by digit, from the lowest to the highest (a radix sort): that takes a
    /// small part of the time of comparing 100,000 of them, and stands before the first screen.
    ///
    /// - Parameters:
    ///   - places: places in `times`.
    ///   - times: times in microseconds.
    ///   - name: the name at a place; asked for only where times are equal.
    /// - Returns: the same places in order.
    /// - Complexity: O(*n*) for times within 64 years; *m* equal times add O(*m* log *m*).
    static func latestFirst(
        _ places: [Int],
        times: [Int64],
        name: (Int) -> String
    ) -> [Int] {
        let latest = places.lazy.map { times[$0] }.max() ?? 0
        var entries = places.map { place in
            Entry(age: UInt64(bitPattern: latest &- times[place]), place: place)
        }
        let used = entries.reduce(0) { $0 | $1.age }
        // Lists are stamped in whole milliseconds: the digits below them are often all the same.
        var shift = UInt64(used == 0 ? 0 : used.trailingZeroBitCount)
        var other = entries
        while shift < 64, used >> shift > 0 {
            sort(entries, into: &other, shift: shift)
            swap(&entries, &other)
            shift += UInt64(bits)
        }
        var ordered = entries.map(\.place)
        nameEqual(&ordered, times, name)
        return ordered
    }

    /// One pass, which keeps the order of what has the same digit.
    private static func sort(_ entries: [Entry], into sorted: inout [Entry], shift: UInt64) {
        let mask = UInt64(1 << bits - 1)
        var starts = [Int](repeating: 0, count: 1 << bits)
        for entry in entries { starts[Int(entry.age >> shift & mask)] += 1 }
        var sum = 0
        for digit in starts.indices {
            (starts[digit], sum) = (sum, sum + starts[digit])
        }
        starts.withUnsafeMutableBufferPointer { starts in
            sorted.withUnsafeMutableBufferPointer { sorted in
                for entry in entries {
                    let digit = Int(entry.age >> shift & mask)
                    sorted[starts[digit]] = entry
                    starts[digit] += 1
                }
            }
        }
    }

    /// Puts runs of the same time in the order of names.
    private static func nameEqual(
        _ places: inout [Int],
        _ times: [Int64],
        _ name: (Int) -> String
    ) {
        var start = 0
        while start < places.count {
            var end = start + 1
            while end < places.count, times[places[end]] == times[places[start]] { end += 1 }
            if end - start > 1 {
                let named = places[start..<end].map { (place: $0, name: name($0)) }
                let sorted = named.sorted { $0.name < $1.name }.map(\.place)
                places.replaceSubrange(start..<end, with: sorted)
            }
            start = end
        }
    }
}
