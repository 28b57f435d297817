import FlagModel
import JSON

/// Who gets what: versions, customers by name, rules and their conditions.
extension ItemReader {
    mutating func variations(_ fields: JSONFields) throws(JSONShapeError) -> [FeatBitVariation] {
        var ids: Set<String> = []
        let variations = try fields.list("variations") { value throws(JSONShapeError) in
            let fields = try JSONFields(value)
            self.expect(["id", "name", "value"], in: fields)
            let id = try fields.text("id")
            guard ids.insert(id).inserted else {
                throw JSONShapeError("is the id of another version too").inside(.key("id"))
            }
            let written = try fields.optionalText("name") ?? ""
            let name = ReadableText.name(written)
            if let name, name != written { self.note("the name of a version became \"\(name)\"") }
            return FeatBitVariation(id: id, name: name, value: try fields.text("value"))
        }
        guard !variations.isEmpty else {
            throw JSONShapeError("should be a list of at least one version")
                .inside(.key("variations"))
        }
        return variations
    }

    mutating func targets(
        _ fields: JSONFields,
        of variationIDs: Set<String>
    ) throws(JSONShapeError) -> [Target] {
        var lists: Set<String> = []
        return try fields.list("targetUsers") { value throws(JSONShapeError) in
            let fields = try JSONFields(value)
            self.expect(["keyIds", "variationId"], in: fields)
            let id = try fields.required("variationId") { value throws(JSONShapeError) in
                try Self.variationID(value, of: variationIDs)
            }
            guard lists.insert(id).inserted else {
                throw JSONShapeError("has a list of customers already").inside(.key("variationId"))
            }
            return Target(variationID: id, customers: try self.customers(fields, "keyIds"))
        }
    }

    /// Customers by name, without empty keys, which are nobody's.
    mutating func customers(
        _ fields: JSONFields,
        _ name: String
    ) throws(JSONShapeError) -> [CustomerKey] {
        var emptyCount = 0
        let keys = try fields.list(name) { value throws(JSONShapeError) -> CustomerKey? in
            let text = try value.asText()
            if let key = try? CustomerKey(text) { return key }
            guard text.isEmpty else {
                let limit = Limits.customerKeyBytes.upperBound
                throw JSONShapeError("is a customer's key of more than \(limit) bytes")
            }
            emptyCount += 1
            return nil
        }
        if emptyCount > 0 { note("left out \(Words.count(emptyCount, "empty customer key"))") }
        return keys.compactMap(\.self)
    }

    mutating func rule(
        _ value: JSONValue,
        of variationIDs: Set<String>
    ) throws(JSONShapeError) -> Rule {
        let fields = try JSONFields(value)
        return Rule(
            id: try fields.optionalText("id") ?? "",
            name: try ruleName(fields),
            conditions: try fields.list("conditions") { value throws(JSONShapeError) in
                try self.condition(value)
            },
            serving: try serving(value, knowing: ["id", "name", "conditions"], of: variationIDs)
        )
    }

    mutating func audienceRule(_ value: JSONValue) throws(JSONShapeError) -> AudienceRule {
        let fields = try JSONFields(value)
        expect(["id", "name", "conditions"], in: fields)
        return AudienceRule(
            id: try fields.optionalText("id") ?? "",
            name: try ruleName(fields),
            conditions: try fields.list("conditions") { value throws(JSONShapeError) in
                let condition = try self.condition(value)
                guard case .attribute = condition.test else {
                    throw JSONShapeError("looks at segments, which a segment cannot do")
                }
                return condition
            }
        )
    }

    static func variationID(
        _ value: JSONValue,
        of variationIDs: Set<String>
    ) throws(JSONShapeError) -> String {
        let id = try value.asText()
        guard variationIDs.contains(id) else {
            throw JSONShapeError("is the id of a version that the flag does not have")
        }
        return id
    }

    // MARK: - Conditions

    private mutating func condition(_ value: JSONValue) throws(JSONShapeError) -> Condition {
        let fields = try JSONFields(value)
        expect(["id", "property", "op", "value"], in: fields)
        return Condition(id: try fields.optionalText("id") ?? "", test: try Self.test(fields))
    }

    private static func test(_ fields: JSONFields) throws(JSONShapeError) -> Condition.Test {
        let property = try fields.text("property")
        switch property {
        case FeatBitWords.isInSegment:
            return .isInAudience(try fields.required("value", segmentIDs))
        case FeatBitWords.isNotInSegment:
            return .isNotInAudience(try fields.required("value", segmentIDs))
        default:
            let comparison = try fields.required("op") { value throws(JSONShapeError) in
                guard let comparison = Operator(rawValue: try value.asText()) else {
                    throw JSONShapeError("should be one of FeatBit's 16 operators, such as IsOneOf")
                }
                return comparison
            }
            return .attribute(property, comparison, try fields.text("value"))
        }
    }

    private static func segmentIDs(_ value: JSONValue) throws(JSONShapeError) -> [GUID] {
        let ids = Condition.listedValues(try value.asText())?.map { GUID($0) }
        guard let ids, !ids.contains(nil) else {
            throw JSONShapeError("should be a list of the ids of segments, as JSON within a text")
        }
        return ids.compactMap(\.self)
    }
}

/// Words of FeatBit's documents that are not names of fields.
enum FeatBitWords {
    /// What a condition says in place of an attribute to look at segments.
    static let isInSegment = "User is in segment"
    /// Its opposite.
    static let isNotInSegment = "User is not in segment"
}
