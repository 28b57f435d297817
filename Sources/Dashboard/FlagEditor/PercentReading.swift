internal import FlagModel

extension DashboardState {
    /// Parts of 100,000 for a per cent number as typed: "25", "0.5", "33,3%".
    static func parts(percent text: String) -> Int? {
        let digits = text.trimmed.filter { $0 != "%" && $0 != " " }
        let pieces = digits.split(
            maxSplits: 1,
            omittingEmptySubsequences: false
        ) { $0 == "." || $0 == "," }
        guard let first = pieces.first, !digits.isEmpty, first.count <= 3 else { return nil }
        let fraction = pieces.count > 1 ? pieces[1] : ""
        guard fraction.count <= 3, (first + fraction).utf8.allSatisfy({ (48...57).contains($0) }),
            !(first + fraction).isEmpty
        else { return nil }
        let padded = fraction + String(repeating: "0", count: 3 - fraction.count)
        let parts = (Int(first) ?? 0) * 1000 + (Int(padded) ?? 0)
        return (0...Share.whole).contains(parts) ? parts : nil
    }
}
