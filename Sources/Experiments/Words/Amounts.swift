internal import FlagModel

/// Numbers as people say them: shares, ranges, chances.
enum Amounts {
    /// A number with so many decimals; those that are 0 at its end are left out, or kept.
    static func decimal(_ value: Double, places: Int, keepsZeros: Bool = false) -> String {
        guard value.isFinite, abs(value) < 1e15 else {
            return value < 0 ? "very little" : "very much"
        }
        let unit = (0..<places).reduce(1) { product, _ in product * 10 }
        let parts = Int((abs(value) * Double(unit)).rounded())
        var fraction = String(String(unit + parts % unit).dropFirst())
        while !keepsZeros, fraction.last == "0" { fraction.removeLast() }
        let sign = value < 0 && parts > 0 ? "-" : ""
        let whole = Words.grouped(parts / unit)
        return sign + (fraction.isEmpty ? whole : "\(whole).\(fraction)")
    }

    /// A number of any size with three digits, or whole.
    static func amount(_ value: Double) -> String {
        let size = abs(value)
        if size == 0 || size >= 1000 { return decimal(value, places: 0) }
        var places = 0
        var rest = size
        while rest < 100, places < 9 {
            rest *= 10
            places += 1
        }
        return decimal(value, places: places)
    }

    /// The size of a change: "2.4%", "11%", "less than 0.1%".
    static func percent(_ share: Double) -> String {
        let size = abs(share) * 100
        if size == 0 { return "0%" }
        if size < 0.05 { return "less than 0.1%" }
        return decimal(size, places: size < 9.95 ? 1 : 0) + "%"
    }

    /// A change with its sign: "+2.4%", "-11%", "0%".
    static func signed(_ share: Double) -> String {
        if abs(share) < 0.0005 { return "0%" }
        return (share > 0 ? "+" : "-") + percent(share)
    }

    /// A share of people, never said to be nobody or everybody: "5.6%".
    static func rate(_ share: Double, places: Int = 1) -> String {
        let least = (0..<places).reduce(100.0) { rest, _ in rest / 10 } / 100
        if share * 100 < least / 2 { return "under \(decimal(least, places: places))%" }
        if (1 - share) * 100 < least / 2 { return "over \(decimal(100 - least, places: places))%" }
        return decimal(share * 100, places: places, keepsZeros: true) + "%"
    }

    /// Two shares of people with as many decimals as it takes to tell them apart.
    static func rates(_ one: Double, _ other: Double) -> (String, String) {
        for places in 1...3 {
            let (left, right) = (rate(one, places: places), rate(other, places: places))
            if left != right { return (left, right) }
        }
        return (rate(one), rate(other))
    }

    /// The sizes of a range on one side of 0, the smaller one first: "4% to 20%", "up to 20%".
    static func sizes(_ one: Double, _ other: Double, _ text: (Double) -> String) -> String {
        let sizes = [abs(one), abs(other)].sorted()
        let (small, large) = (text(sizes[0]), text(sizes[1]))
        if small == large { return "about \(large)" }
        return sizes[0] == 0 || small == "less than 0.1%"
            ? "up to \(large)" : "\(small) to \(large)"
    }

    /// A probability: "about 97 in 100", never certain.
    static func chance(_ probability: Double) -> String {
        if probability > 0.99 { return "more than 99 in 100" }
        if probability < 0.01 { return "fewer than 1 in 100" }
        return "about \(decimal(probability * 100, places: 0)) in 100"
    }

    /// How rare something is by chance: "fewer than 1 in 1,000".
    static func rarity(_ probability: Double) -> String {
        for limit in [1_000_000, 100_000, 10_000, 1000, 100] where probability < 1 / Double(limit) {
            return "fewer than 1 in \(Words.grouped(limit))"
        }
        if probability > 0.99 { return "more than 99 in 100" }
        return "about \(decimal(max(probability * 100, 1), places: 0)) in 100"
    }

    /// A number of things as somebody guesses it, with two digits: "about 120".
    static func rough(_ value: Double) -> String? {
        guard value.isFinite, value >= 0.5, value < 1e15 else { return nil }
        var unit = 1.0
        while value / unit >= 100 { unit *= 10 }
        return "about " + Words.grouped(Int((value / unit).rounded() * unit))
    }
}
