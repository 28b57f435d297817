internal import HashTreeCollections
internal import JSON

extension Model {
    /// The bytes of ``json`` in canonical form, without the tree of values that they stand for.
    ///
    /// Flags that nobody changed since they were read are copied as they lie.
    ///
    /// - Returns: the bytes, and the text that says where the flags are in them (``FlagIndex``);
    ///   `nil` when there are none, or one does not read back as it is. Its offsets count from the
    ///   first of these bytes, `base` before it. It is the text of the member `flags`.
    package func canonicalBytes(indexedFrom base: Int = 0) -> (bytes: [UInt8], index: [UInt8]?) {
        var writer = ModelWriter(base: base)
        writer.write(self)
        return (writer.bytes, writer.index)
    }
}

/// Writes a model piece by piece.
private struct ModelWriter {
    private(set) var bytes: [UInt8] = []
    private let base: Int
    private var isIndexed = true
    private var lists = 0
    private var numbers: [UInt8] = []

    init(base: Int) {
        self.base = base
    }

    /// The text of the index.
    var index: [UInt8]? {
        guard isIndexed, lists > 0 else { return nil }
        return FlagIndex.text(lists: lists, numbers)
    }

    mutating func write(_ model: Model) {
        put("{\"drafts\":")
        put(json: .array(model.draftsByID.values.sorted { $0.id < $1.id }.map(\.json)))
        put(",\"environments\":[")
        let states = model.statesByID.values.sorted { $0.environment.id < $1.environment.id }
        for (place, state) in states.enumerated() {
            if place > 0 { put(",") }
            write(state)
        }
        put("]")
        if model.hasPeople {
            put(",\"people\":")
            put(json: .array(model.roster.byID.values.sorted { $0.id < $1.id }.map(\.json)))
        }
        put(",\"projects\":")
        put(json: .array(model.projectsByID.values.sorted { $0.id < $1.id }.map(\.json)))
        if model.lostRevision > 0 {
            put(",\"revisions\":")
            put(json: .integer(model.lostRevision))
        }
        if model.hasSchedules {
            put(",\"schedules\":")
            put(json: .array(model.schedulesByID.values.sorted { $0.id < $1.id }.map(\.json)))
        }
        if model.hasTriggers {
            put(",\"triggers\":")
            put(json: .array(model.triggersByID.values.sorted { $0.id < $1.id }.map(\.json)))
        }
        if model.hasWebhooks {
            put(",\"webhooks\":")
            put(json: .array(model.webhooksByID.values.sorted { $0.id < $1.id }.map(\.json)))
        }
        put("}")
    }

    private mutating func write(_ state: EnvironmentState) {
        put(json: state.jsonWithoutFlags)
        guard !state.flagTable.isEmpty else { return }
        // Flags are the last member by name.
        bytes.removeLast()
        put(",\"flags\":")
        lists += 1
        note(base + bytes.count)
        note(state.flagTable.count)
        put("[")
        write(state.flagTable)
        put("]}")
    }

    /// The flags by id: two sorted lists into one.
    private mutating func write(_ table: FlagTable) {
        let fresh = table.fresh.values.map(\.value).sorted { $0.id < $1.id }
        var rest = fresh[...]
        var isFirst = true
        func comma(_ writer: inout ModelWriter) {
            if !isFirst { writer.put(",") }
            isFirst = false
        }
        if let stored = table.stored {
            for row in table.storedRows {
                while let flag = rest.first, flag.id < stored.ids[row] {
                    comma(&self)
                    write(rest.removeFirst())
                }
                let copied: Void? = stored.withBytes(of: row) { flag in
                    comma(&self)
                    bytes.append(contentsOf: flag)
                }
                if copied != nil {
                    note(stored.places[row], isArchived: stored.archived[row])
                    note(stored.ids[row], stored.times[row])
                } else if let flag = stored.read(row) {
                    comma(&self)
                    write(flag)
                } else {
                    // What nothing can give is not there, and the list is shorter than it says.
                    isIndexed = false
                }
            }
        }
        for flag in rest {
            comma(&self)
            write(flag)
        }
    }

    /// Writes a flag, and reads it back: what a snapshot says must be what will be read.
    private mutating func write(_ flag: Flag) {
        let written = flag.json.canonicalBytes()
        var places = FlagPlaces()
        let isSame = written.withUnsafeBufferPointer { bytes in
            var reader = CanonicalReader(bytes)
            let read = try? Flag(&reader, noting: &places)
            return read == flag && reader.isAtEnd
        }
        if !isSame { isIndexed = false }
        bytes += written
        note(places, isArchived: flag.isArchived)
        note(flag.id, flag.updatedAt)
    }

    private mutating func note(_ places: FlagPlaces, isArchived: Bool) {
        note(Int(places.length))
        note(Int(places.id))
        note(Int(places.key))
        note(Int(places.updated))
        note((places.looksAtAudiences ? 1 : 0) + (isArchived ? 2 : 0))
    }

    private mutating func note(_ id: GUID, _ time: Moment) {
        numbers += id.digits
        numbers.append(UInt8(ascii: " "))
        note(Int(time.microseconds))
    }

    private mutating func note(_ number: Int) {
        numbers += String(number).utf8
        numbers.append(UInt8(ascii: " "))
    }

    private mutating func put(_ text: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        )
    }

    private mutating func put(json value: JSONValue) {
        bytes += value.canonicalBytes()
    }
}
