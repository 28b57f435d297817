internal import FlagModel
internal import TerminalUI

extension Action {
    /// The name by which a settings file speaks of it, such as `flags.toggle`.
    ///
    /// It is made of the names of the cases, so that no action can be forgotten; moving has plainer
    /// names than its steps.
    var name: String {
        if let plain = Self.plainNames[self] { return plain }
        var parts: [String] = []
        for piece in "\(self)".split(whereSeparator: { "(), \"".contains($0) }) {
            // The compiler writes where a nested case is from: only its own name counts.
            let last = piece.split(separator: ".").last ?? piece
            if !last.hasSuffix(":") { parts.append(Self.dashed(String(last))) }
        }
        return parts.joined(separator: ".")
    }

    private static let plainNames: [Action: String] = [
        .move(.rows(1)): "move.down", .move(.rows(-1)): "move.up", .move(.start): "move.top",
        .move(.pageDown): "move.page-down", .move(.pageUp): "move.page-up",
        .move(.halfPageDown): "move.half-page-down", .move(.halfPageUp): "move.half-page-up",
        .move(.end): "move.end", .awaitSecondG: "move.top-twice",
        .past(.entries(-1)): "past.entry-before", .past(.entries(1)): "past.entry-after",
        .past(.days(-1)): "past.day-before", .past(.days(1)): "past.day-after",
        .editor(.step(1000)): "editor.more", .editor(.step(-1000)): "editor.less",
        .editor(.step(10_000)): "editor.ten-more", .editor(.step(-10_000)): "editor.ten-less",
    ]

    /// "toggleArchived" as "toggle-archived".
    private static func dashed(_ text: String) -> String {
        var result = ""
        for character in text {
            if character.isUppercase { result += "-" }
            result += character.lowercased()
        }
        return result
    }
}
