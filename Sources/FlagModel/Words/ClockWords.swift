/// Times of day with "am" and "pm", put as clocks of 24 hours show them.
///
/// | written | put as |
/// |---|---|
/// | `9am`, `9 am`, `9:30pm` | `9:00`, `9:00`, `21:30` |
/// | `12am`, `12pm`, `noon`, `midnight` | `0:00`, `12:00`, `12:00`, `0:00` |
/// | `13pm`, `0am`, `9` | as it was written |
enum ClockWords {
    /// A text with its times of day put so; everything else stays.
    static func clocked(_ text: String) -> String {
        var words = text.split(separator: " ").map(String.init)
        var index = 0
        while index < words.count {
            if index + 1 < words.count, isHalf(words[index + 1].lowercased()),
                let clock = clock(words[index] + words[index + 1])
            {
                words[index] = clock
                words.remove(at: index + 1)
            } else if let clock = clock(words[index]) {
                words[index] = clock
            }
            index += 1
        }
        return words.joined(separator: " ")
    }

    private static func isHalf(_ word: String) -> Bool { word == "am" || word == "pm" }

    private static func clock(_ word: String) -> String? {
        let word = word.lowercased()
        if word == "noon" { return "12:00" }
        if word == "midnight" { return "0:00" }
        guard isHalf(String(word.suffix(2))) else { return nil }
        let parts = word.dropLast(2).split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...2).contains(parts[0].count),
            let hour = Int(parts[0]), (1...12).contains(hour)
        else { return nil }
        let minute = parts.count == 2 ? String(parts[1]) : "00"
        guard minute.count == 2, Int(minute) != nil else { return nil }
        return "\(hour % 12 + (word.hasSuffix("pm") ? 12 : 0)):\(minute)"
    }
}
