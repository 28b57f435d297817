package import FlagModel
package import JSON

extension Refusal {
    /// The refusal as a list, so that screens elsewhere can act on it as they do on one of here.
    package var json: JSONValue {
        switch self {
        case .malformedKey(let key): ["malformed-key", .string(key)]
        case .customerKeyLength(let length): ["customer-key-length", .integer(length)]
        case .unknown(let kind, let name): ["unknown", kind.json, .string(name)]
        case .taken(let kind, let name): ["taken", kind.json, .string(name)]
        case .nothingToChange(let state): ["nothing-to-change", .string(state)]
        case .badName(let kind, let problem): ["bad-name", kind.json, problem.json]
        case .badText(let field, let problem): ["bad-text", .string(field), problem.json]
        case .tooMany(let what, let limit): ["too-many", .string(what), .integer(limit)]
        case .sharesDoNotTile(let flag, let place):
            ["shares-do-not-tile", .string(flag), .string(place)]
        case .unknownVariation(let flag, let place, let id):
            ["unknown-version", .string(flag), .string(place), .string(id)]
        case .unknownAudience(let place, let id):
            ["unknown-audience", .string(place), .string(id)]
        case .nestedAudience(let name): ["nested-audience", .string(name)]
        case .inUse(let kind, let name, let places):
            ["in-use", kind.json, .string(name), .array(places.map(JSONValue.string))]
        case .notArchived(let kind, let name): ["not-archived", kind.json, .string(name)]
        case .badValue(let flag, let variation, let kind):
            ["bad-value", .string(flag), .string(variation), .string(kind.rawValue)]
        case .duplicate(let what, let place): ["duplicate", .string(what), .string(place)]
        case .immutable(let kind, let name): ["immutable", kind.json, .string(name)]
        case .reasonRequired(let environment): ["reason-required", .string(environment)]
        case .changedSince(let name, let entry):
            ["changed-since", .string(name), entry.map { .integer(Int(clamping: $0)) } ?? .null]
        case .draftDoesNotFit(let name, let reason):
            ["draft-does-not-fit", .string(name), reason.json]
        case .malformedDraft: ["malformed-draft"]
        case .badCondition(let place, let reason):
            ["bad-condition", .string(place), .string(reason)]
        case .malformedSecret(let name): ["malformed-secret", .string(name)]
        case .malformedWebhook(let name, let reason):
            ["malformed-webhook", .string(name), .string(reason)]
        case .malformedSchedule(let title): ["malformed-plan", .string(title)]
        case .scheduleTime(let title, .over): ["plan-over", .string(title)]
        case .scheduleTime(let title, .tooFar(let days)):
            ["plan-too-far", .string(title), .integer(days)]
        case .scheduleTime(let title, .outOfOrder): ["plan-out-of-order", .string(title)]
        case .unknownZone(let name): ["plan-zone", .string(name)]
        case .timeOfPlanNotYours: ["plan-by-itself"]
        case .undoNotYours: ["undo-by-itself"]
        case .triggerNotYours: ["trigger-by-itself"]
        case .review(let problem): ["review", .array(problem.parts)]
        case .permission(let problem): ["permission", .array(problem.parts)]
        case .outOfRange(let field, let range, let unit):
            [
                "out-of-range", .string(field), .integer(range.lowerBound),
                .integer(range.upperBound), .string(unit),
            ]
        case .badLayer(let experiment, let layer):
            ["bad-layer", .string(experiment), .string(layer)]
        case .layerTaken(let layer, let name, let key):
            ["layer-taken", .string(layer), .string(name), .string(key)]
        case .experimentRuns(let name, let key, let consequence):
            ["experiment-runs", .string(name), .string(key), .string(consequence)]
        case .cannotStart(let name, let reason):
            ["cannot-start", .string(name), .string(reason)]
        case .timeOfRun(let name): ["time-of-run", .string(name)]
        }
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let parts = try CaseParts(json)
        if let refusal = try Self.aboutText(parts) {
            self = refusal
        } else if let refusal = try Self.aboutKinds(parts) {
            self = refusal
        } else if let refusal = try Self.aboutExperiments(parts) {
            self = refusal
        } else {
            self = try Self.aboutPlaces(parts)
        }
    }

    private static func aboutText(_ parts: CaseParts) throws(JSONShapeError) -> Refusal? {
        switch parts.name {
        case "malformed-key": .malformedKey(try parts.text(0))
        case "customer-key-length": .customerKeyLength(try parts.integer(0))
        case "nothing-to-change": .nothingToChange(try parts.text(0))
        case "bad-name":
            .badName(try parts.word(0, Kind.self), try TextProblem(json: parts.value(1)))
        case "bad-text": .badText(field: try parts.text(0), try TextProblem(json: parts.value(1)))
        case "too-many": .tooMany(try parts.text(0), limit: try parts.integer(1))
        case "duplicate": .duplicate(try parts.text(0), in: try parts.text(1))
        case "reason-required": .reasonRequired(environment: try parts.text(0))
        default: nil
        }
    }

    private static func aboutKinds(_ parts: CaseParts) throws(JSONShapeError) -> Refusal? {
        switch parts.name {
        case "unknown": .unknown(try parts.word(0, Kind.self), try parts.text(1))
        case "taken": .taken(try parts.word(0, Kind.self), try parts.text(1))
        case "in-use":
            .inUse(
                try parts.word(0, Kind.self),
                name: try parts.text(1),
                by: try parts.texts(2)
            )
        case "not-archived": .notArchived(try parts.word(0, Kind.self), try parts.text(1))
        case "immutable": .immutable(try parts.word(0, Kind.self), try parts.text(1))
        default: nil
        }
    }

