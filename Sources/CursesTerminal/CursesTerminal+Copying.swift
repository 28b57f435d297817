internal import CNcurses
public import TerminalUI

extension CursesTerminal {
    /// How many bytes of text are put on the clipboard at most; terminals drop more.
    public static var copyLimitBytes: Int { 70_000 }

    /// Puts text on the clipboard of the terminal, where it knows how to (OSC 52).
    ///
    /// The text is safe text, so that pasting it into a shell cannot do more than its letters say,
    /// and travels as base64, so that nothing of it can end the sequence.
    public func copy(_ text: SafeText) {
        nc_copy(Self.base64(text.text.utf8.prefix(Self.copyLimitBytes)))
    }

    /// RFC 4648, section 4.
    static func base64(_ bytes: some Sequence<UInt8>) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        var (bits, bitCount) = (0, 0)
        for byte in bytes {
            bits = (bits << 8 | Int(byte)) & 0xFFFF
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                text.append(alphabet[bits >> bitCount & 63])
            }
        }
        if bitCount > 0 { text.append(alphabet[bits << (6 - bitCount) & 63]) }
        while !text.utf8.count.isMultiple(of: 4) { text.append("=") }
        return text
    }
}
