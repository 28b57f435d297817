internal import JSON

extension Flag {
    /// Reads a flag that stands in canonical form exactly as its ``json`` would be written.
    ///
    /// What it accepts gives the same bytes again when it is written, and the same flag as the
    /// long way through a tree of values.
    ///
    /// - Parameters:
    ///   - reader: stands at the flag, and behind it afterwards.
    ///   - places: is told where in the bytes the parts lie that lists need.
    /// - Throws: ``NotCanonical`` when it is written in any other way.
    init(
        _ reader: inout CanonicalReader,
        noting places: inout FlagPlaces
    ) throws(NotCanonical) {
        let start = reader.offset
        try reader.need("{")
        let isArchived = reader.take("\"archived\":true,")
        let isNotCounted = reader.take("\"countsEveryone\":false,")
        try reader.need("\"created\":")
        let createdAt = try reader.moment()
        let creatorID = reader.take(",\"creator\":") ? try reader.someText() : nil
        try reader.need(",\"default\":")
        let defaultRule = try Serving(&reader)
        let description = reader.take(",\"description\":") ? try reader.someText() : ""
        let extras = reader.take(",\"extras\":") ? try JSONObject(extras: &reader) : JSONObject()
        try reader.need(",\"id\":")
        places.id = UInt32(truncatingIfNeeded: reader.offset - start)
        let id = try reader.guid()
        let reportsInsights = reader.take(",\"insights\":") ? try reader.bool() : nil
        try reader.need(",\"key\":")
        places.key = UInt32(truncatingIfNeeded: reader.offset - start)
        let key = try reader.key()
        try reader.need(",\"kind\":")
        let kind = try reader.word(ValueKind.self)
        try reader.need(",\"name\":")
        let name = try reader.text()
        try reader.need(",\"off\":")
        let off = try reader.text()
        try reader.need(",\"on\":")
        let isEnabled = try reader.bool()
        let owner = reader.take(",\"owner\":") ? try reader.someText() : ""
        let purpose = reader.take(",\"purpose\":") ? try reader.someText() : ""
        try reader.need(",\"revision\":")
        let revision = try reader.guid()
        let rules = reader.take(",\"rules\":") ? try reader.list(Rule.init) : []
        let tags = reader.take(",\"tags\":") ? try reader.list(Self.text) : []
        let targets = reader.take(",\"targets\":") ? try reader.list(Target.init) : []
        try reader.need(",\"updated\":")
        places.updated = UInt32(truncatingIfNeeded: reader.offset - start)
        let updatedAt = try reader.moment()
        let updaterID = reader.take(",\"updater\":") ? try reader.someText() : nil
        try reader.need(",\"versions\":")
        let variations = try reader.anyList(Variation.init)
        try reader.need("}")
        self.init(
            id: id,
            key: key,
            name: name,
            kind: kind,
            variations: variations,
            defaultVariationID: "",
            offVariationID: off,
            revision: revision,
            createdAt: createdAt
        )
        (self.description, self.owner, self.purpose) = (description, owner, purpose)
        (self.targets, self.rules, self.tags) = (targets, rules, tags)
        (self.isEnabled, self.isArchived) = (isEnabled, isArchived)
        (self.defaultRule, self.countsEveryoneInExperiments) = (defaultRule, !isNotCounted)
        (self.creatorID, self.updaterID, self.updatedAt) = (creatorID, updaterID, updatedAt)
        (self.reportsInsights, self.extras) = (reportsInsights, extras)
        places.length = UInt32(truncatingIfNeeded: reader.offset - start)
        places.looksAtAudiences = rules.contains { rule in
            rule.conditions.contains { !$0.audienceIDs.isEmpty }
        }
    }

    private static func text(_ reader: inout CanonicalReader) throws(NotCanonical) -> String {
        try reader.text()
    }
}

/// Where the parts of a flag lie in its canonical form, in bytes from its start.
///
/// Documents are shorter than 4 GiB, so 32 bits are enough.
struct FlagPlaces: Hashable, Sendable {
    /// How many bytes the flag has.
    var length: UInt32 = 0
    /// The text of its id, with the quotes.
    var id: UInt32 = 0
    /// The text of its key, with the quotes; its name follows soon.
    var key: UInt32 = 0
    /// The number of its last change.
    var updated: UInt32 = 0
    /// Whether a rule looks at an audience.
    var looksAtAudiences = false
}

