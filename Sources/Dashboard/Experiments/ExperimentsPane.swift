internal import FlagModel
internal import TerminalUI

/// The list of experiments.
struct ExperimentsPane: Equatable, Sendable {
    var list = FilterList<GUID>()
    /// The experiment whose page is open.
    var page: GUID?
}

/// What keys do with experiments.
enum ExperimentsAction: Hashable, Sendable {
    case show(GUID)
}

extension DashboardState {
    /// Takes a new picture: orders the list anew, or changes values in place.
    mutating func prepareExperiments(isWhole: Bool, selecting: GUID?) {
        guard let environment else { return }
        let ordered = environment.experiments.sorted { ($0.name, $0.key) < ($1.name, $1.key) }
        experiments.list.replace(
            ordered.map(\.id),
            texts: ordered.lazy.map { "\($0.name) \($0.key.text)" },
            selecting: selecting,
            height: listHeight
        )
    }

    // MARK: - Keys

    var experimentsBindings: [Binding] {
        [
            Binding(
                .character("/"),
                action: .find,
                label: "find",
                help: "Find experiments by name or key",
                footer: 14
            )
        ]
    }

    mutating func performExperiments(_ action: ExperimentsAction) {
        switch action {
        case .show(let id):
            tab = .experiments
            experiments.list.select(id, height: listHeight)
        }
    }

    mutating func moveInExperiments(_ movement: ListView.Movement) {
        experiments.list.move(movement, height: listHeight)
    }

    mutating func openExperiment() {}

    mutating func goBackInExperiments() { experiments.list.clearQuery(height: listHeight) }

    mutating func switchExperimentsPart() {}

    mutating func fitExperiments() { experiments.list.fit(height: listHeight) }

    // MARK: - Finding

    var isFindingExperiments: Bool { experiments.page == nil && experiments.list.isTyping }

    mutating func findExperiments() { experiments.list.isTyping = true }

    mutating func keepExperimentsFilter() { experiments.list.isTyping = false }

    mutating func typeInExperiments(_ key: Key) -> Bool {
        experiments.list.type(key, height: listHeight)
    }

    mutating func pasteInExperiments(_ text: String) {
        experiments.list.paste(text, height: listHeight)
    }

    // MARK: - Words

    /// Two sentences for the help.
    var aboutExperiments: String {
        "An experiment shows versions to different customers and tells which one works better."
    }

    /// "Experiments  1 of 12", for tiny screens.
    var tinyExperimentsPlace: SafeText { "Experiments" }

    /// Experiments that the palette finds.
    func paletteExperiments(_ query: String, limit: Int) -> [PaletteBox.Entry] {
        experiments.list.finding(query).prefix(limit).compactMap { id in
            environment?.experiment(id).map { experiment in
                PaletteBox.Entry(
                    title: SafeText(experiment.name),
                    note: "experiment, \(SafeText(experiment.state.rawValue))",
                    key: "",
                    action: .experiments(.show(id))
                )
            }
        }
    }
}
