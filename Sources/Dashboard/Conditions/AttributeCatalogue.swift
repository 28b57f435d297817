internal import FlagAPI
internal import FlagModel

/// The attributes that can be asked about, each with some of its values: what applications
/// reported first, then what rules of this environment ask for already.
struct AttributeCatalogue: Equatable, Sendable {
    /// Names, each once, in order.
    let names: [String]
    private var samples: [String: [String]]

    /// Values of one attribute that come from rules, at the most.
    static let ruleValueLimit = 20
    /// Attributes that come from rules, at the most.
    static let ruleNameLimit = 1000

    /// - Complexity: O(*n*) in the conditions of the environment; done when a list opens.
    init(_ observed: [ObservedAttribute], _ environment: EnvironmentState?) {
        samples = Dictionary(observed.map { ($0.name, $0.samples) }) { first, _ in first }
        if let environment {
            for flag in environment.flags {
                Self.add(flag.rules.lazy.map(\.conditions), to: &samples)
            }
            for audience in environment.audiences {
                Self.add(audience.rules.lazy.map(\.conditions), to: &samples)
            }
        }
        names = samples.keys.sorted()
    }

    /// Some values of an attribute.
    subscript(name: String) -> [String] { samples[name] ?? [] }

    private static func add(
        _ rules: some Sequence<[Condition]>,
        to samples: inout [String: [String]]
    ) {
        for condition in rules.joined() {
            guard case .attribute(let name, let comparison, let value) = condition.test,
                samples[name] != nil || samples.count < ruleNameLimit
            else { continue }
            var values = samples[name] ?? []
            let limit = ObservedAttribute.maximumSamples + ruleValueLimit
            for new in Self.values(comparison, value) where values.count < limit {
                if !values.contains(new) { values.append(new) }
            }
            samples[name] = values
        }
    }

    private static func values(_ comparison: Operator, _ value: String) -> [String] {
        switch comparison {
        case .equal, .notEqual: return value.utf8.count <= 200 ? [value] : []
        case .isOneOf, .notOneOf:
            guard value.utf8.count <= 4000 else { return [] }
            return Condition.listedValues(value) ?? []
        default: return []
        }
    }
}
