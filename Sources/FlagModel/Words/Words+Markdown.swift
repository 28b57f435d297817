extension Words {
    /// A text of which Markdown and HTML take nothing for a sign of theirs, on one line.
    ///
    /// It must not begin a line: a number with a point, `-` and `+` mean something only there.
    /// Characters that cannot be read are spelled out, and addresses do not become links.
    public static func markdown(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let readable = spelledOut(line)
        var escaped = ""
        var scalars = readable.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case "\\", "`", "*", "_", "[", "]", "|", "#", "~", ">", "!", "$":
                escaped += "\\" + String(scalar)
            case ":" where scalars.starts(with: "//".unicodeScalars): escaped += "\\:"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
