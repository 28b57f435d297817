extension Experiment.LayerPlace {
    /// The place as it is typed: `shop:0-50`, in percent of the customers.
    public var text: String {
        let (from, to) = (Words.percent(hundredths: lower), Words.percent(hundredths: upper))
        return "\(name.text):\(from.dropLast())-\(to.dropLast())"
    }

    /// Reads what ``text`` writes; `nil` for anything else.
    ///
    /// Whether the part is within the layer and not empty is for the model to say.
    public init?(text: String) {
        guard let colon = text.lastIndex(of: ":"), let name = try? Key(String(text[..<colon]))
        else { return nil }
        let ends = text[text.index(after: colon)...]
            .split(separator: "-", omittingEmptySubsequences: false)
            .map { Words.hundredths(of: String($0)) }
        guard ends.count == 2, let lower = ends[0], let upper = ends[1] else { return nil }
        self.init(name: name, lower: lower, upper: upper)
    }
}

extension Words {
    /// Reads hundredths of a percent: "5", "5%" and "0.25"; `nil` for anything finer.
    public static func hundredths(of text: String) -> Int? {
        let digits = text.last == "%" ? String(text.dropLast()) : text
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts[0].utf8.count <= 9,
            let percent = whole(parts[0])
        else { return nil }
        guard parts.count == 2 else { return percent * 100 }
        guard (1...2).contains(parts[1].utf8.count), let rest = whole(parts[1]) else { return nil }
        return percent * 100 + (parts[1].utf8.count == 1 ? rest * 10 : rest)
    }

    private static func whole(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
    }
}
