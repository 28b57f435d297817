import FlagAPI
import FlagModel

@testable import Dashboard

/// A small shop: LIVE with a few flags, audiences, experiments and drafts, and Practice.
enum Fixture {
    /// When the screens of the tests are looked at: 14 July 2026, 10:58 UTC.
    static let now = Moment("2026-07-14T10:58:00Z") ?? Moment(milliseconds: 0)

    /// Summer time until the end of October, and again from the end of March.
    static let berlin = Zone(
        firstOffsetSeconds: 7200,
        changes: [
            .init(start: Moment("2026-10-25T01:00:00Z") ?? now, offsetSeconds: 3600),
            .init(start: Moment("2027-03-28T01:00:00Z") ?? now, offsetSeconds: 7200),
        ]
    )

    static func ago(days: Int = 0, hours: Int = 0) -> Moment {
        now.adding(microseconds: -Int64(days * 24 + hours) * 3_600_000_000)
    }

    /// The beginning of the day of the tests, in UTC.
    static let midnight = Moment("2026-07-14T00:00:00Z") ?? now
    private static let day: Int64 = 86_400_000_000

    static func id(_ number: UInt8) -> GUID {
        GUID(bytes: Array(repeating: 0, count: 15) + [number])
            ?? GUID(using: &SplitMix64.unused)
    }

    static let live = id(1)
    static let practice = id(2)

    static func key(_ text: String) -> FlagModel.Key {
        guard let key = try? FlagModel.Key(text) else { preconditionFailure("\(text) is no key") }
        return key
    }

    static func customer(_ text: String) -> CustomerKey {
        guard let key = try? CustomerKey(text) else { preconditionFailure("\(text) is no key") }
        return key
    }

    /// The whole shop, with two drafts in LIVE.
    static let model = build(drafts: true)
    /// The shop before anybody drafted anything.
    static let quiet = build(drafts: false)

    /// A project with LIVE, and then Practice.
    static let opening: [Change] = [
        .createProject(Project(id: id(100), key: key("shop"), name: "Shop")),
        .createEnvironment(environment(live, "live", "Production", isLive: true)),
        .createEnvironment(environment(practice, "practice", "Practice", isLive: false)),
    ]

    private static func build(drafts: Bool) -> Model {
        var changes = opening
        changes += audiences(live) + flags(live) + audiences(practice) + flags(practice)
        changes += experiments
        if drafts { changes += waiting.map(Change.saveDraft) }
        do {
            return try Model().previewing(changes)
        } catch {
            preconditionFailure("The fixture does not fit: \(error)")
        }
    }

    private static func environment(
        _ id: GUID,
        _ key: String,
        _ name: String,
        isLive: Bool
    ) -> Environment {
        Environment(
            id: id,
            projectID: self.id(100),
            key: self.key(key),
            name: name,
            isLive: isLive,
            secrets: Secret.Kind.allCases.enumerated().map { index, kind in
                let number = UInt8(200 + index + (isLive ? 0 : 10))
                let name = kind == .server ? "Server Key" : "Client Key"
                let value = String(repeating: "\(kind == .server ? "Se" : "Cl")\(number)", count: 9)
                return Secret(
                    id: self.id(number),
                    name: name,
                    kind: kind,
                    value: String(value.prefix(44))
                )
            }
        )
    }

    // MARK: - Things

    static func flagID(_ number: UInt8, in environment: GUID = live) -> GUID {
        environment == live ? id(number) : id(number + 100)
    }

    /// Name, place in the list, whether it is on, share of everyone, owner, days since its change.
    private static let flagRows: [(UInt8, String, Bool, Int, String, Int)] = [
        (10, "Summer sale banner", true, 25_000, "Marketing", 0),
        (11, "Checkout trust badge", true, 100_000, "Jo", 3),
        (12, "Free returns", true, 100_000, "Ana", 5),
        (13, "New checkout", true, 50_000, "Li", 8),
        (14, "Gift wrap", false, 100_000, "Jo", 9),
        (15, "Loyalty points on receipts", true, 10_000, "Sam", 11),
        (16, "Refund without photo", false, 100_000, "Support", 12),
        (17, "Invoice by post", true, 0, "Ana", 20),
        (18, "旗 Flag with wide 👍 name", true, 100_000, "Li", 21),
        (19, "Chat on the help page", true, 100_000, "Sam", 33),
        (20, "Address check at checkout", true, 90_000, "Li", 34),
        (21, "Student discount", true, 0, "Ana", 64),
        (22, "One-click reorder", true, 10_000, "Li", 70),
        (23, "Old search page", false, 100_000, "Jo", 150),
    ]

