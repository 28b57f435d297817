/// What was done with the mouse, and where.
public struct MouseEvent: Hashable, Sendable {
    /// What was done.
    public enum Kind: Hashable, Sendable {
        /// The left button was pressed.
        case press
        /// The wheel moved one step up.
        case wheelUp
        /// The wheel moved one step down.
        case wheelDown
    }

    /// What was done.
    public let kind: Kind
    /// The cell under the pointer.
    public let point: Point

    /// Puts the parts together.
    public init(_ kind: Kind, at point: Point) {
        self.kind = kind
        self.point = point
    }

    /// The report that terminals write in mode 1006: `ESC [ < button ; column ; row M`.
    ///
    /// Anything but a left press or a step of the wheel is no event.
    ///
    /// - Parameters:
    ///   - body: what stands between `ESC [` and the last letter.
    ///   - isPress: whether that letter was `M`; letting go ends in `m` and means nothing here.
    init?(body: String, isPress: Bool) {
        guard isPress, body.hasPrefix("<") else { return nil }
        let numbers = body.dropFirst().split(separator: ";").compactMap { Int($0) }
        guard numbers.count == 3, (1...100_000).contains(numbers[1]),
            (1...100_000).contains(numbers[2])
        else { return nil }
        point = Point(x: numbers[1] - 1, y: numbers[2] - 1)
        switch numbers[0] {
        case 0: kind = .press
        case 64: kind = .wheelUp
        case 65: kind = .wheelDown
        default: return nil
        }
    }
}
