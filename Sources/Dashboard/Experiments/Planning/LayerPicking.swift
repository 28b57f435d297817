internal import FlagModel
internal import TerminalUI

/// Parts of layers that no experiment has, to choose from while a plan is written.
struct LayerOffers {
    /// A free part, and why somebody would take it.
    struct Offer: Equatable {
        let place: Experiment.LayerPlace
        let note: String
    }

    /// What is offered, layer by layer.
    let offers: [Offer]

    /// How much is left when a part of everybody stays out of all experiments: a tenth.
    private static let heldBack = Experiment.LayerPlace.whole / 10

    /// Finds the free parts.
    ///
    /// - Parameters:
    ///   - experiments: of the environment; those that are over or put away take nothing.
    ///   - own: the experiment that is being planned.
    init(_ experiments: some Sequence<Experiment>, besides own: GUID?) {
        var taken: [FlagModel.Key: [(place: Experiment.LayerPlace, name: String)]] = [:]
        for experiment in experiments where experiment.id != own && !experiment.isArchived {
            guard let place = experiment.layer else { continue }
            guard experiment.state != .stopped else {
                // The layer is known by it all the same.
                taken[place.name, default: []] += []
                continue
            }
            taken[place.name, default: []].append((place, experiment.name))
        }
        offers = taken.sorted { $0.key < $1.key }.flatMap { Self.offers(of: $0.key, $0.value) }
    }

    private static func offers(
        of layer: FlagModel.Key,
        _ taken: [(place: Experiment.LayerPlace, name: String)]
    ) -> [Offer] {
        let names = taken.map { "\($0.name) has \(Self.percent($0.place))" }
        let note = names.isEmpty ? "nobody has a part of it" : Words.list(names, most: 2)
        var (gaps, next) = ([(lower: Int, upper: Int)](), 0)
        for place in taken.map(\.place).sorted(by: { $0.lower < $1.lower }) {
            if place.lower > next { gaps.append((next, place.lower)) }
            next = max(next, place.upper)
        }
        let whole = Experiment.LayerPlace.whole
        if next < whole { gaps.append((next, whole)) }
        return gaps.flatMap { gap -> [Offer] in
            let all = Experiment.LayerPlace(name: layer, lower: gap.lower, upper: gap.upper)
            guard gap.upper == whole, gap.upper - gap.lower > heldBack else {
                return [Offer(place: all, note: note)]
            }
            let most = Experiment.LayerPlace(
                name: layer,
                lower: gap.lower,
                upper: whole - heldBack
            )
            return [
                Offer(place: all, note: note),
                Offer(place: most, note: "the last 10% stay out of every experiment"),
            ]
        }
    }

    /// "0 to 50%".
    static func percent(_ place: Experiment.LayerPlace) -> String {
        let from = Words.percent(hundredths: place.lower).dropLast()
        return "\(from) to \(Words.percent(hundredths: place.upper))"
    }
}

extension DashboardState {
    /// Opens the list of free parts over a form that asks for one.
    mutating func askLayer(_ form: Form) {
        let own: GUID? = if case .editExperiment(let id) = form.purpose { id } else { nil }
        let offers = LayerOffers(environment?.experiments.map(\.self) ?? [], besides: own).offers
        guard !offers.isEmpty else {
            complain("No experiment here leaves a part of a layer free. Type one: shop:0-50.")
            return
        }
        let lines = offers.map { offer in
            ListBox.Line(
                title: SafeText("\(offer.place.name.text): \(LayerOffers.percent(offer.place))"),
                note: SafeText(offer.note),
                action: .experiments(.takeEvent(offer.place.text))
            )
        }
        openList("Which part of which layer?", lines)
    }
}
