internal import CNcurses
public import TerminalUI

extension CursesTerminal {
    /// Whether presses and the wheel of the mouse are reported; text is selected with Shift then.
    public func useMouse(_ isOn: Bool) { nc_mouse(isOn) }

    /// Whether the terminal is to tell how its background looks, at once and whenever that changes;
    /// one that does not know the question stays silent.
    public func tellBrightness(_ isOn: Bool) { nc_brightness(isOn) }

    /// Names the window, where the terminal has one; its old name comes back at the end.
    ///
    /// Safe text cannot end the sequence that carries it.
    public func name(window title: SafeText) { nc_title(title.text) }
}
