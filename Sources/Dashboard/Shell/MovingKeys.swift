internal import TerminalUI

extension Binding {
    /// Up and down among lines, by the line and by the page.
    ///
    /// - Parameters:
    ///   - letters: whether `j` and `k` move too; not where letters are typed.
    ///   - pages: whether a page at a time is offered.
    ///   - footer: the place of down in the footer, up comes after it; `nil` keeps both out.
    /// - Returns: down, then up, then the pages.
    static func moves(letters: Bool, pages: Bool = true, footer: Int? = nil) -> [Binding] {
        var (down, up): ([Key], [Key]) = ([.down], [.up])
        if letters {
            down.append(.character("j"))
            up.append(.character("k"))
        }
        let lines = [
            move(down, .rows(1), "down", "One line down", footer: footer),
            move(up, .rows(-1), "up", "One line up", footer: footer.map { $0 + 1 }),
        ]
        guard pages else { return lines }
        return lines + [
            move([.pageDown], .pageDown, "page", "One page down"),
            move([.pageUp], .pageUp, "page", "One page up"),
        ]
    }

    /// To the top and to the end.
    static var ends: [Binding] {
        [
            move([.home], .start, "top", "To the top"),
            move([.end, .character("G")], .end, "end", "To the end"),
        ]
    }

    /// From a page back to the list that it was opened from.
    ///
    /// - Parameter footer: its place in the footer.
    /// - Returns: the key.
    static func backToList(footer: Int) -> Binding {
        Binding(
            .left,
            .character("h"),
            action: .back,
            label: "back",
            help: "Back to the list",
            footer: footer
        )
    }

    /// From a list to the detail beside it, and back.
    static var otherSide: Binding {
        Binding(
            .tab,
            .backTab,
            action: .nextPart,
            label: "other side",
            help: "Move in the detail, or in the list again"
        )
    }

    private static func move(
        _ keys: [Key],
        _ movement: ListView.Movement,
        _ label: SafeText,
        _ help: SafeText,
        footer: Int? = nil
    ) -> Binding {
        var binding = Binding(
            action: .move(movement),
            label: label,
            help: help,
            footer: footer
        )
        binding.keys = keys
        return binding
    }
}