    private static func flags(_ place: GUID) -> [Change] {
        flagRows.map { row in
            var flag = Flag(
                id: flagID(row.0, in: place),
                key: FlagModel.Key(slugOf: row.1) ?? key("flag-\(row.0)"),
                name: row.1,
                kind: .boolean,
                variations: [
                    Variation(id: "off", name: "Off", value: "false"),
                    Variation(id: "on", name: row.0 == 10 ? "Blue banner" : "On", value: "true"),
                ],
                defaultVariationID: "on",
                offVariationID: "off",
                revision: id(row.0),
                createdAt: ago(days: row.5 + 200, hours: 2)
            )
            flag.isEnabled = row.2
            flag.owner = row.4
            flag.updatedAt = ago(days: row.5, hours: 2)
            flag.description = row.0 == 10 ? "The July sale banner on the shop front page." : ""
            flag.defaultRule = serving(row.3)
            if row.0 == 12 { flag.rules = [rule(of: place)] }
            if row.0 == 12 { flag.defaultRule = serving(0) }
            if row.0 == 21 {
                flag.targets = [
                    Target(
                        variationID: "on",
                        customers: [customer("C-10428"), customer("C-10977")]
                    )
                ]
            }
            return .createFlag(environment: place, flag)
        }
    }

    /// A flag that no model has yet: true or false, off, without a word of its own.
    static func newFlag(_ number: UInt8, _ key: String, _ name: String) -> Flag {
        Flag(
            id: id(number),
            key: Self.key(key),
            name: name,
            kind: .boolean,
            variations: [
                Variation(id: "off", name: "Off", value: "false"),
                Variation(id: "on", name: "On", value: "true"),
            ],
            defaultVariationID: "on",
            offVariationID: "off",
            revision: id(number),
            createdAt: now
        )
    }

    static func serving(_ parts: Int) -> Serving {
        switch parts {
        case 0: Serving(everyone: "off")
        case Share.whole: Serving(everyone: "on")
        default: Serving(parts: [("on", parts), ("off", Share.whole - parts)])
        }
    }

    private static func rule(of place: GUID) -> Rule {
        Rule(
            id: "vip",
            name: "",
            conditions: [
                Condition(id: "in", test: .isInAudience([audienceID(40, in: place)]))
            ],
            serving: serving(Share.whole)
        )
    }

    static func audienceID(_ number: UInt8, in environment: GUID = live) -> GUID {
        environment == live ? id(number) : id(number + 100)
    }

    private static func audiences(_ place: GUID) -> [Change] {
        let rows: [(UInt8, String, Int, Int)] = [
            (40, "VIP 2024", 3, 5), (41, "Staff", 12, 60), (42, "Plus customers", 0, 90),
        ]
        return rows.map { row in
            var audience = Audience(
                id: audienceID(row.0, in: place),
                key: FlagModel.Key(slugOf: row.1) ?? key("audience-\(row.0)"),
                name: row.1,
                createdAt: ago(days: row.3 + 100)
            )
            audience.updatedAt = ago(days: row.3)
            audience.members = (0..<row.2).map { customer("C-\(10_428 + $0)") }
            audience.description = row.0 == 40 ? "Best customers of 2024." : ""
            return .createAudience(environment: place, audience)
        }
    }

    private static var experiments: [Change] {
        var experiment = Experiment(
            id: id(60),
            key: key("checkout-speed"),
            name: "Checkout speed",
            flagID: flagID(13),
            baselineVariationID: "off",
            metric: Experiment.Metric(
                eventName: "checkout-finished",
                title: "people who finish checkout",
                measure: .conversion,
                higherIsBetter: true
            ),
            plannedDays: 21,
            createdAt: ago(days: 14)
        )
        experiment.state = .running
        experiment.runs = [Experiment.Run(startedAt: midnight.adding(microseconds: -14 * day))]
        return [.createExperiment(environment: live, experiment)]
    }

    /// Li raises the sale to half; Jo turns refunds on.
    static let waiting: [Draft] = [
        Draft(
            id: id(80),
            author: "Li",
            createdAt: ago(hours: 1),
            note: "",
            changes: [
                .editFlag(environment: live, flag: flagID(10), .setDefaultRule(serving(50_000)))
            ]
        ),
        Draft(
            id: id(81),
            author: "Jo",
            createdAt: ago(days: 2),
            note: "",
            changes: [.editFlag(environment: live, flag: flagID(16), .setEnabled(true))]
        ),
    ]
}

extension SplitMix64 {
    /// For identities that cannot be missing.
    fileprivate static var unused: SplitMix64 {
        get { SplitMix64(seed: 1) }
        set { _ = newValue }
    }
}
