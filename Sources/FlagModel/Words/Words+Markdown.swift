extension Words {
    /// A text of which Markdown and HTML take nothing for a sign of theirs, on one line.
    ///
    /// It must not begin a line: a number with a point, `-` and `+` mean something only there.
    /// Characters that cannot be read are spelled out, and nothing becomes a link: no address of a
    /// page or of mail, and no `@name` calls somebody on the site where the page is shown.
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
            // Sites look for names and addresses of mail after signs were taken away again.
            case "@": escaped += "@\u{2060}"
            case "." where escaped.suffix(3).lowercased() == "www": escaped += "\\."
            case ":" where scalars.starts(with: "//".unicodeScalars): escaped += "\\:"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
