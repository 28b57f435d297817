/// Where the flags of a document lie: what a snapshot says about itself, so that the next start
/// need not look at every flag.
///
/// It is the first member of the document, a text of whole numbers with a blank behind each:
///
/// ```
/// {"index":"L  O N  B I K U A  B I K U A  …  O N  B I K U A  …","model":…
/// ```
///
/// | | |
/// |---|---|
/// | `L` | lists of flags, in the order of the environments that have one |
/// | `O` | where a list begins: its `[`, in bytes behind the comma after this text |
/// | `N` | flags in it |
/// | `B` | bytes of a flag; after each comes one `,` or `]` |
/// | `I` `K` `U` | where its id, its key and the time of its last change lie, from its `{` |
/// | `A` | 1 when a rule looks at an audience, else 0 |
///
/// It says only where something is, never what: ids and times are read from the flags themselves.
/// Whoever does not know it passes over it.
enum FlagIndex {
    /// The name of the member, as it stands in a document.
    private static let member: StaticString = "{\"index\":\""

    /// Finds the lists by the index of a document.
    ///
    /// - Returns: the lists, and the document without index and flags.
    /// - Throws: ``NotCanonical`` when there is no index, or the document is not as it says.
    static func lists(
        in bytes: UnsafeBufferPointer<UInt8>
    ) throws(NotCanonical) -> (lists: [StoredList], rest: [UInt8]) {
        var numbers = CanonicalReader(bytes)
        try numbers.need(member)
        let start = try end(of: bytes, from: numbers.offset)
        var lists: [StoredList] = []
        var rest = Array("{".utf8)
        var copied = start
        for _ in 0..<(try numbers.number()) {
            let (offset, count) = (try numbers.number(), try numbers.number())
            guard offset < bytes.count - start, start + offset >= copied else {
                throw NotCanonical()
            }
            var reader = CanonicalReader(bytes, at: start + offset)
            try reader.need("[")
            rest += bytes[copied..<reader.offset]
            lists.append(try list(of: count, &numbers, &reader))
            copied = reader.offset
            try reader.need("]")
        }
        try numbers.need("\",")
        rest += bytes[copied...]
        return (lists, rest)
    }

    /// Where the document goes on behind the index.
    private static func end(
        of bytes: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) throws(NotCanonical) -> Int {
        guard let quote = bytes[start...].firstIndex(of: UInt8(ascii: "\"")),
            quote + 1 < bytes.count, bytes[quote + 1] == UInt8(ascii: ",")
        else { throw NotCanonical() }
        return quote + 2
    }

    private static func list(
        of count: Int,
        _ numbers: inout CanonicalReader,
        _ reader: inout CanonicalReader
    ) throws(NotCanonical) -> StoredList {
        var list = StoredList()
        // A lie about the count must not cost memory: no flag has less than 100 bytes.
        list.found.reserve(min(count, reader.remaining / 100))
        for index in 0..<count {
            if index > 0 { try reader.need(",") }
            let start = reader.offset
            let places = try numbers.places()
            try reader.noteFlag(places, in: &list.found)
            try reader.move(to: start + Int(places.length))
        }
        return list
    }
}

extension CanonicalReader {
    /// The bytes that are left.
    fileprivate var remaining: Int { max(0, count - offset) }

    /// A number of the index, with the blank behind it.
    fileprivate mutating func number() throws(NotCanonical) -> Int {
        var (number, digits) = (0, 0)
        while case let digit = next &- 48, digit < 10 {
            number = number &* 10 &+ Int(digit)
            digits &+= 1
            pass()
        }
        // So many digits cannot overflow, and no place is further away.
        guard (1...12).contains(digits) else { throw NotCanonical() }
        try need(" ")
        return number
    }

    fileprivate mutating func places() throws(NotCanonical) -> FlagPlaces {
        var places = FlagPlaces()
        places.length = try place()
        places.id = try place()
        places.key = try place()
        places.updated = try place()
        places.looksAtAudiences = try number() == 1
        return places
    }

    private mutating func place() throws(NotCanonical) -> UInt32 {
        guard let place = UInt32(exactly: try number()) else { throw NotCanonical() }
        return place
    }

    /// Reads what is known of every flag from the flag that begins here.
    fileprivate mutating func noteFlag(
        _ places: FlagPlaces,
        in found: inout StoredFlags.Collector
    ) throws(NotCanonical) {
        let start = offset
        let end = start + Int(places.length)
        let isArchived = take("{\"archived\":true,")
        if !isArchived { try need("{") }
        guard places.id < places.key, places.key < places.updated,
            places.updated < places.length, end <= count
        else { throw NotCanonical() }
        try move(to: start + Int(places.id) - 5, "\"id\":")
        let id = try guid()
        try move(to: start + Int(places.key) - 6, "\"key\":")
        try move(to: start + Int(places.updated) - 10, "\"updated\":")
        let time = try moment()
        try move(to: end - 1, "}")
        found.note(id, time, isArchived: isArchived, places, at: start)
    }

    private mutating func move(to place: Int, _ text: StaticString) throws(NotCanonical) {
        try move(to: place)
        try need(text)
    }
}
