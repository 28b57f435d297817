import JSON

/// How the body of a webhook's posts is made of what it is told: a text with places in double
/// braces, as FeatBit's webhooks have them (a part of Handlebars).
///
/// ```
/// {"text": "{{operator}}: {{#each changes}}{{this}}. {{/each}}", "at": {{json happenedAt}}}
/// ```
///
/// What a place says is written as JSON wants it inside of a text, so that no name can end the text
/// that it stands in; `json` writes a whole value. The result must be JSON.
///
/// - Shape: `{{name}}`, `{{{name}}}`, `{{json name}}`, `{{#if name}}`, `{{#unless name}}`,
///   `{{#each name}}`, `{{#with name}}`, `{{#eq a b}}`, each with `{{else}}` and its end, and
///   `{{! remarks }}`. Names go down with dots, up with `../`; `this`, `@index`, `@key`, `@first`
///   and `@last` are of the list.
public struct PayloadTemplate: Hashable, Sendable {
    /// What it is made of, in order.
    let parts: [Part]

    /// Blocks inside of each other.
    public static let depth = 16
    /// Places that are filled for one post, those of lists once for each element.
    public static let steps = 100_000
    /// Bytes of a body.
    public static let bodyBytes = 1 << 20

    indirect enum Part: Hashable, Sendable {
        case text(String)
        /// Inside of a text.
        case value(Operand)
        /// A whole value.
        case json(Operand)
        case block(Block)
    }

    struct Block: Hashable, Sendable {
        var kind: Kind
        var operands: [Operand]
        var parts: [Part] = []
        var otherwise: [Part] = []

        enum Kind: String, Sendable, CaseIterable {
            case `if`, unless, each, with, eq

            /// How many names stand behind it.
            var operandCount: Int { self == .eq ? 2 : 1 }
        }
    }

    enum Operand: Hashable, Sendable {
        /// So many levels up, and then down.
        case path(up: Int, names: [String])
        /// About the element of the list that one is in.
        case loop(LoopName)
        case literal(JSONValue)
    }

    enum LoopName: String, Sendable {
        case index = "@index"
        case key = "@key"
        case first = "@first"
        case last = "@last"
    }

    /// Where a template is not understood, and why.
    public struct Fault: Error, Hashable, Sendable {
        /// The line, from 1.
        public let line: Int
        /// What is wrong, in words that can follow "in line 3".
        public let reason: String

        /// "line 3: {{#if}} has no end".
        public var text: String { "line \(line): \(reason)" }
    }

    /// Why a template gives no body.
    public enum Failure: Error, Hashable, Sendable {
        /// More places than ``PayloadTemplate/steps``.
        case tooManySteps
        /// More bytes than ``PayloadTemplate/bodyBytes``.
        case tooLong
        /// What came out is no JSON, and why not.
        case noJSON(String)

        /// What happened, as a sentence.
        public var text: String {
            switch self {
            case .tooManySteps:
                "The template fills more than \(Words.grouped(PayloadTemplate.steps)) places."
            case .tooLong: "The template makes more than 1 MiB."
            case .noJSON(let reason): "The template does not make JSON: \(reason)"
            }
        }
    }
}
