internal import FlagModel
public import TerminalUI

/// The screen as lines of text without places, for screen readers and terminals that only print.
///
/// It is read off the same drawing that a terminal shows, so every screen has it: rules and frames
/// go, signs go because a word follows each, and every line that can be chosen has a number.
public struct PlainScreen: Equatable, Sendable {
    /// A screen that has every list below its title, and room for many lines.
    public static let size = Size(columns: 99, rows: 44)

    /// What the screen says, line by line.
    public let lines: [String]
    /// The rows of the drawing that numbers stand for, the first one for 1.
    let rows: [Int]
    /// The keys that matter here, in one line.
    public let keys: String
    /// The question before the next line is typed.
    public let prompt: String

    /// Reads a state's screen.
    ///
    /// - Parameter state: its size should be ``size``.
    public init(_ state: DashboardState) {
        let canvas = draw(state)
        let body = state.frame.body
        let choosable = state.choosableRows(canvas)
        var lines: [String] = [state.plainHead]
        var rows: [Int] = []
        for y in body.y..<body.maxY {
            let text = Self.words(canvas.row(y))
            if choosable.contains(y) {
                rows.append(y)
                let mark = canvas.isChosen(row: y) ? "chosen: " : ""
                lines.append("\(rows.count). \(mark)\(text)")
            } else if !text.isEmpty {
                lines.append(text)
            }
        }
        let said = Self.words(canvas.row(state.frame.status.y))
        if !said.isEmpty { lines.append("Said: \(said)") }
        self.lines = lines
        self.rows = rows
        keys = state.plainKeys
        prompt =
            state.isTakingText
            ? "Text, empty line for Enter, .Esc for Esc> " : "Number, key or ?> "
    }

    /// The words of a row: runs of blanks become commas, lines and signs go.
    static func words(_ cells: ArraySlice<Cell>) -> String {
        var pieces: [String] = [""]
        var blanks = 0
        for cell in cells where !cell.isContinuation {
            guard let sign = shown(cell) else {
                blanks += 1
                continue
            }
            if blanks > 1, pieces.last?.isEmpty == false {
                pieces.append("")
            } else if blanks == 1, pieces.last?.isEmpty == false {
                pieces[pieces.count - 1] += " "
            }
            blanks = 0
            pieces[pieces.count - 1] += sign
        }
        return pieces.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// A cell's text; `nil` for a blank and for what is only drawn.
    private static func shown(_ cell: Cell) -> String? {
        guard !cell.isBlank, let base = cell.scalars.first else { return nil }
        switch base.value {
        // Frames, blocks and the signs of states, which have a word beside them.
        case 0x2500...0x259F, 0x25A0...0x25FF, 0x2800...0x28FF: return nil
        case 0x2192: return "to"
        default: return String(String.UnicodeScalarView(cell.scalars))
        }
    }
}

extension DashboardState {
    /// Where one is.
    fileprivate var plainHead: String {
        guard stage == .ready else { return "Flagdeck." }
        let drafts = drafts.count > 0 ? ", \(Words.count(drafts.count, "draft")) waiting" : ""
        let when = past == nil ? "" : ", in the past"
        return
            "\(tab.title) in \(SafeText(environmentTitle))\(when), as \(SafeText(actor))\(drafts)."
    }

    /// The keys of the footer, best first.
    fileprivate var plainKeys: String {
        let shown = keyTable.visible.filter {
            $0.availability == .yes && ($0.footerPriority != nil || $0.isPinned)
        }
        let ordered = shown.enumerated().sorted {
            ($0.element.footerPriority ?? 1000, $0.offset)
                < ($1.element.footerPriority ?? 1000, $1.offset)
        }
        let words = ordered.map { _, binding -> String in
            let key = binding.keys.first?.asciiDescription ?? ""
            return "\(key) \(binding.label)"
        }
        return "Keys: " + words.joined(separator: "; ")
    }

    /// The rows of the drawing on which a press selects a line.
    fileprivate func choosableRows(_ canvas: Canvas) -> Set<Int> {
        let body = frame.body
        guard let selected = (body.y..<body.maxY).first(where: { canvas.isChosen(row: $0) }) else {
            return []
        }
        var rows: Set<Int> = [selected]
        for y in body.y..<body.maxY where y != selected {
            var copy = self
            copy.take(MouseEvent(.press, at: Point(x: canvas.chosenColumn(selected), y: y)))
            guard copy.overlays.count == overlays.count, copy.tab == tab else { continue }
            if draw(copy).isChosen(row: y) { rows.insert(y) }
        }
        return rows
    }
}

extension Canvas {
    /// Whether the selection lies over a row.
    fileprivate func isChosen(row: Int) -> Bool { self.row(row).contains(where: \.isSelected) }

    /// A column that the selection of a row reaches over.
    fileprivate func chosenColumn(_ row: Int) -> Int {
        (0..<size.columns).first { self[Point(x: $0, y: row)].isSelected } ?? 0
    }
}
