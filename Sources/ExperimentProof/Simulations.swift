/// Every simulation that the rules have to pass, in the order of the page.
package struct Simulations: Sendable {
    /// How large the made-up experiments are.
    package enum Size: Sendable {
        /// As large as real ones.
        case full
        /// Small ones of which a test makes a few hundred in a second.
        case short
    }

    let size: Size

    /// All of them, or for ``Size/short`` those that mean something when they are small.
    package static func all(_ size: Size) -> [Simulation] {
        let simulations = Simulations(size: size)
        return simulations.equalVersions + simulations.guardrails + simulations.manyVersions
            + simulations.splits + simulations.ranges + simulations.truths
    }

    /// How many experiments there are of a kind.
    func runs(_ full: Int) -> Int { size == .full ? full : 80 }

    /// Half a thousand customers of each version a day, for four weeks.
    func fourWeeks(_ behaviours: Behaviour..., lifts: [Double] = [0, 0]) -> SimulatedRun {
        daily(behaviours, lifts: lifts, customers: 500 * lifts.count)
    }

    /// Some customers a day for four weeks.
    func daily(
        _ behaviours: [Behaviour],
        lifts: [Double] = [0, 0],
        customers: Int,
        parts: [Int]? = nil
    ) -> SimulatedRun {
        SimulatedRun(
            behaviours,
            lifts: lifts,
            customersPerLook: size == .full ? customers : 30 * lifts.count,
            looks: size == .full ? 28 : 10,
            parts: parts
        )
    }

    /// A handful of customers an hour for four weeks.
    func hourly(_ behaviour: Behaviour) -> SimulatedRun {
        SimulatedRun(
            [behaviour],
            customersPerLook: size == .full ? 42 : 10,
            looks: size == .full ? 672 : 48,
            looksPerDay: 24
        )
    }
}
