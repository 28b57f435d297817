import JSON

/// What a text of the model may be.
struct TextRule {
    let length: ClosedRange<Int>
    let countsBytes: Bool
    /// Whether line feeds and tabs are fine.
    let allowsLines: Bool

    static let name = TextRule(length: Limits.nameLength, countsBytes: false, allowsLines: false)
    static let optionalName = TextRule(
        length: 0...Limits.nameLength.upperBound,
        countsBytes: false,
        allowsLines: false
    )
    static let person = TextRule(
        length: Limits.personLength,
        countsBytes: false,
        allowsLines: false
    )
    static let optionalPerson = TextRule(
        length: 0...Limits.personLength.upperBound,
        countsBytes: false,
        allowsLines: false
    )
    static let text = TextRule(length: Limits.textBytes, countsBytes: true, allowsLines: true)
    static let tag = TextRule(length: Limits.tagLength, countsBytes: false, allowsLines: false)
    static let foreignID = TextRule(
        length: Limits.foreignIDBytes,
        countsBytes: true,
        allowsLines: false
    )
    static let eventName = TextRule(
        length: Limits.eventNameBytes,
        countsBytes: true,
        allowsLines: false
    )
    static let attribute = TextRule(
        length: Limits.attributeNameBytes,
        countsBytes: true,
        allowsLines: false
    )

    /// The first thing wrong with a text, or `nil`.
    func problem(in text: String) -> Refusal.TextProblem? {
        let count = countsBytes ? text.utf8.count : text.unicodeScalars.count
        if count > length.upperBound { return .tooLong(limit: length.upperBound) }
        if length.lowerBound > 0, Self.isBlank(text) { return .empty }
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        if isPlain { return nil }
        let unreadable = text.unicodeScalars.first { scalar in
            !(allowsLines && (scalar == "\n" || scalar == "\t" || scalar == "\r"))
                && Self.isUnreadable(scalar)
        }
        return unreadable.map { .unreadable($0.value) }
    }

    /// Whether there is nothing to see: blanks of any script, and joiners without neighbours.
    ///
    /// Line feeds count only where `text` may hold them; elsewhere they are unreadable.
    static func isBlank(_ text: String, lines: Bool = false) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.generalCategory == .spaceSeparator || isJoiner(scalar)
                || lines && scalar.properties.isWhitespace
        }
    }

    func check(_ text: String, of kind: Refusal.Kind) throws(Refusal) {
        if let problem = problem(in: text) { throw .badName(kind, problem) }
    }

    func check(_ text: String, field: String) throws(Refusal) {
        if let problem = problem(in: text) { throw .badText(field: field, problem) }
    }

    static func checkTags(_ tags: [String], of name: String) throws(Refusal) {
        guard Limits.tagCount.contains(tags.count) else {
            throw .tooMany("tags of \"\(name)\"", limit: Limits.tagCount.upperBound)
        }
        for tag in tags { try TextRule.tag.check(tag, field: "tag of \"\(name)\"") }
        guard Set(tags).count == tags.count else { throw .duplicate("a tag", in: "\"\(name)\"") }
    }

    static func checkExtras(_ extras: JSONObject, of name: String) throws(Refusal) {
        guard !extras.members.isEmpty else { return }
        let rest = JSONValue.object(extras)
        guard !rest.isNested(deeperThan: Limits.extrasDepth.upperBound) else {
            throw .tooMany(
                "lists and objects inside each other in the rest of what was imported with "
                    + "\"\(name)\"",
                limit: Limits.extrasDepth.upperBound
            )
        }
        let size = rest.canonicalBytes().count
        guard Limits.extrasBytes.contains(size) else {
            throw .badText(
                field: "rest of what was imported with \"\(name)\"",
                .tooLong(limit: Limits.extrasBytes.upperBound)
            )
        }
    }

    /// Controls, and characters that reorder or hide others; joiners belong to scripts and emoji.
    static func isUnreadable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse:
            true
        case .format: !isJoiner(scalar)
        default: false
        }
    }

    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0x200C || scalar.value == 0x200D
    }
}
