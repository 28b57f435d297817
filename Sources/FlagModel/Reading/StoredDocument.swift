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
/// The places come from the document's own member `index` where it has one (``FlagIndex``), and
/// otherwise from a look at every byte, which is also how every flag is checked.
public struct StoredDocument: Sendable {
    /// The document without flags: the list of each environment that has some is empty.
    public let rest: JSONValue
    /// The flags of each environment that has some, in order of the environments; `nil` when the
    /// document is read the long way, and ``rest`` is all of it.
    private let lists: [StoredList]?
    private let bytes: ArraySlice<UInt8>
    private let rebuild: @Sendable () -> Model?

    /// Opens a document.
    ///
    /// - Parameters:
    ///   - bytes: the document; it stays in memory as long as one of its flags does.
    ///   - rebuild: builds the same model from elsewhere, for the case that the index lied.
    ///     Without it the index is not used, and every flag is checked.
    /// - Throws: ``JSONError`` when it is no JSON.
    public init(
        _ bytes: ArraySlice<UInt8>,
        rebuild: (@Sendable () -> Model?)? = nil
    ) throws(JSONError) {
        self.bytes = bytes
        self.rebuild = rebuild ?? { nil }
        let found = bytes.withUnsafeBufferPointer { all in
            (rebuild == nil ? nil : try? FlagIndex.lists(in: all))
                ?? (try? StoredList.lists(in: all))
        }
        lists = found?.lists
        let rest = found?.rest
        let result = bytes.withUnsafeBufferPointer { all in
            Result { () throws(JSONError) in
                guard let rest else { return try JSONValue(parsing: all) }
                return try JSONValue(parsing: rest)
            }
        }
        self.rest = try result.get()
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
                return try StoredFlags(list.found, in: bytes, else: rebuilding)
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

/// Walks along `model.environments[].flags`, also inside a `snapshot`, and passes over the rest.
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
