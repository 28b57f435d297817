internal import CNcurses
internal import TerminalUI

/// What a role looks like on this terminal, ready to be written.
struct Look {
    private let foreground: Int16
    private let background: Int16
    private let attributes: UInt8

    /// The looks of all roles, plain and selected, in the order of their raw values.
    static func all(of theme: Theme, colours: Int) -> [Look] {
        // The last filter before the terminal: no screen can forget that there are no colours.
        let shown = colours < 8 ? Theme.mono : theme
        return Role.allCases.flatMap { role in
            [false, true].map { isSelected in
                Look(shown.resolve(role, isSelected: isSelected, colours: colours))
            }
        }
    }

    private init(_ look: Theme.Resolved) {
        foreground = Int16(clamping: look.foreground)
        background = Int16(clamping: look.background)
        attributes = Self.bits.reduce(0) { bits, pair in
            look.attributes.contains(pair.attribute) ? bits | pair.bit : bits
        }
    }

    private static let bits: [(attribute: Paint.Attributes, bit: UInt8)] = [
        (.bold, UInt8(NC_BOLD)), (.dim, UInt8(NC_DIM)), (.underline, UInt8(NC_UNDERLINE)),
        (.reverse, UInt8(NC_REVERSE)), (.italic, UInt8(NC_ITALIC)),
    ]

    /// `cell` in this look.
    func applied(to cell: Cell) -> nc_cell {
        cell.withScalarValues { base, first, second, third, fourth in
            nc_cell(
                scalars: (base, first, second, third, fourth),
                width: cell.width,
                attributes: attributes,
                foreground: foreground,
                background: background
            )
        }
    }
}
