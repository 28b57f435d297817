/// A rule of the journal, and how to break it in the source.
///
/// A test that nobody has seen fail proves little. `flagdeck-prove mutations` breaks each rule in
/// a copy of the source and expects that a test fails.
package struct Mutation: Sendable {
    /// The rule that is broken, in a few words.
    package let rule: String
    /// The file, from `Sources/Journal`.
    package let file: String
    /// What stands there, exactly once.
    package let text: String
    /// What is put there instead.
    package let replacement: String

    /// Describes a broken rule.
    package init(_ rule: String, in file: String, _ text: String, to replacement: String) {
        self.rule = rule
        self.file = file
        self.text = text
        self.replacement = replacement
    }

    /// The file's text with the rule broken; nil unless the text stands there exactly once.
    package func applied(to source: String) -> String? {
        let bytes = Array(source.utf8)
        let pattern = Array(text.utf8)
        let places = bytes.indices.filter { bytes[$0...].starts(with: pattern) }
        guard places.count == 1, let place = places.first else { return nil }
        let rest = bytes[(place + pattern.count)...]
        return String(decoding: bytes[..<place] + Array(replacement.utf8) + rest, as: UTF8.self)
    }

    /// Every rule.
    package static let all = writing + opening + reading
}
