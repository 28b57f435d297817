/// What somebody may not do, where, and who could do it instead.
public struct Denial: Hashable, Sendable {
    /// Who asks.
    public let person: String
    /// What they want to do.
    public let act: Act
    /// The environment, as people call it; `nil` when it is a matter of all of them.
    public let place: String?
    /// They may do it there for things with these tags, and this has none of them.
    public let onlyTagged: [String]
    /// Some who could do it, by name.
    public let others: [String]

    /// Names that are told, at the most.
    static let mostOthers = 3

    /// Puts the parts together.
    public init(
        person: String,
        act: Act,
        place: String?,
        onlyTagged: [String] = [],
        others: [String]
    ) {
        self.person = person
        self.act = act
        self.place = place
        self.onlyTagged = onlyTagged
        self.others = others
    }
}

/// Why something about who may do what is not done.
public enum PermissionProblem: Hashable, Sendable {
    /// Somebody has no role that is enough.
    case denied(Denial)
    /// Somebody is not written down; the name by which the system or the caller knows them.
    case stranger(String)
    /// A token that is unknown, revoked or expired.
    case badToken
    /// Nobody would be left who may do everything; who would be the last.
    case lastAdministrator(String)
    /// Somebody has this name.
    case nameTaken(String)
    /// An account belongs to somebody else already.
    case userTaken(String, by: String)
    /// A token with this name, or the same one, is there already.
    case tokenTaken(String)
    /// A token that could not be one.
    case tokenMalformed(String)

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .denied: "permission.role"
        case .stranger: "permission.stranger"
        case .badToken: "permission.token"
        case .lastAdministrator: "person.last-administrator"
        case .nameTaken: "person.taken"
        case .userTaken: "person.user-taken"
        case .tokenTaken: "token.taken"
        case .tokenMalformed: "token.malformed"
        }
    }
}

extension PermissionProblem: CustomStringConvertible {
    /// What is wrong and what to do next.
    ///
    /// Holds text from outside.
    public var description: String {
        switch self {
        case .denied(let denial): denial.description
        case .stranger(let name):
            "\(name) is not written down here. Ask an administrator: "
                + "flagdeck person add NAME --user \(name)"
        case .badToken:
            "This token is not good: it is unknown, was revoked, or its time is over. Ask an "
                + "administrator for another one: flagdeck token create NAME"
        case .lastAdministrator(let name):
            "\(name) is the last administrator everywhere. Make somebody else one first: "
                + "flagdeck person grant NAME administrator"
        case .nameTaken(let name):
            "Somebody is called \"\(name)\" already. Choose another name."
        case .userTaken(let user, let name):
            "The account \"\(user)\" belongs to \(name) already. Take it from them first."
        case .tokenTaken(let name):
            "There is a token \"\(name)\" already. Choose another name."
        case .tokenMalformed(let name):
            "The token \"\(name)\" could not be one. Make a new one instead."
        }
    }
}

extension PermissionProblem {
    /// The same for whoever asked, in few words.
    ///
    /// For example "Only reviewers may decide about drafts in LIVE: ask Jo." It holds text from
    /// outside.
    public var toYou: String {
        if case .denied(let denial) = self {
            denial.toYou(about: [denial.act])
        } else {
            description
        }
    }
}

extension Denial: CustomStringConvertible {
    /// Who may not do what, why, and what to do next.
    public var description: String {
        "\(person) may not \(act.words)\(there): \(why) "
            + (others.isEmpty
                ? "Whoever owns the data can do it." : "Ask \(others.joined(separator: " or ")).")
    }

    private var why: String {
        guard !onlyTagged.isEmpty else {
            let reach = place == nil ? "everywhere" : "there"
            return "that needs \(act.role.withArticle) \(reach)."
        }
        return "\(person) is \(act.role.withArticle) there only for what is tagged \(tags)."
    }

    /// Who may do some things that whoever asked may not, all for this reason, and whom to ask.
    public func toYou(about acts: [Act]) -> String {
        let next =
            others.isEmpty ? "whoever owns the data can do it." : "ask \(Self.either(others))."
        guard onlyTagged.isEmpty else {
            return "You are \(act.role.withArticle)\(there) only for what is tagged \(tags): "
                + next
        }
        let who = "\(act.role.rawValue)s" + (place == nil ? " everywhere" : "")
        return "Only \(who) may \(Self.either(acts.map(\.words)))\(there): \(next)"
    }

    private var there: String { place.map { " in \($0)" } ?? "" }

    private var tags: String { onlyTagged.map { "\"\($0)\"" }.joined(separator: " or ") }

    /// "Ana, Jo or Zoe".
    private static func either(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
