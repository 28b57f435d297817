import FlagModel
import JSON

/// Finds the flags and segments in files and reads them, one after another.
struct DocumentReader {
    private(set) var flags: [FeatBitFlag] = []
    private(set) var audiences: [FeatBitAudience] = []
    private(set) var notes: [String] = []
    private var flagIDs: [GUID: FeatBitProblem.Place] = [:]
    private var flagKeys: [Key: FeatBitProblem.Place] = [:]
    private var audienceIDs: [GUID: FeatBitProblem.Place] = [:]
    private var audienceKeys: [Key: FeatBitProblem.Place] = [:]

    private enum Kind: String {
        case flag, segment
    }

    mutating func read(_ bytes: [UInt8], named file: String) throws(FeatBitProblem) {
        guard bytes.count <= FeatBitDocument.maximumFileBytes else { throw .tooLarge(file: file) }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes, limits: .importedFile)
        } catch {
            let (line, column) = error.position(in: bytes)
            throw .notJSON(file: file, line: line, column: column, reason: error.message)
        }
        try collect(value, in: file, path: "")
    }

    /// Looks for flags and segments in a document, however it is wrapped.
    private mutating func collect(
        _ value: JSONValue,
        in file: String,
        path: String
    ) throws(FeatBitProblem) {
        switch value {
        case .array: try collectList(value, of: nil, in: file, path: path)
        case .object(let object): try collect(object, value, in: file, path: path)
        default:
            let reason = "should hold flags and segments, not \(value.typeName)"
            throw .notFeatBit(file: file, path: path, reason: reason)
        }
    }

    private mutating func collect(
        _ object: JSONObject,
        _ value: JSONValue,
        in file: String,
        path: String
    ) throws(FeatBitProblem) {
        try checkMessage(object, in: file, path: path)
        let (flags, segments) = (object["featureFlags"], object["segments"])
        if flags != nil || segments != nil {
            if let segments {
                try collectList(segments, of: .segment, in: file, path: path + ".segments")
            }
            if let flags {
                try collectList(flags, of: .flag, in: file, path: path + ".featureFlags")
            }
        } else if Self.kind(of: object) != nil {
            try collectItem(value, of: nil, in: file, path: path, number: 1)
        } else if let data = object["data"] {
            try collect(data, in: file, path: path + ".data")
        } else if let items = object["items"] {
            try collectList(items, of: nil, in: file, path: path + ".items")
        } else {
            throw .notFeatBit(file: file, path: Self.trimmed(path), reason: Self.expectation)
        }
    }

    private func checkMessage(
        _ object: JSONObject,
        in file: String,
        path: String
    ) throws(FeatBitProblem) {
        if let type = object["messageType"], type != "data-sync" {
            let reason = "is another message than data-sync, which is the one that holds flags"
            throw .notFeatBit(file: file, path: Self.trimmed(path), reason: reason)
        }
        if object["userKeyId"] != nil {
            let reason = """
                holds the answers for one customer, not the flags; ask with the Server Key instead \
                of the Client Key
                """
            throw .notFeatBit(file: file, path: Self.trimmed(path), reason: reason)
        }
    }

    private mutating func collectList(
        _ value: JSONValue,
        of kind: Kind?,
        in file: String,
        path: String
    ) throws(FeatBitProblem) {
        if value == .null { return }
        guard case .array(let elements) = value else {
            let reason = "should be a list, not \(value.typeName)"
            throw .notFeatBit(file: file, path: Self.trimmed(path), reason: reason)
        }
        for (index, element) in elements.enumerated() {
            try collectItem(
                element,
                of: kind,
                in: file,
                path: path + "[\(index)]",
                number: index + 1
            )
        }
    }

    private mutating func collectItem(
        _ value: JSONValue,
        of expected: Kind?,
        in file: String,
        path: String,
        number: Int
    ) throws(FeatBitProblem) {
        guard case .object(let object) = value, let kind = expected ?? Self.kind(of: object) else {
            throw .notFeatBit(file: file, path: Self.trimmed(path), reason: Self.expectation)
        }
        let place = Self.place(of: object, kind, number, in: file)
        switch kind {
        case .flag:
            try add(
                try read(at: place) { reader throws(JSONShapeError) in try reader.flag(value) }
            )
        case .segment:
            try add(
                try read(at: place) { reader throws(JSONShapeError) in try reader.audience(value) }
            )
        }
    }

    private mutating func read<Item>(
        at place: FeatBitProblem.Place,
        _ read: (inout ItemReader) throws(JSONShapeError) -> Item
    ) throws(FeatBitProblem) -> Item {
        var reader = ItemReader(place: place)
        do {
            let item = try read(&reader)
            notes += reader.notes
            return item
        } catch {
            throw .malformed(place.at(error.pathText), reason: error.message)
        }
    }

    private mutating func add(_ flag: FeatBitFlag) throws(FeatBitProblem) {
        if let earlier = flagIDs.updateValue(flag.place, forKey: flag.id) {
            throw .duplicate(flag.place.at("id"), what: "id", earlier: earlier)
        }
        if let earlier = flagKeys.updateValue(flag.place, forKey: flag.key) {
            throw .duplicate(flag.place.at("key"), what: "key", earlier: earlier)
        }
        flags.append(flag)
    }

    private mutating func add(_ audience: FeatBitAudience) throws(FeatBitProblem) {
        if let earlier = audienceIDs.updateValue(audience.place, forKey: audience.id) {
            throw .duplicate(audience.place.at("id"), what: "id", earlier: earlier)
        }
        if let key = audience.key,
            let earlier = audienceKeys.updateValue(audience.place, forKey: key)
        {
            throw .duplicate(audience.place.at("key"), what: "key", earlier: earlier)
        }
        audiences.append(audience)
    }

    // MARK: - What is what

    private static let expectation =
        "is neither a whole flag nor a whole segment, nor a list or a data-sync message of them"

    /// What an object is, by the fields that only one kind has.
    private static func kind(of object: JSONObject) -> Kind? {
        let flagFields = ["fallthrough", "variationType", "disabledVariationId", "targetUsers"]
        if flagFields.contains(where: { object[$0] != nil }) { return .flag }
        let segmentFields = ["included", "excluded", "rules"]
        return segmentFields.contains { object[$0] != nil } ? .segment : nil
    }

    private static func place(
        of object: JSONObject,
        _ kind: Kind,
        _ number: Int,
        in file: String
    ) -> FeatBitProblem.Place {
        for field in ["name", "key"] {
            guard case .string(let text)? = object[field],
                let name = ReadableText.name(text)
            else { continue }
            return FeatBitProblem.Place(file: file, item: "the \(kind.rawValue) \"\(name)\"")
        }
        return FeatBitProblem.Place(file: file, item: "\(kind.rawValue) number \(number)")
    }

    /// A path without the point in front of its first step.
    private static func trimmed(_ path: String) -> String {
        path.hasPrefix(".") ? String(path.dropFirst()) : path
    }
}
