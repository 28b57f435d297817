/// Every simulation that the rules have to pass, in the order of the page.
package enum Simulations {
    /// All of them.
    package static var all: [Simulation] {
        equalVersions + guardrails + manyVersions + splits + ranges + truths
    }

    /// Half a thousand customers of each version a day, for four weeks.
    static func fourWeeks(_ behaviours: Behaviour..., lifts: [Double] = [0, 0]) -> SimulatedRun {
        SimulatedRun(
            behaviours,
            lifts: lifts,
            customersPerLook: 500 * lifts.count,
            looks: 28
        )
    }
}
