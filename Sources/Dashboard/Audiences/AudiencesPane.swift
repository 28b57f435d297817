internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// The list of audiences, and the page of one.
struct AudiencesPane: Equatable, Sendable {
    var list = FilterList<GUID>()
    /// The audience whose page is open.
    var page: GUID?
    /// Names of customers, by key, as far as they were asked for.
    var names: [CustomerKey: String] = [:]
    /// The question for names that is on its way.
    var namesGeneration = 0
}

/// What keys do with audiences.
enum AudiencesAction: Hashable, Sendable {
    case show(GUID)
}

extension DashboardState {
    // MARK: - From pictures and answers

    /// Takes a new picture: orders the list anew, or changes values in place.
    mutating func prepareAudiences(isWhole: Bool, selecting: GUID?) {
        guard let environment else { return }
        let ordered = environment.audiences.filter { !$0.isArchived }
            .sorted { ($0.name, $0.key) < ($1.name, $1.key) }
        audiences.list.replace(
            ordered.map(\.id),
            texts: ordered.lazy.map { "\($0.name) \($0.key.text)" },
            selecting: selecting,
            height: listHeight
        )
    }

    /// Takes the names of customers that were asked for.
    mutating func takeNames(_ generation: Int, _ result: Result<[Customer], ServiceProblem>) {
        guard audiences.namesGeneration == generation, case .success(let customers) = result else {
            return
        }
        for customer in customers { audiences.names[customer.key] = customer.name }
    }

    /// Takes the customers that were chosen in the box.
    mutating func takeCustomers(_ keys: [CustomerKey], for purpose: CustomerBox.Purpose) {}

    /// Does what a form about audiences is for.
    ///
    /// - Returns: whether it is done; a problem is shown in the form.
    mutating func submitAudience(_ form: inout Form) -> Bool {
        overlays.removeLast()
        return true
    }

    // MARK: - Keys

    var audiencesBindings: [Binding] {
        [
            Binding(
                .character("/"),
                action: .find,
                label: "find",
                help: "Find audiences by name or key",
                footer: 14
            )
        ]
    }

    mutating func performAudiences(_ action: AudiencesAction) {
        switch action {
        case .show(let id):
            tab = .audiences
            audiences.list.select(id, height: listHeight)
        }
    }

    mutating func moveInAudiences(_ movement: ListView.Movement) {
        audiences.list.move(movement, height: listHeight)
    }

    mutating func openAudience() {}

    mutating func goBackInAudiences() { audiences.list.clearQuery(height: listHeight) }

    mutating func switchAudiencesPart() {}

    mutating func fitAudiences() { audiences.list.fit(height: listHeight) }

    // MARK: - Finding

    var isFindingAudiences: Bool { audiences.page == nil && audiences.list.isTyping }

    mutating func findAudiences() { audiences.list.isTyping = true }

    mutating func keepAudiencesFilter() { audiences.list.isTyping = false }

    mutating func typeInAudiences(_ key: Key) -> Bool {
        audiences.list.type(key, height: listHeight)
    }

    mutating func pasteInAudiences(_ text: String) {
        audiences.list.paste(text, height: listHeight)
    }

    // MARK: - Words

    /// Two sentences for the help.
    var aboutAudiences: String { "Audiences are named groups of customers that flags can use." }

    /// "Audiences  1 of 12", for tiny screens.
    var tinyAudiencesPlace: SafeText { "Audiences" }

    /// Audiences that the palette finds.
    func paletteAudiences(_ query: String, limit: Int) -> [PaletteBox.Entry] {
        audiences.list.finding(query).prefix(limit).compactMap { id in
            environment?.audience(id).map { audience in
                PaletteBox.Entry(
                    title: SafeText(audience.name),
                    note: "audience, \(SafeText.count(audience.members.count)) by name",
                    key: "",
                    action: .audiences(.show(id))
                )
            }
        }
    }
}
