public import JSON

/// A JSON document that holds a model, with the flags left where they are.
///
/// Most of a large document is flags, and most flags are not looked at. So only their places are
/// found here; everything else is read as any document is:
///
/// ```swift
/// let document = try StoredDocument(bytes)
/// let fields = try JSONFields(document.rest)
/// let model = try fields.required("model") { try document.model($0) }
/// ```
///
/// The places come from the document's own member `flags` where it has one (``FlagIndex``), and
/// otherwise from a look at every byte, which is also how every flag is checked.
public struct StoredDocument: Sendable {
    /// The document without flags: the list of each environment that has some is empty.
    public let rest: JSONValue
    /// The flags of each environment that has some, in order of the environments; `nil` when the
    /// document is read the long way, and ``rest`` is all of it.
    private let lists: [StoredList]?
    private let source: DocumentSource
    private let rebuild: @Sendable () -> Model?

    /// Opens a document that is in memory; see ``init(_:rebuild:)-(DocumentSource,_)``.
    public init(
        _ bytes: ArraySlice<UInt8>,
        rebuild: (@Sendable () -> Model?)? = nil
    ) throws(JSONError) {
        try self.init(DocumentSource(bytes), rebuild: rebuild)
    }

    /// Opens a document.
    ///
    /// - Parameters:
    ///   - source: the document; it is kept as long as one of its flags is.
    ///   - rebuild: builds the same model from elsewhere, for the case that the index lied or that
    ///     some of the document cannot be read any more. Without it the index is not used, and
    ///     every flag is checked.
    /// - Throws: ``JSONError`` when it is no JSON, or cannot be read.
    public init(
        _ source: DocumentSource,
        rebuild: (@Sendable () -> Model?)?
    ) throws(JSONError) {
        self.rebuild = rebuild ?? { nil }
        if rebuild != nil, let found = try? FlagIndex.lists(in: source) {
            (self.source, lists) = (source, found.lists)
            rest = try JSONValue(parsing: found.rest)
            return
        }
        // Every byte is looked at, so all of it is taken into memory.
        let bytes = source.bytes(0..<source.count) ?? []
        self.source = DocumentSource(bytes)
        let found = bytes.withUnsafeBufferPointer { try? StoredList.lists(in: $0) }
        lists = found?.lists
        let result = bytes.withUnsafeBufferPointer { all in
            Result { () throws(JSONError) in
                guard let rest = found?.rest else { return try JSONValue(parsing: all) }
                return try JSONValue(parsing: rest)
            }
        }
        rest = try result.get()
    }

    /// Reads the member of ``rest`` that is the model, with its flags.
    ///
    /// - Throws: ``JSONShapeError`` when it is not one that this version knows.
    public func model(_ json: JSONValue) throws(JSONShapeError) -> Model {
        guard let lists else { return try Model(json: json) }
        var waiting = lists[...]
        let model = try Model(json: json) { environment throws(JSONShapeError) in
            guard let list = waiting.popFirst() else {
                throw JSONShapeError("has more lists of flags than were found")
            }
            do {
                let rebuilding = Rebuilding(environment, rebuild)
                return try StoredFlags(list.found, in: source, else: rebuilding)
            } catch {
                throw JSONShapeError("has flags that are not in order")
            }
        }
        guard waiting.isEmpty else { throw JSONShapeError("has lists of flags in other places") }
        return model
    }
}

/// One environment's list of flags in a document.
struct StoredList: Sendable {
    /// Where its flags lie, from the start of the document.
    var found = StoredFlags.Collector()

    /// Looks through a document for the lists of flags, and checks every flag.
    ///
    /// - Returns: the lists, and the document with nothing in them.
    /// - Throws: ``NotCanonical`` when it is not written as this program does.
    static func lists(
        in bytes: UnsafeBufferPointer<UInt8>
    ) throws(NotCanonical) -> (lists: [StoredList], rest: [UInt8]) {
        var scan = DocumentScan(bytes)
        try scan.run()
        return (scan.lists, scan.rest)
    }
}

/// Walks along `model.environments[].flags`, also inside a `snapshot` or an `answer` that has a
/// `picture`, and passes over the rest.
private struct DocumentScan {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var reader: CanonicalReader
    private(set) var lists: [StoredList] = []
    private(set) var rest: [UInt8] = []
    /// What comes before this place is in ``rest``.
    private var copied = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        reader = CanonicalReader(bytes)
    }

    mutating func run() throws(NotCanonical) {
        try object { scan throws(NotCanonical) in
            if scan.reader.take("\"answer\":{\"picture\":") {
                try scan.object { scan throws(NotCanonical) in try scan.model() }
                return try scan.passRest()
            }
            guard scan.reader.take("\"snapshot\":") else { return try scan.model() }
            try scan.object { scan throws(NotCanonical) in try scan.model() }
            return true
        }
        guard reader.isAtEnd else { throw NotCanonical() }
        rest += bytes[copied...]
    }

    private mutating func model() throws(NotCanonical) -> Bool {
        guard reader.take("\"model\":") else { return false }
        try object { scan throws(NotCanonical) in try scan.environments() }
        return true
    }

    /// The members of an object: those that `read` does not take are passed over.
    private mutating func object(
        _ read: (inout DocumentScan) throws(NotCanonical) -> Bool
    ) throws(NotCanonical) {
        try reader.need("{")
        if reader.take("}") { return }
        repeat {
            if try read(&self) { continue }
            try reader.skipText()
            try reader.need(":")
            try reader.skip()
        } while reader.take(",")
        try reader.need("}")
    }

    /// Passes over what an object still has behind a member.
    private mutating func passRest() throws(NotCanonical) -> Bool {
        while reader.take(",") {
            try reader.skipText()
            try reader.need(":")
            try reader.skip()
        }
        try reader.need("}")
        return true
    }

    private mutating func environments() throws(NotCanonical) -> Bool {
        guard reader.take("\"environments\":") else { return false }
        if reader.take("[]") { return true }
        try reader.need("[")
        repeat {
            var hasFlags = false
            try object { scan throws(NotCanonical) in
                guard scan.reader.take("\"flags\":") else { return false }
                guard !hasFlags else { throw NotCanonical() }
                hasFlags = true
                try scan.flags()
                return true
            }
        } while reader.take(",")
        try reader.need("]")
        return true
    }

    private mutating func flags() throws(NotCanonical) {
        try reader.need("[")
        rest += bytes[copied..<reader.offset]
        var list = StoredList()
        repeat {
            let start = reader.offset
            var places = FlagPlaces()
            let flag = try Flag(&reader, noting: &places)
            list.found.note(
                flag.id,
                flag.updatedAt,
                isArchived: flag.isArchived,
                places,
                at: start
            )
        } while reader.take(",")
        copied = reader.offset
        try reader.need("]")
        lists.append(list)
    }
}
