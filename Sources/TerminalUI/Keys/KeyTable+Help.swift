/// One line of the help overlay.
public struct HelpLine: Hashable, Sendable {
    /// All keys, the one to show first in front.
    public let keys: SafeText
    /// What they do.
    public let text: SafeText
    /// Why they cannot do it now; `nil` when they can.
    public let refusal: SafeText?
}

extension KeyTable {
    /// The lines of the help overlay, in the table's order, without hidden bindings.
    public func helpLines(_ glyphs: Glyphs = .unicode) -> [HelpLine] {
        visible.map { binding in
            var refusal: SafeText?
            if case .no(let reason) = binding.availability { refusal = reason }
            return HelpLine(keys: binding.keyNames(glyphs), text: binding.help, refusal: refusal)
        }
    }

    /// The table as Markdown, for the reference page of keys.
    ///
    /// - Returns: a table with a line a binding, hidden ones left out.
    public func markdown() -> String {
        let rows = visible.map { binding in
            let keys = binding.keys.map { "`\($0)`" }.joined(separator: " ")
            return "| \(keys) | \(Self.escaped(binding.help.text)) |\n"
        }
        return "| Key | What it does |\n|---|---|\n" + rows.joined()
    }

    /// Text that cannot end a cell of a Markdown table.
    private static func escaped(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
