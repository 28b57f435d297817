internal import TerminalUI

/// How much fits on the screen; depends on the size only.
enum Layout: Equatable, Sendable {
    /// One centred line.
    case unusable
    /// One list and one status line.
    case tiny
    /// A list with a peek below.
    case compact
    /// A list and a detail beside it.
    case regular
    /// A list, a detail and a further column.
    case wide

    init(_ size: Size) {
        self =
            if size.columns < 20 || size.rows < 5 {
                .unusable
            } else if size.columns < 60 || size.rows < 15 {
                .tiny
            } else if size.columns < 100 {
                .compact
            } else if size.columns < 160 {
                .regular
            } else {
                .wide
            }
    }

    /// Whether a detail stands beside the list.
    var isWide: Bool { self == .regular || self == .wide }
}

/// Where the parts of every pane are.
struct Frame: Equatable, Sendable {
    let layout: Layout
    /// Tabs, environment and person.
    let header: Rect
    /// The moment of the past that is shown; empty now.
    let banner: Rect
    /// Between header and status: for pages and overlays.
    let body: Rect
    /// The rule that names the list; empty when tiny.
    let title: Rect
    /// The names of the columns; empty when tiny.
    let columns: Rect
    /// The rows of the list.
    let list: Rect
    /// The rule above the peek; empty without a peek.
    let peekRule: Rect
    /// The few lines about the selection, below the list.
    let peek: Rect
    /// The detail beside the list; empty below 100 columns.
    let detail: Rect
    /// The third column; empty below 160 columns.
    let side: Rect
    /// The rule that closes the columns; empty below 100 columns.
    let bottomRule: Rect
    /// What happened.
    let status: Rect
    /// The keys.
    let footer: Rect

    /// Divides a screen.
    ///
    /// - Parameters:
    ///   - size: the terminal's size.
    ///   - hasBanner: whether the row below the tabs says which moment is shown.
    init(_ size: Size, hasBanner: Bool = false) {
        layout = Layout(size)
        let (width, height) = (size.columns, size.rows)
        func row(_ y: Int, _ count: Int = 1) -> Rect {
            Rect(x: 0, y: y, width: width, height: max(0, min(count, height - y)))
        }
        let none = Rect(x: 0, y: 0, width: 0, height: 0)
        header = row(0)
        banner = hasBanner ? row(1) : none
        let top = hasBanner ? 2 : 1
        status = row(height - 2)
        footer = row(height - 1)
        body = row(top, height - 2 - top)
        switch layout {
        case .unusable, .tiny:
            (title, columns, list) = (none, none, body)
            (peekRule, peek, detail, side, bottomRule) = (none, none, none, none, none)
        case .compact:
            (title, columns) = (row(top), row(top + 1))
            let hasPeek = height >= 20
            list = row(top + 2, height - top - (hasPeek ? 9 : 4))
            peekRule = hasPeek ? row(height - 7) : none
            peek = hasPeek ? row(height - 6, 4) : none
            (detail, side, bottomRule) = (none, none, none)
        case .regular, .wide:
            let isWide = layout == .wide
            let left = isWide ? width * 40 / 100 : min(80, width * 55 / 100)
            let right = isWide ? width * 36 / 100 : width - left
            title = row(top)
            let (y, rows) = (top + 1, height - top - 4)
            columns = Rect(x: 0, y: y, width: left, height: 1)
            list = Rect(x: 0, y: y + 1, width: left, height: rows - 1)
            detail = Rect(x: left, y: y, width: right, height: rows)
            side =
                isWide
                ? Rect(x: left + right, y: y, width: width - left - right, height: rows)
                : none
            (peekRule, peek) = (none, none)
            bottomRule = row(height - 3)
        }
    }
}

extension DashboardState {
    /// Where the parts of the screen are.
    var frame: Frame { Frame(size, hasBanner: past != nil) }
    /// The rows of every list on screen.
    var listHeight: Int { frame.list.height }
}