    private static func aboutExperiments(_ parts: CaseParts) throws(JSONShapeError) -> Refusal? {
        switch parts.name {
        case "out-of-range":
            let (least, most) = (try parts.integer(1), try parts.integer(2))
            guard least <= most else { throw parts.unknown }
            return .outOfRange(try parts.text(0), least...most, unit: try parts.text(3))
        case "bad-layer":
            return .badLayer(experiment: try parts.text(0), layer: try parts.text(1))
        case "layer-taken":
            return .layerTaken(
                layer: try parts.text(0),
                by: try parts.text(1),
                key: try parts.text(2)
            )
        case "experiment-runs":
            return .experimentRuns(
                try parts.text(0),
                key: try parts.text(1),
                so: try parts.text(2)
            )
        case "cannot-start":
            return .cannotStart(try parts.text(0), reason: try parts.text(1))
        case "time-of-run": return .timeOfRun(experiment: try parts.text(0))
        default: return nil
        }
    }

    private static func aboutPlaces(_ parts: CaseParts) throws(JSONShapeError) -> Refusal {
        switch parts.name {
        case "shares-do-not-tile":
            return .sharesDoNotTile(flag: try parts.text(0), place: try parts.text(1))
        case "unknown-version":
            return .unknownVariation(
                flag: try parts.text(0),
                place: try parts.text(1),
                id: try parts.text(2)
            )
        case "unknown-audience":
            return .unknownAudience(place: try parts.text(0), id: try parts.text(1))
        case "bad-condition":
            return .badCondition(place: try parts.text(0), reason: try parts.text(1))
        case "malformed-secret": return .malformedSecret(try parts.text(0))
        case "nested-audience": return .nestedAudience(try parts.text(0))
        case "bad-value":
            return .badValue(
                flag: try parts.text(0),
                variation: try parts.text(1),
                kind: try parts.word(2, ValueKind.self)
            )
        case "changed-since":
            let entry = try parts.value(1)
            return .changedSince(
                name: try parts.text(0),
                entry: entry == .null ? nil : try entry.asEntry()
            )
        case "draft-does-not-fit":
            return .draftDoesNotFit(
                try parts.text(0),
                because: try Refusal(json: parts.value(1))
            )
        case "malformed-draft": return .malformedDraft
        case "malformed-webhook":
            return .malformedWebhook(try parts.text(0), reason: try parts.text(1))
        case "malformed-plan": return .malformedSchedule(try parts.text(0))
        case "plan-over": return .scheduleTime(try parts.text(0), .over)
        case "plan-too-far":
            return .scheduleTime(try parts.text(0), .tooFar(days: try parts.integer(1)))
        case "plan-out-of-order": return .scheduleTime(try parts.text(0), .outOfOrder)
        case "plan-zone": return .unknownZone(try parts.text(0))
        case "plan-by-itself": return .timeOfPlanNotYours
        case "undo-by-itself": return .undoNotYours
        case "trigger-by-itself": return .triggerNotYours
        case "review": return .review(try ReviewProblem(json: parts.value(0)))
        case "permission": return .permission(try PermissionProblem(json: parts.value(0)))
        default: throw parts.unknown
        }
    }
}

extension Refusal.Kind {
    fileprivate var json: JSONValue { .string(rawValue) }
}

extension Refusal.TextProblem {
    fileprivate var json: JSONValue {
        switch self {
        case .empty: ["empty"]
        case .tooLong(let limit): ["too-long", .integer(limit)]
        case .unreadable(let scalar): ["unreadable", .integer(Int(scalar))]
        }
    }

    fileprivate init(json: JSONValue) throws(JSONShapeError) {
        let parts = try CaseParts(json)
        switch parts.name {
        case "empty": self = .empty
        case "too-long": self = .tooLong(limit: try parts.integer(0))
        case "unreadable": self = .unreadable(UInt32(clamping: try parts.integer(0)))
        default: throw parts.unknown
        }
    }
}

extension ServiceProblem {
    /// The problem as a list.
    package var json: JSONValue {
        switch self {
        case .refused(let refusal): ["refused", refusal.json]
        case .unknownEntry(let number): ["unknown-entry", .integer(Int(clamping: number))]
        case .cannotUndo(let number, let reason):
            ["cannot-undo", .integer(Int(clamping: number)), .string(reason)]
        case .journal(let code, let text): ["journal", .string(code), .string(text)]
        case .observations(let text): ["observations", .string(text)]
        case .unreachable(let text): ["unreachable", .string(text)]
        case .busy: ["busy"]
        }
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let parts = try CaseParts(json)
        switch parts.name {
        case "refused": self = .refused(try Refusal(json: parts.value(0)))
        case "unknown-entry": self = .unknownEntry(try parts.value(0).asEntry())
        case "cannot-undo":
            self = .cannotUndo(try parts.value(0).asEntry(), reason: try parts.text(1))
        case "journal": self = .journal(code: try parts.text(0), text: try parts.text(1))
        case "observations": self = .observations(text: try parts.text(0))
        case "unreachable": self = .unreachable(text: try parts.text(0))
        case "busy": self = .busy
        default: throw parts.unknown
        }
    }
}
