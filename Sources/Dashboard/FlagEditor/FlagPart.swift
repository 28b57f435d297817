internal import FlagModel

/// A line of a flag's page that keys act on.
enum FlagPart: Hashable, Sendable {
    /// Customers who were given a version by name.
    case named
    /// A rule, by its id.
    case rule(String)
    /// Whoever no rule is about.
    case everyoneElse
    /// What everyone gets while the flag is off.
    case whileOff
    /// A version, by its id.
    case version(String)

    /// Whether it says who gets what while the flag is on.
    var isAboutPeople: Bool {
        switch self {
        case .named, .rule, .everyoneElse: true
        case .whileOff, .version: false
        }
    }

    /// An edit that decides about the line, and changes nothing.
    func edit(of flag: Flag) -> FlagEdit {
        switch self {
        case .named: .removeTargets([])
        case .rule(let id):
            flag.rules.first { $0.id == id }.map(FlagEdit.replaceRule) ?? .newRule(of: flag)
        case .everyoneElse: .setDefaultRule(flag.defaultRule)
        case .whileOff: .setOffVariation(flag.offVariationID)
        case .version(let id):
            flag.variation(id).map(FlagEdit.editVariation) ?? .removeVariation(id)
        }
    }

    /// The lines of a flag's page in their order.
    static func all(of flag: Flag) -> [FlagPart] {
        [.named] + flag.rules.map { .rule($0.id) } + [.everyoneElse, .whileOff]
            + flag.variations.map { .version($0.id) }
    }
}

extension FlagEdit {
    /// One more rule of a flag, whoever it will be about.
    static func newRule(of flag: Flag) -> FlagEdit {
        .addRule(Rule(id: "", name: "", conditions: [], serving: flag.defaultRule), at: 0)
    }
}

/// What the page of a flag remembers beyond the flag.
struct FlagEditor: Equatable, Sendable {
    /// The line under the pointer; `nil` is the first one that says who gets what.
    var selected: FlagPart?
    /// Customers who were chosen and wait for a version.
    var naming: Naming?

    /// Customers to be named on a flag.
    struct Naming: Equatable, Sendable {
        let flagID: GUID
        let customers: [CustomerKey]
    }
}

/// What keys do on the page of a flag, and in its boxes.
enum FlagEditorAction: Hashable, Sendable {
    /// Change the line under the pointer.
    case change
    /// Remove the line under the pointer.
    case remove
    case newRule
    /// The rule under the pointer is looked at earlier.
    case earlier
    /// The rule under the pointer is looked at later.
    case later
    case nameCustomer
    case newVersion
    /// Who goes from which version to which, by name.
    case showNames
    /// Change how a line hands out versions.
    case shares(FlagPart)
    /// Change whom a rule is about.
    case conditions(String)
    case renameRule(String)
    case removeRule(String)
    case removeVersion(String)
    /// Another version for off.
    case whenOff(String)
    /// The version for the customers who were chosen.
    case give(String)
    /// In the box of shares: more or less for the selected version, in parts of 100,000.
    case step(Int)
    case makeEqual
    case pin
    /// In the box of named customers: another version for the selected one.
    case giveAnother
    /// In the box of named customers: the selected one is not named any more.
    case unname
}

extension FlagEditorAction {
    /// Whether it changes something, or begins to.
    var isChange: Bool { self != .showNames }
}
