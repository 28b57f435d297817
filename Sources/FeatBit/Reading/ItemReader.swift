import FlagModel
import JSON

/// Reads one flag or segment, and notes what it read in another way than it was written.
struct ItemReader {
    let place: FeatBitProblem.Place
    private(set) var notes: [String] = []
    private var unknownFields: [String] = []

    init(place: FeatBitProblem.Place) {
        self.place = place
    }

    mutating func flag(_ value: JSONValue) throws(JSONShapeError) -> FeatBitFlag {
        let fields = try JSONFields(value)
        try checkIsWhole(fields)
        let key = try key(fields)
        let variations = try variations(fields)
        let ids = Set(variations.map(\.id))
        let flag = FeatBitFlag(
            place: place,
            id: try id(fields),
            key: key,
            name: try name(fields, else: key.text),
            description: try description(fields),
            owner: try fields.optionalText("flagdeckOwner"),
            purpose: try fields.optionalText("flagdeckPurpose"),
            kind: try fields.required("variationType", Self.kind),
            variations: variations,
            targets: try targets(fields, of: ids),
            rules: try fields.list("rules") { value throws(JSONShapeError) in
                try self.rule(value, of: ids)
            },
            defaultRule: try fields.required("fallthrough") { value throws(JSONShapeError) in
                try self.serving(value, knowing: [], of: ids)
            },
            isEnabled: try fields.bool("isEnabled"),
            offVariationID: try fields.required("disabledVariationId") {
                value throws(JSONShapeError) in try Self.variationID(value, of: ids)
            },
            countsEveryone: try fields.optionalBool("exptIncludeAllTargets") ?? true,
            reportsInsights: try fields.optionalBool("insightsEnabled"),
            tags: try tags(fields),
            isArchived: try fields.optionalBool("isArchived") ?? false,
            revision: try fields.optional("revision", Self.guid),
            createdAt: try fields.optional("createdAt", Self.moment),
            updatedAt: try fields.required("updatedAt", Self.moment),
            creatorID: try fields.optionalText("creatorId"),
            updaterID: try fields.optionalText("updatorId"),
            extras: extras(fields, but: Self.flagFields)
        )
        noteUnknownFields()
        return flag
    }

    mutating func audience(_ value: JSONValue) throws(JSONShapeError) -> FeatBitAudience {
        let fields = try JSONFields(value)
        let key = try fields.optionalText("key") ?? ""
        let audience = FeatBitAudience(
            place: place,
            id: try id(fields),
            key: key.isEmpty ? nil : try self.key(fields),
            name: try name(fields, else: key.isEmpty ? "Segment" : key),
            description: try description(fields),
            reach: try fields.optional("type", Self.reach),
            scopes: try fields.optional("scopes") { value throws(JSONShapeError) in
                try value.asList { element throws(JSONShapeError) in try element.asText() }
            },
            members: try customers(fields, "included"),
            excluded: try customers(fields, "excluded"),
            rules: try fields.list("rules") { value throws(JSONShapeError) in
                try self.audienceRule(value)
            },
            tags: try tags(fields),
            isArchived: try fields.optionalBool("isArchived") ?? false,
            createdAt: try fields.optional("createdAt", Self.moment),
            updatedAt: try fields.required("updatedAt", Self.moment),
            extras: extras(fields, but: Self.segmentFields)
        )
        noteUnknownFields()
        return audience
    }

    mutating func note(_ sentence: String) {
        let note = "\(place.item): \(sentence)"
        if !notes.contains(note) { notes.append(note) }
    }

    /// Remembers the fields of a part that Flagdeck has no word for.
    mutating func expect(_ known: Set<String>, in fields: JSONFields) {
        for member in fields.object.members
        where !known.contains(member.key) && !unknownFields.contains(member.key) {
            unknownFields.append(member.key)
        }
    }

    private mutating func noteUnknownFields() {
        guard !unknownFields.isEmpty else { return }
        let names = unknownFields.map { ReadableText.name($0) ?? "\"\"" }
        note("left out what Flagdeck does not know within it: \(Words.list(names, most: 5))")
    }

    /// FeatBit's pages of flags name them without saying who gets what.
    private func checkIsWhole(_ fields: JSONFields) throws(JSONShapeError) {
        guard fields.object["fallthrough"] == nil, fields.object["serves"] != nil else { return }
        throw JSONShapeError("comes from a list that leaves the rules out; export the whole flag")
    }

