import FlagModel
import JSON

/// A case of an enumeration as a list: its name, then what it carries, each in its place.
struct CaseParts {
    let name: String
    private let values: [JSONValue]

    init(_ json: JSONValue) throws(JSONShapeError) {
        let list = try json.asList { value throws(JSONShapeError) in value }
        guard let first = list.first else { throw JSONShapeError("is empty") }
        name = try first.asText()
        values = Array(list.dropFirst())
    }

    var unknown: JSONShapeError { JSONShapeError("is a word that this version does not know") }

    func value(_ index: Int) throws(JSONShapeError) -> JSONValue {
        guard values.indices.contains(index) else { throw JSONShapeError("ends too early") }
        return values[index]
    }

    func text(_ index: Int) throws(JSONShapeError) -> String { try value(index).asText() }

    func integer(_ index: Int) throws(JSONShapeError) -> Int { try value(index).asCount() }

    func texts(_ index: Int) throws(JSONShapeError) -> [String] {
        try value(index).asList { value throws(JSONShapeError) in try value.asText() }
    }

    func word<Word: RawRepresentable<String>>(
        _ index: Int,
        _ type: Word.Type
    ) throws(JSONShapeError) -> Word {
        try value(index).asWord(type)
    }
}
