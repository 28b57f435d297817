/// What is known of a customer as it is searched: each different word of all values, folded.
///
/// - Shape: every word stands behind two line breaks, so that also its first one or two letters
///   make three letters of the full-text index: `"\n\nberlin\n\nplus"`.
struct FactText {
    /// The text; empty when nothing is known.
    private(set) var text = ""
    private var words: Set<[UInt8]> = []

    /// Bytes of the text, at the most; words that do not fit are not found.
    static let maximumBytes = 4096
    /// What stands before each word.
    static let mark = "\n\n"

    /// Takes the words of these attributes, in the order of the attributes' names.
    init(_ attributes: [String: String]) { add(attributes) }

    /// Takes further words.
    mutating func add(_ attributes: [String: String]) {
        for (_, value) in attributes.sorted(by: { $0.key < $1.key }) {
            for word in FoldedText(value).words where words.insert(Array(word.utf8)).inserted {
                let more = Self.mark.utf8.count + word.utf8.count
                if text.utf8.count + more <= Self.maximumBytes { text += Self.mark + word }
            }
        }
    }
}
