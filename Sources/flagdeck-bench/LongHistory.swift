import FlagAPI
import FlagModel
import FlagService

/// Makes a data directory with as many changes as a large company makes in years.
///
/// Every entry goes the way of every change (checked, encoded, synced), in calls of hundreds, so
/// snapshots appear as a running service makes them. The same every time.
struct LongHistory {
    static let flags = 350
    private static let chunk = 5000
    private static let start: Int64 = 1_700_000_000_000_000
    /// Two minutes between two changes, in microseconds.
    private static let step: Int64 = 120_000_000

    private var random = SplitMix64(seed: 18)
    private let project: Project
    private let live: Environment
    private var made: [Flag] = []
    private var isOn = [Bool](repeating: false, count: Self.flags)

    init() throws {
        project = Project(id: GUID(using: &random), key: try Key("shop"), name: "Shop")
        live = Environment(
            id: GUID(using: &random),
            projectID: project.id,
            key: try Key("prod"),
            name: "Shop",
            isLive: true,
            secrets: []
        )
        for index in 0..<Self.flags { made.append(try flag(index)) }
    }

    /// Adds entries to a service until it has `count`.
    ///
    /// - Parameters:
    ///   - service: has no entry yet.
    ///   - count: at least 351.
    /// - Throws: what the service throws.
    mutating func tell(_ service: LocalService, entries count: Int) async throws {
        var told = 0
        while told < count {
            let end = min(count, told + Self.chunk)
            try await service.record((told..<end).map { number in try entry(number) })
            told = end
            await Task.yield()
        }
    }

    private mutating func entry(_ number: Int) throws -> (proposal: Proposal, time: Moment) {
        let changes: [Change] =
            switch number {
            case 0: [.createProject(project), .createEnvironment(live)]
            case 1...Self.flags: [.createFlag(environment: live.id, made[number - 1])]
            default: [try edit(number)]
            }
        let proposal = Proposal(
            id: GUID(using: &random),
            actor: ["Ana", "Mira", "Jonas", "Priya", "release-robot"][number % 5],
            note: number % 3 == 0 ? "Asked for in the weekly meeting of the shop's team." : "",
            changes: changes
        )
        return (proposal, Moment(microseconds: Self.start + Int64(number) * Self.step))
    }

    private mutating func edit(_ number: Int) throws -> Change {
        let index = Int.random(in: 0..<Self.flags, using: &random)
        let edit: FlagEdit
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<9:
            isOn[index].toggle()
            edit = .setEnabled(isOn[index])
        case 9..<14:
            edit = .setDefaultRule(shares(number))
        case 14..<17:
            edit = .replaceRule(rule(number))
        case 17..<19:
            edit = .describe("Decided in meeting \(number); see the notes there.")
        default:
            edit = .addTargets(variationID: "on", [try CustomerKey("customer-\(number)")])
        }
        return .editFlag(environment: live.id, flag: made[index].id, edit)
    }

    private mutating func flag(_ index: Int) throws -> Flag {
        var flag = Flag(
            id: GUID(using: &random),
            key: try Key("checkout.flow-\(index)"),
            name: "Checkout flow \(index)",
            kind: .boolean,
            variations: [
                Variation(id: "on", name: "On", value: "true"),
                Variation(id: "off", name: "Off", value: "false"),
            ],
            defaultVariationID: "off",
            offVariationID: "off",
            revision: GUID(using: &random),
            createdAt: Moment(microseconds: Self.start)
        )
        flag.rules = [rule(index)]
        return flag
    }

    private func rule(_ number: Int) -> Rule {
        Rule(
            id: "first",
            name: "Countries",
            conditions: [
                Condition(
                    id: "country",
                    test: .attribute("country", .isOneOf, "[\"AT\",\"CH\",\"DE\",\"N\(number)\"]")
                )
            ],
            serving: shares(number)
        )
    }

    /// Shares that differ from one number to the next.
    private func shares(_ number: Int) -> Serving {
        let parts = number % 99_991
        return Serving(parts: [("on", parts), ("off", Share.whole - parts)])
    }
}