    private static let flagFields: Set = [
        "id", "envId", "revision", "name", "description", "key", "variationType", "variations",
        "targetUsers", "rules", "isEnabled", "disabledVariationId", "fallthrough",
        "exptIncludeAllTargets", "tags", "isArchived", "createdAt", "updatedAt", "creatorId",
        "updatorId", "insightsEnabled", "flagdeckOwner", "flagdeckPurpose",
    ]

    private static let segmentFields: Set = [
        "id", "envId", "name", "key", "description", "type", "scopes", "included", "excluded",
        "rules", "tags", "isArchived", "createdAt", "updatedAt",
    ]
}

// MARK: - Words

extension ItemReader {
    private func id(_ fields: JSONFields) throws(JSONShapeError) -> GUID {
        try fields.required("id", Self.guid)
    }

    private func key(_ fields: JSONFields) throws(JSONShapeError) -> Key {
        try fields.required("key") { value throws(JSONShapeError) in
            let text = try value.asText()
            guard let key = try? Key(text) else {
                throw JSONShapeError(
                    "should be 1 to \(Limits.keyLength.upperBound) letters, digits, \".\", \"_\" "
                        + "or \"-\""
                )
            }
            return key
        }
    }

    private mutating func name(
        _ fields: JSONFields,
        else fallback: String
    ) throws(JSONShapeError) -> String {
        let text = try fields.optionalText("name") ?? ""
        let name = ReadableText.name(text) ?? fallback
        if name != text { note("its name became \"\(name)\"") }
        return name
    }

    mutating func ruleName(_ fields: JSONFields) throws(JSONShapeError) -> String {
        let text = try fields.optionalText("name") ?? ""
        let name = ReadableText.name(text) ?? ""
        if name != text { note("the name of a rule became \"\(name)\"") }
        return name
    }

    private mutating func description(_ fields: JSONFields) throws(JSONShapeError) -> String? {
        guard let text = try fields.optionalText("description") else { return nil }
        let readable = ReadableText.withBlanks(text, keepsLines: true)
        if !readable.utf8.elementsEqual(text.utf8) {
            note("blanks took the place of characters of the description that are not for reading")
        }
        return readable
    }

    private mutating func tags(_ fields: JSONFields) throws(JSONShapeError) -> [String]? {
        let written = try fields.optional("tags") { value throws(JSONShapeError) in
            try value.asList { element throws(JSONShapeError) in try element.asText() }
        }
        guard let written else { return nil }
        var seen: Set<String> = []
        let tags = written.compactMap(ReadableText.name).filter { seen.insert($0).inserted }
        if tags != written { note("its tags were tidied up") }
        return tags
    }

    /// Whole numbers are stored as such, whatever way they were written in.
    private func extras(_ fields: JSONFields, but known: Set<String>) -> JSONObject {
        let rest = fields.object.members.filter { !known.contains($0.key) }
        return JSONObject(rest.map { JSONMember(key: $0.key, value: $0.value.withWholeNumbers) })
    }

    private static func kind(_ value: JSONValue) throws(JSONShapeError) -> ValueKind {
        guard let kind = ValueKind(rawValue: try value.asText()) else {
            throw JSONShapeError("should be boolean, string, number or json")
        }
        return kind
    }

    private static func reach(_ value: JSONValue) throws(JSONShapeError) -> Audience.Reach {
        guard let reach = Audience.Reach(rawValue: try value.asText()) else {
            throw JSONShapeError("should be environment-specific or shared")
        }
        return reach
    }

    private static func guid(_ value: JSONValue) throws(JSONShapeError) -> GUID {
        guard let id = GUID(try value.asText()) else {
            throw JSONShapeError("should be a GUID such as 5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7a21")
        }
        return id
    }

    /// A time in whole milliseconds: the wire has no finer ones.
    private static func moment(_ value: JSONValue) throws(JSONShapeError) -> Moment {
        guard let moment = Moment(try value.asText()) else {
            throw JSONShapeError("should be a time such as 2026-01-05T10:00:00.100Z")
        }
        let time = Moment(milliseconds: moment.milliseconds)
        guard Moment.stamps.contains(time) else {
            throw JSONShapeError("should be a time of the years 1970 to 9998")
        }
        return time
    }
}

extension JSONValue {
    fileprivate var withWholeNumbers: JSONValue {
        switch self {
        case .number(let number):
            Int(exactly: number).map(JSONValue.integer) ?? self
        case .array(let elements): .array(elements.map(\.withWholeNumbers))
        case .object(let object):
            .object(
                JSONObject(
                    object.members.map {
                        JSONMember(key: $0.key, value: $0.value.withWholeNumbers)
                    }
                )
            )
        default: self
        }
    }
}
