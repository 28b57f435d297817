/// Small pieces of plain English.
public enum Words {
    /// "1 flag", "3 flags", "12,480 customers"; a plural other than with "s" is given.
    public static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
    }

    /// "12,480".
    public static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// "a", "a and b", "a, b and c"; "a, b and 3 more" when there are more than `most`.
    ///
    /// - Parameters:
    ///   - items: all of them, or at least the first `most`.
    ///   - most: how many are said; at least 1.
    ///   - total: how many there are, when `items` is only their beginning.
    /// - Returns: the list as people say it; nothing when it is empty.
    public static func list(_ items: [String], most: Int = 3, of total: Int? = nil) -> String {
        let total = total ?? items.count
        guard total > 1 else { return items.first ?? "" }
        if total <= most {
            return items.dropLast().joined(separator: ", ") + " and " + (items.last ?? "")
        }
        return items.prefix(most).joined(separator: ", ") + " and \(grouped(total - most)) more"
    }

    /// Parts of 100,000 as a share: "25%", "33.3%", "0.05%"; never 0% or 100% when it is neither.
    public static func percent(parts: Int) -> String {
        if parts % 1000 == 0 { return "\(parts / 1000)%" }
        let isNearAnEnd = parts < 100 || parts > 99_900
        return percent(parts: parts, unit: isNearAnEnd ? 1 : 100)
    }

    /// Hundredths of a percent: "5%", "0.5%".
    public static func percent(hundredths: Int) -> String {
        percent(parts: hundredths * 10, unit: 10)
    }

    /// "6 Dec 2026 18:00 UTC": where no zone of a reader is known.
    public static func moment(_ moment: Moment) -> String {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let time = CalendarTime(moment)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(time.day) \(months[time.month - 1]) \(time.year) "
            + "\(two(time.hour)):\(two(time.minute)) UTC"
    }

    /// "10% → 25%", with as many decimals as it takes to tell them apart.
    public static func percent(parts before: Int, to after: Int) -> String {
        let both = percents(parts: before, to: after)
        return "\(both.before) → \(both.after)"
    }

    /// "10%" and "25%", with as many decimals as it takes to tell them apart.
    static func percents(parts before: Int, to after: Int) -> (before: String, after: String) {
        let (left, right) = (percent(parts: before), percent(parts: after))
        guard left == right else { return (left, right) }
        return (percent(parts: before, unit: 1), percent(parts: after, unit: 1))
    }

    private static func percent(parts: Int, unit: Int) -> String {
        let rounded = (parts + unit / 2) / unit * unit
        var fraction = String(1000 + rounded % 1000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return fraction.isEmpty ? "\(rounded / 1000)%" : "\(rounded / 1000).\(fraction)%"
    }

    /// A text as every name and note may hold it: each character that they refuse is spelled out,
    /// as in `\u{7}`.
    ///
    /// For what comes from outside and is written into the model, such as the key of a customer.
    public static func spelledOut(_ text: String) -> String {
        var readable = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if TextRule.isUnreadable(scalar) {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                readable.append(contentsOf: "\\u{\(digits)}".unicodeScalars)
            } else {
                readable.append(scalar)
            }
        }
        return String(readable)
    }

    /// A text on one line, cut after so many characters with "…".
    public static func short(_ text: String, _ length: Int = 40) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= length ? line : line.prefix(length - 1) + "…"
    }
}