extension Variation {
    fileprivate init(_ reader: inout CanonicalReader) throws(NotCanonical) {
        try reader.need("{\"id\":")
        let id = try reader.text()
        try reader.need(",\"name\":")
        let name = try reader.text()
        try reader.need(",\"value\":")
        self.init(id: id, name: name, value: try reader.text())
        try reader.need("}")
    }
}

extension Target {
    fileprivate init(_ reader: inout CanonicalReader) throws(NotCanonical) {
        try reader.need("{\"customers\":")
        let customers = try reader.anyList { reader throws(NotCanonical) in try reader.customer() }
        try reader.need(",\"version\":")
        self.init(variationID: try reader.text(), customers: customers)
        try reader.need("}")
    }
}

extension Rule {
    fileprivate init(_ reader: inout CanonicalReader) throws(NotCanonical) {
        try reader.need("{")
        let conditions =
            reader.take("\"conditions\":") ? try Self.followed(&reader) : []
        try reader.need("\"id\":")
        let id = try reader.text()
        let name = reader.take(",\"name\":") ? try reader.someText() : ""
        try reader.need(",\"serving\":")
        let serving = try Serving(&reader)
        try reader.need("}")
        self.init(id: id, name: name, conditions: conditions, serving: serving)
    }

    private static func followed(
        _ reader: inout CanonicalReader
    ) throws(NotCanonical) -> [Condition] {
        let conditions = try reader.list(Condition.init)
        try reader.need(",")
        return conditions
    }
}

extension Condition {
    fileprivate init(_ reader: inout CanonicalReader) throws(NotCanonical) {
        if reader.take("{\"attribute\":") {
            let name = try reader.text()
            try reader.need(",\"id\":")
            let id = try reader.text()
            try reader.need(",\"op\":")
            let op = try reader.word(Operator.self)
            try reader.need(",\"value\":")
            self.init(id: id, test: .attribute(name, op, try reader.text()))
        } else {
            try reader.need("{\"id\":")
            let id = try reader.text()
            let isIn = reader.take(",\"in\":")
            if !isIn { try reader.need(",\"notIn\":") }
            let ids = try reader.anyList { reader throws(NotCanonical) in try reader.guid() }
            self.init(id: id, test: isIn ? .isInAudience(ids) : .isNotInAudience(ids))
        }
        try reader.need("}")
    }
}

extension Serving {
    fileprivate init(_ reader: inout CanonicalReader) throws(NotCanonical) {
        try reader.need("{")
        var dispatchKey: String?
        if reader.take("\"by\":") {
            dispatchKey = try reader.text()
            try reader.need(",")
        }
        let isOutside = reader.take("\"inExperiment\":false,")
        try reader.need("\"shares\":")
        let shares = try reader.anyList(Share.init)
        try reader.need("}")
        self.init(dispatchKey: dispatchKey, isInExperiment: !isOutside, shares: shares)
    }
}

extension Share {
    fileprivate init(_ reader: inout CanonicalReader) throws(NotCanonical) {
        try reader.need("[")
        let variationID = try reader.text()
        try reader.need(",")
        let lower = try reader.integer()
        try reader.need(",")
        let upper = try reader.integer()
        // The long way answers for ranges that nobody could compute with.
        guard (0...Share.whole).contains(lower), (0...Share.whole).contains(upper) else {
            throw NotCanonical()
        }
        var parts: Int?
        if reader.take(",") {
            parts = try reader.integer()
            guard parts != upper - lower else { throw NotCanonical() }
        }
        try reader.need("]")
        // Left out, they are the whole width; below zero nothing is.
        guard parts != nil || upper >= lower else { throw NotCanonical() }
        self.init(variationID: variationID, lower: lower, upper: upper, experimentParts: parts)
    }
}

extension JSONObject {
    /// Members of an imported flag, in the order in which they are written.
    fileprivate init(extras reader: inout CanonicalReader) throws(NotCanonical) {
        let bytes = reader.slice(try reader.skip())
        guard let value = try? JSONValue(parsing: bytes), case .object(let object) = value,
            !object.members.isEmpty, value.canonicalBytes().elementsEqual(bytes)
        else { throw NotCanonical() }
        self = object
    }
}
