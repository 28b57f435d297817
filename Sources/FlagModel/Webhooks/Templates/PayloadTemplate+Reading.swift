import JSON

extension PayloadTemplate {
    /// Reads a template.
    ///
    /// - Throws: ``Fault``.
    public init(_ text: String) throws(Fault) {
        var reader = TemplateReader(text)
        parts = try reader.all()
    }
}

/// Takes a template apart.
private struct TemplateReader {
    private typealias Fault = PayloadTemplate.Fault
    private typealias Part = PayloadTemplate.Part
    private typealias Block = PayloadTemplate.Block

    private var rest: Substring
    private var line = 1
    /// Blocks that are not closed yet, with the line of each.
    private var open: [(block: Block, line: Int, isOtherwise: Bool)] = []
    private var parts: [Part] = []

    init(_ text: String) {
        rest = text[...]
    }

    mutating func all() throws(PayloadTemplate.Fault) -> [PayloadTemplate.Part] {
        while let place = rest.firstRange(of: "{{") {
            add(.text(String(rest[..<place.lowerBound])))
            skip(to: place.lowerBound)
            try readPlace()
        }
        if !rest.isEmpty { add(.text(String(rest))) }
        if let last = open.last {
            throw Fault(line: last.line, reason: "{{#\(last.block.kind.rawValue)}} has no end")
        }
        return parts
    }

    private mutating func skip(to end: Substring.Index) {
        line += rest[..<end].count { $0.isNewline }
        rest = rest[end...]
    }

    private mutating func add(_ part: Part) {
        if case .text("") = part { return }
        guard let last = open.indices.last else { return parts.append(part) }
        if open[last].isOtherwise {
            open[last].block.otherwise.append(part)
        } else {
            open[last].block.parts.append(part)
        }
    }

    // MARK: - One place

    private mutating func readPlace() throws(Fault) {
        let (begin, end) =
            rest.hasPrefix("{{!--")
            ? ("{{!--", "--}}") : rest.hasPrefix("{{{") ? ("{{{", "}}}") : ("{{", "}}")
        let start = rest.index(rest.startIndex, offsetBy: begin.count)
        guard let close = rest[start...].firstRange(of: end) else {
            throw Fault(line: line, reason: "\(begin) is not closed with \(end)")
        }
        let content = rest[start..<close.lowerBound]
        if begin != "{{!--", !content.hasPrefix("!") { try read(content) }
        skip(to: close.upperBound)
    }

    private mutating func read(_ content: Substring) throws(Fault) {
        var words = try self.words(content)
        guard let first = words.first else { throw Fault(line: line, reason: "{{}} is empty") }
        switch first.first {
        case "#": try begin(&words)
        case "/": try end(words)
        default:
            if words == ["else"] { return try turn() }
            if first == "json", words.count == 2 { return add(.json(try operand(words[1]))) }
            guard words.count == 1 else {
                let names = Block.Kind.allCases.map { "#\($0.rawValue)" }.joined(separator: ", ")
                throw Fault(
                    line: line,
                    reason: "{{\(content)}} is not understood; there are json, \(names)"
                )
            }
            add(.value(try operand(first)))
        }
    }

    private mutating func begin(_ words: inout [String]) throws(Fault) {
        // A blank may stand behind the sign.
        if words[0] == "#", words.count > 1 { words.replaceSubrange(0...1, with: ["#" + words[1]]) }
        let name = String(words[0].dropFirst())
        guard let kind = Block.Kind(rawValue: name) else {
            let names = Block.Kind.allCases.map { "#\($0.rawValue)" }.joined(separator: ", ")
            throw Fault(line: line, reason: "there is no {{#\(name)}}, only \(names)")
        }
        guard words.count == kind.operandCount + 1 else {
            let names = kind.operandCount == 1 ? "one name" : "two"
            throw Fault(line: line, reason: "behind {{#\(name) stands \(names)")
        }
        guard open.count < PayloadTemplate.depth else {
            throw Fault(line: line, reason: "more than \(PayloadTemplate.depth) blocks are open")
        }
        var operands: [PayloadTemplate.Operand] = []
        for word in words.dropFirst() { operands.append(try operand(word)) }
        open.append((Block(kind: kind, operands: operands), line, false))
    }

    private mutating func end(_ words: [String]) throws(Fault) {
        let name = words.joined().dropFirst()
        guard let last = open.last, last.block.kind.rawValue == name else {
            throw Fault(line: line, reason: "{{/\(name)}} ends nothing that is open")
        }
        open.removeLast()
        add(.block(last.block))
    }

    private mutating func turn() throws(Fault) {
        guard let last = open.indices.last, !open[last].isOtherwise else {
            throw Fault(line: line, reason: "{{else}} stands in no block, or twice in one")
        }
        open[last].isOtherwise = true
    }

    // MARK: - Words

    /// The words of a place; a text in quotation marks is one.
    private func words(_ content: Substring) throws(Fault) -> [String] {
        var words: [String] = []
        var rest = content
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if first == "\"" || first == "'" {
                guard let end = rest.dropFirst().firstIndex(of: first) else {
                    throw Fault(line: line, reason: "a text is not closed with \(first)")
                }
                words.append(String(rest[...end]))
                rest = rest[rest.index(after: end)...]
            } else {
                let word = rest.prefix { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
                words.append(String(word))
                rest = rest[word.endIndex...]
            }
        }
        return words
    }

    private func operand(_ word: String) throws(Fault) -> PayloadTemplate.Operand {
        if let first = word.first, first == "\"" || first == "'" {
            return .literal(.string(String(word.dropFirst().dropLast())))
        }
        if let number = Int(word) { return .literal(.integer(number)) }
        if word == "true" || word == "false" { return .literal(.bool(word == "true")) }
        if word.hasPrefix("@") {
            guard let name = PayloadTemplate.LoopName(rawValue: word) else {
                throw Fault(
                    line: line,
                    reason: "there is no \(word), only @index, @key, @first and @last"
                )
            }
            return .loop(name)
        }
        return try path(word)
    }

    private func path(_ word: String) throws(Fault) -> PayloadTemplate.Operand {
        var rest = word[...]
        var up = 0
        while rest.hasPrefix("../") {
            rest = rest.dropFirst(3)
            up += 1
        }
        if rest == ".." { return .path(up: up + 1, names: []) }
        if rest == "." || rest == "this" { return .path(up: up, names: []) }
        if rest.hasPrefix("this.") || rest.hasPrefix("this/") { rest = rest.dropFirst(5) }
        let names = rest.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "/" }
        guard names.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isOfName) }) else {
            throw Fault(line: line, reason: "\(word) is no name")
        }
        return .path(up: up, names: names.map(String.init))
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
}
