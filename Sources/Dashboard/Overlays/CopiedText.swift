internal import TerminalUI

/// What was sent to the terminal's clipboard, without a frame around it, to be selected by hand.
struct CopiedText: Equatable, Sendable {
    var text: String
    var scroll = 0
}

extension DashboardState {
    /// How many bytes are sent to the terminal's clipboard; terminals drop more.
    static let copyLimitBytes = 70_000

    /// Sends text to the terminal's clipboard, and says only what is certain.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - what: what it is, such as "the key new-checkout".
    mutating func copyOut(_ text: String, _ what: String) {
        guard text.utf8.count <= Self.copyLimitBytes else {
            complain(
                "Not copied: \(what) is larger than the 70 KB that a terminal's clipboard takes."
            )
            return
        }
        outbox.append(.copy(text))
        guard person.hasClipboard else {
            say("Shown as text, to be copied: \(what).")
            return
        }
        say("Sent to the terminal's clipboard: \(what).", hints: [(.shell(.copied), "Y", "see it")])
    }

    /// Remembers what is being sent, whoever sends it.
    mutating func noteCopies() {
        for case .copy(let text) in outbox { copied = text }
    }

    /// The key that shows what was copied.
    var copiedBinding: Binding {
        Binding(
            .character("Y"),
            action: .shell(.copied),
            label: "copied text",
            help: "See what was copied, to select it by hand",
            availability: copied == nil ? .no(reason: "Nothing was copied yet.") : .yes
        )
    }

    mutating func openCopied() {
        guard let copied else { return }
        open(.copied(CopiedText(text: copied)))
    }

    var copiedBindings: [Binding] {
        Binding.moves(letters: false, footer: 2) + [
            Binding(
                .escape,
                .enter,
                action: .back,
                label: "close",
                help: "Close it",
                footer: 1
            )
        ]
    }

    mutating func scroll(_ copied: CopiedText, _ movement: ListView.Movement) {
        var copied = copied
        let height = max(1, frame.body.height - 4)
        let last = max(0, copiedLines(copied).count - height)
        copied.scroll = movement.scrolled(copied.scroll, height: height, last: last)
        replaceTop(.copied(copied))
    }

    private func copiedLines(_ copied: CopiedText) -> [Line] {
        copied.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .flatMap { Line.wrapped($0, width: size.columns) }
    }

    func drawCopied(_ copied: CopiedText, on canvas: inout Canvas, _ frame: Frame) {
        canvas.fill(frame.body)
        canvas.cursor = nil
        let advice =
            "If pasting gives nothing, select the text below with the mouse, or let the terminal "
            + "take it: in tmux, put \"set -g set-clipboard on\" into ~/.tmux.conf."
        let head =
            frame.layout == .tiny ? [] : Line.wrapped(advice, .dim, width: size.columns) + [""]
        canvas.draw(head, in: frame.body)
        canvas.draw(
            copiedLines(copied),
            in: frame.body.inset(top: head.count),
            offset: copied.scroll
        )
    }
}
