extension ExperimentFold {
    /// Takes a customer out of all sums and forgets the totals.
    mutating func exclude(_ place: Int, as standing: CustomerState.Standing) {
        var state = CustomerState(bits: table[place + 2])
        if state.standing == .counted { change(place, state, by: -1) }
        mixed += (standing == .mixed ? 1 : 0) - (state.standing == .mixed ? 1 : 0)
        leftOut += (standing == .leftOut ? 1 : 0) - (state.standing == .leftOut ? 1 : 0)
        for offset in CustomerTable.header..<table.width { table[place + offset] = 0 }
        state.standing = standing
        state.active = 0
        table[place + 2] = state.bits
    }

    mutating func change(_ place: Int, _ state: CustomerState, by sign: Int) {
        let (group, hour) = (group(state), hour(of: place))
        totals.changePeople(of: group, hour: hour, by: sign)
        for metric in totals.metrics.indices {
            let (total, other) = pair(totals.metrics[metric], place)
            totals.change(metric, of: group, hour: hour, total: total, other: other, by: sign)
            let isActive = state.active & 1 << UInt32(metric) != 0
            if isActive { totals.active[group * totals.metrics.count + metric] += sign }
        }
    }

    /// A customer's totals as they count.
    @inline(__always)
    func pair(_ shape: FoldTotals.Metric, _ place: Int) -> (total: Int64, other: Int64) {
        let other = shape.otherPlace == 0 ? 0 : table[place + shape.otherPlace]
        return (Self.limited(table[place + shape.place]), Self.limited(other))
    }

    @inline(__always)
    private static func limited(_ total: Int64) -> Int64 {
        min(max(total, -largestTotal), largestTotal)
    }

    @inline(__always)
    func group(_ state: CustomerState) -> Int {
        state.period * versions + state.arm
    }

    /// The hour of a customer's first exposure: its end is at or after that.
    @inline(__always)
    func hour(of place: Int) -> Int {
        guard totals.hasWindows else { return 0 }
        return Int(Self.hour(table[place + 1], rounding: .up) - firstHour)
    }

    /// How many whole hours a moment is after the beginning of 1970.
    static func hour(_ microseconds: Int64, rounding: FloatingPointRoundingRule) -> Int64 {
        let (quotient, rest) = microseconds.quotientAndRemainder(dividingBy: hour)
        if rounding == .up { return rest > 0 ? quotient + 1 : quotient }
        return rest < 0 ? quotient - 1 : quotient
    }

    /// How many of the hours of first exposures are so long ago that a window is over.
    func matureHours(window: Int64, until: Int64) -> Int {
        Int(Self.hour(until - window, rounding: .down) - firstHour) + 1
    }
}
