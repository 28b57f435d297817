public import FlagAPI
public import FlagModel

extension ObservationStore {
    /// Looks at some of everybody who is known, with the attributes by which applications of an
    /// environment described them last, as they were imported where none did.
    ///
    /// ``PeopleRows/threads`` threads read at once, each from one state of the file; writers do not
    /// wait for them, and searches not before there are more than two counts. Ends early when the
    /// task is cancelled.
    ///
    /// - Parameters:
    ///   - slice: which people.
    ///   - environmentID: where.
    ///   - attributes: the attributes that are needed, by the bytes of their names.
    ///   - empty: where each thread begins to note.
    ///   - note: notes one person.
    /// - Returns: what was noted.
    /// - Throws: ``ObservationsError/sliceOutOfRange`` and what stops every question.
    /// - Complexity: O(*n*) in the slice; a run counts its rows once more to find its end.
    public func look<Tally: Sendable>(
        at slice: PeopleRequest.Slice,
        in environmentID: GUID,
        attributes: Set<[UInt8]>,
        from empty: Tally,
        _ note: @escaping @Sendable (inout Tally, KnownPerson) -> Void
    ) async throws(ObservationsError) -> PeopleLook<Tally> {
        guard slice.isSound else { throw .sliceOutOfRange }
        let rows = try await pool.read { try PeopleRows(slice, in: $0) }
        let reader = PeopleReader(
            scanner: AttributeScanner(attributes),
            environmentID: environmentID
        )
        let read: @Sendable (PeopleRows.Part) async throws -> (Int, Tally) = { [pool] part in
            try await pool.read { database in
                var tally = empty
                let count = try reader.read(part, from: database) { note(&tally, $0) }
                return (count, tally)
            }
        }
        do {
            let parts = try await Self.sideBySide(rows.parts, read)
            return PeopleLook(
                known: rows.known,
                looked: parts.reduce(0) { $0 + $1.0 },
                next: rows.next,
                tallies: parts.map(\.1)
            )
        } catch {
            throw ObservationsError(error, path: path)
        }
    }

    /// Does the same with all at once; answers in their order.
    private static func sideBySide<Part: Sendable, Answer: Sendable>(
        _ parts: [Part],
        _ work: @escaping @Sendable (Part) async throws -> Answer
    ) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
            for (index, part) in parts.enumerated() {
                group.addTask { (index, try await work(part)) }
            }
            var answers: [(Int, Answer)] = []
            for try await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}

extension PeopleRequest.Slice {
    /// Whether it asks for 1 to ``PeopleRequest/maximumCount`` people, from a place on that can be.
    var isSound: Bool {
        let counts = 1...PeopleRequest.maximumCount
        switch self {
        case .spread(let count): return counts.contains(count)
        case .run(let from, let count): return from >= 0 && counts.contains(count)
        }
    }
}
