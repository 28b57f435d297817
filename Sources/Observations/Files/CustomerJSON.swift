import FlagAPI
import JSON

/// Customers in a JSON file of any of the three shapes.
struct CustomerJSON {
    /// The file as the person named it.
    let file: String
    /// Its content; the first byte after blanks opens an object or a list.
    let bytes: [UInt8]

    /// Every customer of the file.
    func customers() throws(CustomerFileProblem) -> [Customer] {
        switch try firstLine() {
        case .object(let object)? where object["users"] == nil: try fromLines()
        default: try fromDocument()
        }
    }

    /// The first line that holds anything, as a value; `nil` when it ends in the middle of one,
    /// because then the whole file is one document.
    private func firstLine() throws(CustomerFileProblem) -> JSONValue? {
        for (index, line) in lines.enumerated() where !Self.isBlank(line) {
            switch Self.parse(Array(line)) {
            case .success(let value): return value
            case .failure(let error) where error.reason == .endsEarly: return nil
            case .failure(let error): throw problem(.line(index + 1), .notJSON(error.message))
            }
        }
        return nil
    }

    private func fromLines() throws(CustomerFileProblem) -> [Customer] {
        var collector = CustomerCollector(file: file)
        for (index, line) in lines.enumerated() where !Self.isBlank(line) {
            let place = CustomerFileProblem.Place.line(index + 1)
            switch Self.parse(Array(line)) {
            case .success(let value):
                switch Self.draft(in: value) {
                case .success(let draft): try draft.add(to: &collector, at: place)
                case .failure(let error): throw problem(place, .shape(Self.words(for: error)))
                }
            case .failure(let error): throw problem(place, .notJSON(error.message))
            }
        }
        return try collector.finished()
    }

    private func fromDocument() throws(CustomerFileProblem) -> [Customer] {
        var collector = CustomerCollector(file: file)
        let (list, path) = try listOfCustomers()
        for (index, value) in list.enumerated() {
            let path = "\(path)[\(index)]"
            switch Self.draft(in: value) {
            case .success(let draft): try draft.add(to: &collector, at: .path(path))
            case .failure(let error):
                let inner = error.pathText
                let isKey = !inner.isEmpty && !inner.hasPrefix("[")
                throw problem(
                    .path(path + (isKey ? "." : "") + inner),
                    .shape("this " + error.message)
                )
            }
        }
        return try collector.finished()
    }

    /// The customers of the document, and what to call their list in a message.
    private func listOfCustomers() throws(CustomerFileProblem) -> ([JSONValue], path: String) {
        let document: JSONValue
        switch Self.parse(bytes) {
        case .success(let value): document = value
        case .failure(let error):
            throw problem(.line(error.position(in: bytes).line), .notJSON(error.message))
        }
        if case .array(let list) = document { return (list, "customers") }
        guard case .object(let object) = document, case .array(let list)? = object["users"] else {
            throw problem(
                .whole,
                .shape("it holds neither a list \"users\" nor one customer on each line")
            )
        }
        return (list, "users")
    }

    private var lines: LineSequence {
        let start = bytes.starts(with: CustomerFile.byteOrderMark) ? 3 : 0
        return LineSequence(bytes: bytes[start...])
    }

    private func problem(
        _ place: CustomerFileProblem.Place,
        _ reason: CustomerFileProblem.Reason
    ) -> CustomerFileProblem {
        CustomerFileProblem(file: file, place: place, reason: reason)
    }

    private static func parse(_ bytes: [UInt8]) -> Result<JSONValue, JSONError> {
        Result { () throws(JSONError) in try JSONValue(parsing: bytes, limits: .importedFile) }
    }

    private static func draft(in value: JSONValue) -> Result<CustomerDraft, JSONShapeError> {
        Result { () throws(JSONShapeError) in try CustomerDraft(value) }
    }

    private static func words(for error: JSONShapeError) -> String {
        error.path.isEmpty ? "this \(error.message)" : "\"\(error.pathText)\" \(error.message)"
    }

    private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
        line.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }
}

/// A customer as a JSON object tells it, before its limits are checked.
private struct CustomerDraft {
    private let key: String
    private let name: String
    private var attributes: [String: String]

    init(_ value: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(value)
        let spelling = ["key", "keyId", "id"].first { fields.object[$0] != nil } ?? "key"
        key = try fields.required(spelling) { value throws(JSONShapeError) in
            guard let text = try Self.text(value) else { return try value.asText() }
            return text
        }
        name = try fields.optionalText("name") ?? ""
        attributes = try fields.optional("attributes", Self.attributes) ?? [:]
        let properties = try fields.list("customizedProperties") {
            value throws(JSONShapeError) in
            let property = try JSONFields(value)
            let text = try property.optional("value") { value throws(JSONShapeError) in
                try Self.text(value)
            }
            return (name: try property.text("name"), text: text ?? nil)
        }
        for property in properties { attributes[property.name] = property.text }
    }

    func add(
        to collector: inout CustomerCollector,
        at place: CustomerFileProblem.Place
    ) throws(CustomerFileProblem) {
        try collector.add(key: key, name: name, attributes: attributes, at: place)
    }

    private static func attributes(
        in value: JSONValue
    ) throws(JSONShapeError) -> [String: String] {
        var attributes: [String: String] = [:]
        for member in try JSONFields(value).object.members {
            do throws(JSONShapeError) {
                attributes[member.key] = try text(member.value)
            } catch {
                throw error.inside(.key(member.key))
            }
        }
        return attributes
    }

    /// A value as the text that flags are matched with; `nil` for `null`.
    private static func text(_ value: JSONValue) throws(JSONShapeError) -> String? {
        switch value {
        case .null: nil
        case .string(let text): text
        case .bool, .integer, .number: value.lineText()
        case .array, .object:
            throw JSONShapeError("should be text, a number or true or false, not \(value.typeName)")
        }
    }
}
