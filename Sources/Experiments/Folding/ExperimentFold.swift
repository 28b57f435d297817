public import FlagModel

/// Counts a run of an experiment, exposure by exposure and event by event, in whole numbers.
///
/// What it was told decides what it counts, not the order: the same exposures and events give the
/// same ``DayCounts`` to the last bit, as long as whoever drives it does two things.
///
/// 1. When ``expose(_:arm:at:)`` answers ``Exposure/began``, give it the events of that customer
///    that came before: those of the past days, and those that arrived before the exposure did.
/// 2. From time to time, ask ``takeDirty()`` and ``refold(_:exposures:events:)`` those customers:
///    an exposure that arrives late can move the beginning of everything that is counted of
///    somebody.
///
/// The rules, one for each way to go wrong:
///
/// | what comes | what it does |
/// |---|---|
/// | the first exposure | fixes the version, the split and the time from which events count |
/// | the same version again | nothing |
/// | another version under the same split | the customer counts nowhere, and is counted as mixed |
/// | another version after the split was changed | nothing: the first version stays |
/// | an exposure from before the first | the customer is to be folded anew |
/// | an event before the first exposure | is the past, up to some days before; otherwise nothing |
/// | an event within the window | counts |
/// | an event after the window, or after the end | nothing |
/// | nothing at all after the exposure | the customer counts with 0 |
///
/// - Shape: 24 bytes for each customer, and 8 for each total, in a table of which a half to three
///   quarters is used: from 43 to 80 bytes for one metric.
/// - Complexity: O(1) for each exposure and event.
public struct ExperimentFold: Hashable, Sendable {
    /// What it counts.
    public internal(set) var plan: FoldPlan
    /// Customers who were given two versions.
    public internal(set) var mixed = 0
    /// Customers who were left out.
    public internal(set) var leftOut = 0
    var table: CustomerTable
    var totals: FoldTotals
    var dirty: [Int64] = []
    private let start: Int64
    let end: Int64
    let firstHour: Int64
    /// How many versions there are.
    let versions: Int
    private let pastMicroseconds: Int64

    static let hour: Int64 = 3_600_000_000

    /// The largest total of a customer; a larger one counts as this.
    ///
    /// Below it the sums of 10^8 customers fit into 128 bits.
    public static let largestTotal = ExactSums.largestTotal

    /// Begins with nobody.
    ///
    /// - Parameters:
    ///   - plan: what is counted.
    ///   - customers: how many are expected, which saves growing.
    public init(_ plan: FoldPlan, expecting customers: Int = 0) {
        self.plan = plan
        versions = plan.variationIDs.count
        totals = FoldTotals(plan)
        table = CustomerTable(totals: totals.width, expecting: customers)
        start = plan.start.microseconds
        end = plan.countedEnd.microseconds
        firstHour = Self.hour(start, rounding: .down)
        pastMicroseconds = Int64(plan.pastDays) * FoldPlan.day
    }

    /// How much memory the customers take.
    public var byteCount: Int { table.byteCount }

    /// How many customers it knows: those who count, who are mixed, and who were left out.
    public var customerCount: Int { table.count }

    /// What an exposure did.
    public enum Exposure: Hashable, Sendable {
        /// The customer counts from now on: now give the events that came before.
        case began
        /// Nothing changed.
        case repeated
        /// The customer was given two versions and counts nowhere.
        case mixed
        /// The customer is to be folded anew.
        case dirty
        /// It is outside the run, names no version, or the customer was left out.
        case ignored
    }

    /// Counts that a customer was given a version.
    ///
    /// - Parameters:
    ///   - customer: the customer's number.
    ///   - arm: the version, an index of ``FoldPlan/variationIDs``.
    ///   - at: when.
    /// - Returns: what that did.
    @discardableResult
    public mutating func expose(_ customer: Int64, arm: Int, at: Moment) -> Exposure {
        let at = at.microseconds
        guard at >= start, at < end, arm >= 0, arm < versions else { return .ignored }
        guard let place = table.place(of: customer) else {
            begin(table.insert(customer, state: CustomerState(.unseen).bits), arm: arm, at: at)
            return .began
        }
        let state = CustomerState(bits: table[place + 2])
        switch state.standing {
        case .unseen:
            begin(place, arm: arm, at: at)
            return .began
        case .leftOut: return .ignored
        case .counted, .mixed: return exposeAgain(place, state, arm: arm, at: at)
        }
    }

