import JSON

extension Recurrence {
    var json: JSONValue {
        var fields = FieldWriter()
        fields.put("turns", .array(turns.map(\.json)))
        if let lastDay { fields.put("lastDay", .integer(lastDay)) }
        return fields.value
    }

    init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            turns: try fields.list("turns") { value throws(JSONShapeError) in
                try Turn(json: value)
            },
            lastDay: try fields.optional("lastDay") { value throws(JSONShapeError) in
                try value.asInteger(in: Self.days)
            }
        )
    }
}

extension Recurrence.Turn {
    fileprivate var json: JSONValue {
        var fields = FieldWriter()
        switch rhythm {
        case .hourly: fields.put("every", "hour")
        case .daily: fields.put("every", "day")
        case .weekly(let days):
            fields.put("every", "week")
            fields.put("days", .array(days.sorted().map { .integer($0.rawValue) }))
        case .monthly(let day):
            fields.put("every", "month")
            fields.put("day", .integer(day))
        }
        fields.put("minute", .integer(minute))
        fields.put("changes", .array(changes.map(\.json)))
        return fields.value
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        self.init(
            try Self.rhythm(fields),
            minute: try fields.integer("minute"),
            changes: try fields.list("changes") { value throws(JSONShapeError) in
                try Change(json: value)
            }
        )
    }

    private static func rhythm(
        _ fields: JSONFields
    ) throws(JSONShapeError) -> Recurrence.Rhythm {
        switch try fields.text("every") {
        case "hour": return .hourly
        case "day": return .daily
        case "week":
            let days = try fields.list("days") { value throws(JSONShapeError) in
                guard let day = Recurrence.Weekday(rawValue: try value.asInteger()) else {
                    throw JSONShapeError("should be a day of the week, from 0")
                }
                return day
            }
            return .weekly(Set(days))
        case "month": return .monthly(day: try fields.integer("day"))
        default: throw JSONShapeError("is a rhythm that this version does not know")
        }
    }
}
