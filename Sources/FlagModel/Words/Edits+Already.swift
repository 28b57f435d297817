extension FlagEdit {
    /// How the flag is already, for a person who asked for no change.
    func alreadySentence(of flag: Flag) -> String {
        switch self {
        case .setEnabled(let isOn): "\(flag.name) is already \(isOn ? "on" : "off")"
        case .setArchived(let isArchived):
            "\(flag.name) is \(isArchived ? "already" : "not") archived"
        case .addTargets: "those customers get that version of \(flag.name) already"
        case .removeTargets: "none of those customers is named on \(flag.name)"
        default: "\(flag.name) is like that already"
        }
    }
}

extension AudienceEdit {
    /// How the audience is already, for a person who asked for no change.
    func alreadySentence(of audience: Audience) -> String {
        switch self {
        case .setArchived(let isArchived):
            "\(audience.name) is \(isArchived ? "already" : "not") archived"
        case .addMembers: "they are named in \(audience.name) already"
        case .removeMembers: "none of them is named in \(audience.name)"
        case .addExcluded: "they are kept out of \(audience.name) already"
        case .removeExcluded: "none of them is kept out of \(audience.name)"
        default: "\(audience.name) is like that already"
        }
    }
}