    private mutating func begin(_ place: Int, arm: Int, at: Int64) {
        var state = CustomerState(bits: table[place + 2])
        state.standing = .counted
        state.arm = arm
        state.period = plan.period(at: at)
        table[place + 1] = at
        table[place + 2] = state.bits
        totals.enter(group(state), hour: hour(of: place))
    }

    private mutating func exposeAgain(
        _ place: Int,
        _ state: CustomerState,
        arm: Int,
        at: Int64
    ) -> Exposure {
        let isEarlier = at < table[place + 1]
        guard plan.period(at: at) == state.period else {
            if isEarlier { markDirty(place) }
            return isEarlier ? .dirty : .repeated
        }
        guard arm == state.arm || state.standing == .mixed else {
            exclude(place, as: .mixed)
            table[place + 1] = min(at, table[place + 1])
            return .mixed
        }
        guard isEarlier else { return state.standing == .mixed ? .mixed : .repeated }
        if state.standing == .mixed {
            table[place + 1] = at
            return .mixed
        }
        markDirty(place)
        return .dirty
    }

    /// Leaves a customer out of the run, for good.
    ///
    /// For somebody who is not in the audience, or whom the experiment must not count for another
    /// reason that was known before the first exposure; the same reasons for every version. To be
    /// called instead of ``expose(_:arm:at:)``, or when the reason is learnt later.
    public mutating func leaveOut(_ customer: Int64) {
        guard let place = table.place(of: customer) else {
            _ = table.insert(customer, state: CustomerState(.leftOut).bits)
            leftOut += 1
            return
        }
        exclude(place, as: .leftOut)
    }

    /// Counts an event of a customer; those of strangers are nothing.
    ///
    /// - Parameters:
    ///   - metric: an index of ``FoldPlan/metrics``.
    ///   - part: which of the metric's events; what a ratio is divided by counts as one each.
    ///   - customer: the customer's number.
    ///   - at: when.
    ///   - amount: the event's number in millionths; one beyond ``FoldEvent/largest`` is left out.
    ///     Only the sums of amounts and ratios look at it.
    public mutating func record(
        metric: Int,
        part: FoldEvent.Part = .value,
        customer: Int64,
        at: Moment,
        amount: Int64 = ExactSums.unit
    ) {
        guard let place = table.place(of: customer) else { return }
        record(metric: metric, part: part, place: place, at: at.microseconds, amount: amount)
    }

    mutating func record(
        metric: Int,
        part: FoldEvent.Part,
        place: Int,
        at: Int64,
        amount: Int64
    ) {
        var state = CustomerState(bits: table[place + 2])
        guard state.standing == .counted, totals.metrics.indices.contains(metric),
            amount.magnitude <= FoldEvent.largest.magnitude, at < end
        else { return }
        let shape = totals.metrics[metric]
        let since = at - table[place + 1]
        let target: Int
        if since >= shape.from, since < shape.to {
            target = part == .value ? shape.place : shape.otherPlace
            guard target != 0, part == .value || !shape.usesPast else { return }
            if part == .value { activate(metric, &state, place) }
        } else {
            guard since < 0, since >= -pastMicroseconds, shape.usesPast, part == .value else {
                return
            }
            target = shape.otherPlace
        }
        if shape.isYesOrNo, table[place + target] != 0 { return }
        let old = pair(shape, place)
        let added = shape.isYesOrNo || part == .over ? ExactSums.unit : amount
        // Whole numbers that run over come back when what was added is taken away again.
        table[place + target] = table[place + target] &+ added
        let hour = shape.retention < 0 ? 0 : hour(of: place)
        totals.move(metric, of: group(state), hour: hour, from: old, to: pair(shape, place))
    }

    private mutating func activate(_ metric: Int, _ state: inout CustomerState, _ place: Int) {
        let bit: UInt32 = 1 << UInt32(metric)
        guard state.active & bit == 0 else { return }
        state.active |= bit
        table[place + 2] = state.bits
        totals.active[group(state) * totals.metrics.count + metric] += 1
    }
}
