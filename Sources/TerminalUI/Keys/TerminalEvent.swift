/// One thing that the terminal, or the program itself, reports to the loop.
public enum TerminalEvent: Hashable, Sendable {
    /// A key was pressed.
    case key(Key)
    /// Text was pasted; it may hold anything, line feeds too. It never acts as keys.
    case paste(String)
    /// More printable keys came at once than a person types: text meant for another window.
    ///
    /// Where text is being typed it may be inserted; anywhere else it is refused as a whole.
    case burst(String)
    /// The mouse was pressed or its wheel moved.
    case mouse(MouseEvent)
    /// The terminal says how its background looks now.
    case brightness(Brightness)
    /// The screen has another size now.
    case resized(Size)
    /// Another thread asked for attention through the wake descriptor.
    case wake
    /// The program was suspended and is back; everything must be drawn again.
    case resumed
    /// The program was asked to end; the associated value is the signal's number.
    case terminate(signal: Int32)
    /// The terminal is gone. Nothing can be shown any more.
    case hangUp
}
