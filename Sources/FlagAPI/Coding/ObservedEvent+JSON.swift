internal import FlagModel
package import JSON

extension ObservedEvent {
    /// The event as one object.
    package var json: JSONValue {
        ["name": .string(name), "seen": JSONValue(lastSeenAt)]
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(name: try fields.text("name"), lastSeenAt: try fields.moment("seen"))
    }
}
