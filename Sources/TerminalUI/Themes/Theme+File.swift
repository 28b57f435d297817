import TOMLKit

extension Theme {
    /// Reads a theme file.
    ///
    /// ```toml
    /// name = "night"
    /// [roles]
    /// text = "252 on 234"          # a name, 0 to 255, or #rrggbb; attributes as words
    /// draft = "#1f77b4 | 32 | cyan"  # best first; the terminal's number of colours decides
    /// [glyphs]
    /// set = "ascii"                # or single signs: on = "●"
    /// ```
    ///
    /// Roles that the file leaves out look as in the default theme.
    ///
    /// - Throws: ``ThemeError`` naming the first line that is wrong.
    public init(toml: String) throws(ThemeError) {
        let file = ThemeFile(toml)
        let root = try file.table()
        var name = "custom"
        var looks: [Role: [Paint]] = [:]
        var glyphs = Glyphs.unicode
        for role in Role.allCases { looks[role] = Theme.standard.looks(of: role) }
        for key in file.inOrder(root.keys, section: "") {
            switch key {
            case "name": name = try file.text(root, "", key)
            case "roles":
                let table = try file.section(root, key)
                for role in file.inOrder(table.keys, section: key) {
                    try file.read(role, in: table, into: &looks)
                }
            case "glyphs":
                let table = try file.section(root, key)
                for sign in file.inOrder(table.keys, section: key) {
                    try file.read(sign, in: table, into: &glyphs)
                }
            default: throw .unknownName(line: file.line(of: key, section: ""), name: key)
            }
        }
        self.init(name: name, looks: looks, glyphs: glyphs)
    }
}

/// A theme file's text, and where each of its names stands.
private struct ThemeFile {
    private let source: String
    /// Line numbers by `section.name`; sections by their own name.
    private var lines: [String: Int] = [:]

    init(_ source: String) {
        self.source = source
        var section = ""
        let all = source.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in all.enumerated() {
            let words = line.split { " \t\r=[]\"'".contains($0) }
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            let isHeader = line.drop { $0 == " " || $0 == "\t" }.hasPrefix("[")
            if isHeader { section = String(first) }
            let name = isHeader ? "." + section : section + "." + first
            if lines[name] == nil { lines[name] = index + 1 }
        }
    }

    func line(of name: String, section: String) -> Int {
        lines[section + "." + name] ?? 1
    }

    /// `keys` in the order of their lines, so that the first wrong line is the one reported.
    func inOrder(_ keys: [String], section: String) -> [String] {
        keys.sorted { line(of: $0, section: section) < line(of: $1, section: section) }
    }

    func table() throws(ThemeError) -> TOMLTable {
        do {
            return try TOMLTable(string: source)
        } catch let error as TOMLParseError {
            throw .syntax(line: error.source.begin.line, message: error.description)
        } catch {
            throw .syntax(line: 1, message: "\(error)")
        }
    }

    func section(_ root: TOMLTable, _ name: String) throws(ThemeError) -> TOMLTable {
        guard let table = root[name]?.table else {
            throw .notText(line: line(of: name, section: ""), name: name)
        }
        return table
    }

    func text(_ table: TOMLTable, _ section: String, _ name: String) throws(ThemeError) -> String {
        guard let text = table[name]?.string else {
            throw .notText(line: line(of: name, section: section), name: name)
        }
        return text
    }

    func read(
        _ name: String,
        in table: TOMLTable,
        into looks: inout [Role: [Paint]]
    ) throws(ThemeError) {
        let line = line(of: name, section: "roles")
        guard let role = Role.allCases.first(where: { $0.name == name }) else {
            throw .unknownName(line: line, name: name)
        }
        let value = try text(table, "roles", name)
        do {
            looks[role] = try Paint.alternatives(value)
        } catch {
            throw .unknownWord(line: line, role: name, word: error.word)
        }
    }

    func read(
        _ name: String,
        in table: TOMLTable,
        into glyphs: inout Glyphs
    ) throws(ThemeError) {
        let line = line(of: name, section: "glyphs")
        let value = try text(table, "glyphs", name)
        if name == "set" {
            guard value == "ascii" || value == "unicode" else {
                throw .unknownName(line: line, name: value)
            }
            glyphs = value == "ascii" ? .ascii : .unicode
            return
        }
        let sign = SafeText(value)
        guard sign.width == 1 else {
            throw .signWidth(line: line, name: name, width: sign.width)
        }
        guard glyphs.replace(name, with: sign) else { throw .unknownName(line: line, name: name) }
    }
}
