internal import FlagModel
internal import TerminalUI

/// An order and what narrows the list of flags, under a name that a person gave.
public struct SavedView: Hashable, Sendable {
    /// What the person calls it.
    public var name: String
    /// What is shown, in which order.
    public var listing: FlagListing
    /// What is typed to find.
    public var query: String

    /// Characters of a name, as many as a flag's name may have.
    public static let nameLength = 1...128
    /// How many one person keeps.
    public static let countLimit = 50

    /// Puts the parts together.
    public init(name: String, listing: FlagListing, query: String = "") {
        self.name = name
        self.listing = listing
        self.query = query
    }

    /// What it shows, in words.
    var words: String {
        var parts = [listing.words].filter { !$0.isEmpty }
        if !query.isEmpty { parts.append("\"\(query)\"") }
        if parts.isEmpty { parts = ["all flags"] }
        return (parts + [listing.order.words.text]).joined(separator: ", ")
    }
}

extension DashboardState {
    mutating func askView() {
        var lines = views.map { view in
            ListBox.Line(
                title: SafeText(view.name),
                note: SafeText(view.words),
                action: .flags(.listing(.use(view))),
                isOn: view.listing == flags.listing && view.query == flags.list.query.text
            )
        }
        let shown = SavedView(name: "", listing: flags.listing, query: flags.list.query.text)
        lines.append(
            ListBox.Line(
                title: "Keep what is shown now as a view…",
                note: SafeText(shown.words),
                action: .flags(.listing(.keep))
            )
        )
        if !views.isEmpty {
            lines.append(
                ListBox.Line(title: "Forget a view…", action: .flags(.listing(.askForget)))
            )
        }
        openList("Which view of the flags?", lines)
    }

    mutating func use(_ view: SavedView) {
        tab = .flags
        flags.page = nil
        flags.listing = view.listing
        listingChanged()
        flags.list.find(view.query, height: listHeight)
        findShares()
        say("View \(view.name): \(view.words).")
    }

    mutating func askViewName() {
        let shown = SavedView(name: "", listing: flags.listing, query: flags.list.query.text)
        var form = Form(
            .keepView,
            title: "Keep this view",
            intro: "It shows: \(shown.words). Only you see it.",
            fields: [Form.text(.name, "Name", hint: "Such as: Marketing, on")]
        )
        form.submitLabel = "keep"
        open(.form(form))
    }

    mutating func submitView(_ form: inout Form) -> Bool {
        let name = form.text(.name).trimmed
        guard !name.isEmpty, SafeText(name).text == name else {
            form.mark(.name, name.isEmpty ? "Type a name." : "Use letters that can be read.")
            return false
        }
        let view = SavedView(name: name, listing: flags.listing, query: flags.list.query.text)
        let isKnown = views.contains { $0.name == name }
        guard isKnown || views.count < SavedView.countLimit else {
            form.mark(.name, "You have \(SavedView.countLimit) views. Forget one first (v).")
            return false
        }
        if let place = views.firstIndex(where: { $0.name == name }) {
            views[place] = view
        } else {
            views.append(view)
        }
        overlays.removeLast()
        outbox.append(.saveViews(views))
        say("View \(name) \(isKnown ? "changed" : "kept"). v shows your views.")
        return true
    }

    mutating func askForgetting() {
        openList(
            "Forget which view?",
            views.map { view in
                ListBox.Line(
                    title: SafeText(view.name),
                    note: SafeText(view.words),
                    action: .flags(.listing(.forget(view.name)))
                )
            }
        )
    }

    mutating func forgetView(_ name: String) {
        views.removeAll { $0.name == name }
        outbox.append(.saveViews(views))
        say("View \(name) forgotten. No flag was changed.")
    }

    /// The views that hold what is typed, for the palette.
    func paletteViews(_ query: String) -> [PaletteBox.Entry] {
        Filter(views.map { "\($0.name) view" }).matches(query).map { index in
            PaletteBox.Entry(
                title: "Show the view \(SafeText(views[index].name))",
                note: SafeText(views[index].words),
                key: "",
                action: .flags(.listing(.use(views[index])))
            )
        }
    }
}
