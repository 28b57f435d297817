/// Where the flags of a document lie and what lists need of them: what a snapshot says about
/// itself, so that the next start need not look at any flag.
///
/// It is the first member of the document, a text of numbers and ids with a blank behind each:
///
/// ```
/// {"flags":"S L  O N  B I K U A G T  B I K U A G T  …  O N  B I K U A G T  …","model":…
/// ```
///
/// | | |
/// |---|---|
/// | `S` | bytes of this text that follow the blank behind this number |
/// | `L` | lists of flags, in the order of the environments that have one |
/// | `O` | where a list begins: its `[`, in bytes behind the comma after this text |
/// | `N` | flags in it |
/// | `B` | bytes of a flag; after each comes one `,` or `]` |
/// | `I` `K` `U` | where its id, its key and the time of its last change lie, from its `{` |
/// | `A` | 1 when a rule looks at an audience, 2 when the flag is archived, 3 for both, else 0 |
/// | `G` | its id: 32 hexadecimal digits |
/// | `T` | the time of its last change, in microseconds |
///
/// Whoever does not know it passes over it.
enum FlagIndex {
    /// The name of the member, as it stands in a document.
    private static let member: StaticString = "{\"flags\":\""
    /// Bytes in which the member's name and its first number are found.
    private static let beginBytes = 64

    /// The member with a text, and what follows it.
    static func text(lists: Int, _ rest: [UInt8]) -> [UInt8] {
        let text = Array("\(lists) ".utf8) + rest
        return Array("\(text.count) ".utf8) + text
    }

    /// Finds the lists by the index of a document.
    ///
    /// - Returns: the lists, and the document without index and flags.
    /// - Throws: ``NotCanonical`` when there is no index, the document is not as it says, or some
    ///   of it cannot be read.
    static func lists(
        in source: DocumentSource
    ) throws(NotCanonical) -> (lists: [StoredList], rest: [UInt8]) {
        let text = try text(of: source)
        guard let bytes = source.bytes(text.start..<text.end) else { throw NotCanonical() }
        var gatherer = Gatherer(source, behind: text.end + 2)
        let result = bytes.withUnsafeBufferPointer { bytes in
            Result { () throws(NotCanonical) in
                var numbers = CanonicalReader(bytes)
                try gatherer.read(&numbers)
                guard numbers.isAtEnd else { throw NotCanonical() }
            }
        }
        try result.get()
        return (gatherer.lists, gatherer.rest)
    }

    /// Where the text of the index lies, from its second number to the quote behind it.
    private static func text(
        of source: DocumentSource
    ) throws(NotCanonical) -> (start: Int, end: Int) {
        guard let begin = source.bytes(0..<min(source.count, beginBytes)) else {
            throw NotCanonical()
        }
        let result = begin.withUnsafeBufferPointer { bytes in
            Result { () throws(NotCanonical) in
                var reader = CanonicalReader(bytes)
                try reader.need(member)
                let count = try reader.number()
                return (reader.offset, reader.offset + count)
            }
        }
        let (start, end) = try result.get()
        guard let close = source.bytes(end..<end + 2), close.elementsEqual("\",".utf8) else {
            throw NotCanonical()
        }
        return (start, end)
    }
}

/// Follows an index through a document.
private struct Gatherer {
    private let source: DocumentSource
    /// Where the document goes on behind the index.
    private let start: Int
    /// What comes before this place is in ``rest``.
    private var copied: Int
    private(set) var lists: [StoredList] = []
    private(set) var rest = Array("{".utf8)

    init(_ source: DocumentSource, behind start: Int) {
        self.source = source
        (self.start, copied) = (start, start)
    }

    mutating func read(_ numbers: inout CanonicalReader) throws(NotCanonical) {
        for _ in 0..<(try numbers.number()) {
            let (offset, count) = (try numbers.number(), try numbers.number())
            guard start + offset >= copied else { throw NotCanonical() }
            let begin = start + offset
            try copy(to: begin + 1)
            guard rest.last == UInt8(ascii: "[") else { throw NotCanonical() }
            let list = try list(of: count, from: begin + 1, &numbers)
            lists.append(list.list)
            guard source.bytes(list.end..<list.end + 1)?.first == UInt8(ascii: "]") else {
                throw NotCanonical()
            }
            copied = list.end
        }
        try copy(to: source.count)
    }

    private mutating func copy(to end: Int) throws(NotCanonical) {
        guard copied <= end, let bytes = source.bytes(copied..<end) else { throw NotCanonical() }
        rest += bytes
        copied = end
    }

    private func list(
        of count: Int,
        from start: Int,
        _ numbers: inout CanonicalReader
    ) throws(NotCanonical) -> (list: StoredList, end: Int) {
        var list = StoredList()
        // A lie about the count must not cost memory: no flag has less than 100 bytes.
        list.found.reserve(min(count, source.count / 100))
        var place = start
        for index in 0..<count {
            if index > 0 { place += 1 }
            let outline = try numbers.outline()
            guard place + Int(outline.places.length) < source.count else { throw NotCanonical() }
            list.found.note(
                outline.id,
                outline.time,
                isArchived: outline.isArchived,
                outline.places,
                at: place
            )
            place += Int(outline.places.length)
        }
        return (list, place)
    }
}

extension CanonicalReader {
    /// A number of the index, with the blank behind it.
    fileprivate mutating func number() throws(NotCanonical) -> Int {
        var (number, digits) = (0, 0)
        while case let digit = next &- 48, digit < 10 {
            number = number &* 10 &+ Int(digit)
            digits &+= 1
            pass()
        }
        // So many digits cannot overflow; no place is further away, and no time is later.
        guard (1...18).contains(digits) else { throw NotCanonical() }
        try need(" ")
        return number
    }

    /// What the index says of one flag.
    fileprivate mutating func outline() throws(NotCanonical) -> (
        id: GUID, time: Moment, isArchived: Bool, places: FlagPlaces
    ) {
        var places = FlagPlaces()
        places.length = try place()
        places.id = try place()
        places.key = try place()
        places.updated = try place()
        let marks = try number()
        guard marks < 4, places.id < places.key, places.key < places.updated,
            places.updated < places.length
        else { throw NotCanonical() }
        places.looksAtAudiences = marks & 1 == 1
        let id = try bareGUID()
        try need(" ")
        let isNegative = take("-")
        let microseconds = Int64(try number())
        guard Moment.range.contains(isNegative ? -microseconds : microseconds) else {
            throw NotCanonical()
        }
        let time = Moment(microseconds: isNegative ? -microseconds : microseconds)
        return (id, time, marks & 2 == 2, places)
    }

    private mutating func place() throws(NotCanonical) -> UInt32 {
        guard let place = UInt32(exactly: try number()) else { throw NotCanonical() }
        return place
    }
}
