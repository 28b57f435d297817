/// One folded word that customers are searched by.
struct SearchWord {
    private let text: String
    private let letters: [Unicode.Scalar]

    init(_ text: String) {
        self.text = text
        letters = Array(text.unicodeScalars)
    }

    /// It has one or two letters, so the index only knows it behind a mark.
    var isShort: Bool { letters.count < 3 }

    /// It has more than three letters, so the index may know all of its parts, and still nobody has
    /// it in one piece.
    var isLong: Bool { letters.count > 3 }

    /// The SQL that compares the word with a customer.
    var test: String { "(instr(customer.folded, ?) > 0 OR instr(customer.facts, ?) > 0)" }

    /// What ``test`` compares with.
    var arguments: [String] { [text, isShort ? FactText.mark + text : text] }

    /// Three-letter parts that whoever has the word has, too, spread over it.
    var terms: [String] {
        let letters = isShort ? Array(FactText.mark.unicodeScalars) + letters : letters
        let starts = letters.count - 2
        let count = min(starts, CustomerSearch.maximumTerms.word)
        guard !isShort else { return [Self.text(letters[(starts - 1)...])] }
        return (0..<count).map { index in
            let start = count == 1 ? 0 : index * (starts - 1) / (count - 1)
            return Self.text(letters[start..<start + 3])
        }
    }

    private static func text(_ letters: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: letters)
        return String(text)
    }
}
