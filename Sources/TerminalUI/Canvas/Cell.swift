/// One place on a canvas: a base scalar with up to four marks, and what it means.
///
/// A wide character takes two cells: the first holds it, the second is a ``isContinuation`` cell.
public struct Cell: Hashable, Sendable {
    /// The base scalar; a blank when there is nothing, 0 in a continuation cell.
    var base: UInt32 = 0x20
    /// Up to four marks over the base, 0 where there is none.
    var mark0: UInt32 = 0
    var mark1: UInt32 = 0
    var mark2: UInt32 = 0
    var mark3: UInt32 = 0
    /// What the cell means.
    public var role = Role.text
    /// Whether the selection lies over the cell.
    public var isSelected = false
    /// The cells that the character takes: 1 or 2, and 0 in a continuation cell.
    public internal(set) var width: UInt8 = 1

    /// A blank.
    public static let blank = Cell()

    /// Whether this is the right half of the wide character to its left.
    public var isContinuation: Bool { width == 0 }

    /// The scalars in order, base first; none in a continuation cell.
    public var scalars: [Unicode.Scalar] {
        [base, mark0, mark1, mark2, mark3].filter { $0 != 0 }.compactMap(Unicode.Scalar.init)
    }

    /// Hands the five scalar values to `body`, base first and 0 where there is none, without an
    /// allocation.
    public func withScalarValues<Result>(
        _ body: (UInt32, UInt32, UInt32, UInt32, UInt32) -> Result
    ) -> Result {
        body(base, mark0, mark1, mark2, mark3)
    }

    /// Puts `mark` over the base; a fifth one is left out.
    mutating func add(mark: Unicode.Scalar) {
        if mark0 == 0 {
            mark0 = mark.value
        } else if mark1 == 0 {
            mark1 = mark.value
        } else if mark2 == 0 {
            mark2 = mark.value
        } else if mark3 == 0 {
            mark3 = mark.value
        }
    }

    /// Whether the cell shows nothing and means nothing.
    public var isBlank: Bool { base == 0x20 && mark0 == 0 }
}
