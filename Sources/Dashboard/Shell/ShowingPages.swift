internal import FlagModel

/// From which pane the page of another pane was opened: leaving the page leads back there.
struct PageOrigin: Equatable, Sendable {
    /// The pane that one came from.
    let tab: Tab
    /// The pane of the page.
    let pageTab: Tab
}

/// Going to the page of a thing, from any screen.
extension DashboardState {
    /// Shows the page of a flag, an audience or an experiment of this environment.
    ///
    /// - Returns: whether it has one; nothing happens when it has none.
    @discardableResult
    mutating func showPage(of subject: Subject) -> Bool {
        guard hasPage(subject) else { return false }
        let origin = tab
        switch subject {
        case .flag(_, let id): show(flag: id)
        case .audience(_, let id): show(audience: id)
        case .experiment(_, let id): show(experiment: id)
        default: return false
        }
        pageOrigin = origin == tab ? nil : PageOrigin(tab: origin, pageTab: tab)
        return true
    }

    /// Shows the page of a flag of this environment.
    mutating func showPage(ofFlag id: GUID) {
        guard let environmentID else { return }
        showPage(of: .flag(environment: environmentID, id))
    }

    /// Whether the page of one thing is in front, not a list.
    var isPageOpen: Bool {
        switch tab {
        case .flags: flags.page != nil
        case .audiences: audiences.page != nil
        case .experiments: experiments.page != nil
        case .customers, .review, .history: false
        }
    }

    /// Goes back to the pane from which the page that was just left had been opened.
    mutating func returnToOrigin() {
        guard let origin = pageOrigin, origin.pageTab == tab else { return }
        show(origin.tab)
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
