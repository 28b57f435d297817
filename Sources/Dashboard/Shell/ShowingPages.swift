internal import FlagModel

/// Going to the page of a thing, from any screen.
extension DashboardState {
    /// Shows the page of a flag, an audience or an experiment of this environment.
    ///
    /// - Returns: whether it has one; nothing happens when it has none.
    @discardableResult
    mutating func showPage(of subject: Subject) -> Bool {
        guard hasPage(subject) else { return false }
        switch subject {
        case .flag(_, let id): show(flag: id)
        case .audience(_, let id): show(audience: id)
        case .experiment(_, let id): show(experiment: id)
        default: return false
        }
        return true
    }

    private func hasPage(_ subject: Subject) -> Bool {
        switch subject {
        case .flag(environmentID, let id): flagView(id) != nil
        case .audience(environmentID, let id): audienceView(id) != nil
        case .experiment(environmentID, let id): experimentView(id) != nil
        default: false
        }
    }
}

extension Subject {
    /// Whether it is of a kind that has pages.
    var hasPage: Bool {
        switch self {
        case .flag, .audience, .experiment: true
        default: false
        }
    }
}
