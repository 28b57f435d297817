internal import Experiments
public import FlagModel

extension FlagServiceAPI {
    /// Works out what else needs a decision in an environment.
    ///
    /// - Parameters:
    ///   - place: where.
    ///   - now: when.
    ///   - months: after how many months a flag counts as forgotten; ``Agenda/months``.
    ///   - zone: the reader's clock.
    /// - Returns: the agenda, the worst first.
    /// - Throws: as ``picture()`` and ``counts(_:)``. An experiment whose result cannot be read is
    ///   told in ``Agenda/gaps``.
    public func agenda(
        of place: GUID,
        at now: Moment,
        months: Int = Agenda.usualMonths,
        in zone: Zone
    ) async throws(ServiceProblem) -> Agenda {
        let model = try await picture().model
        guard let state = model.environment(place) else {
            throw .refused(.unknown(.environment, place.text))
        }
        let start = Agenda.Sources.start(months: months, before: now)
        var sources = Agenda.Sources(
            model: model,
            place: place,
            now: now,
            results: [:],
            use: try await flagUse(in: state, from: start, until: now),
            months: months,
            zone: zone
        )
        for plan in state.experiments where plan.state == .running && !plan.isArchived {
            let request = ExperimentCountsRequest(environmentID: place, experimentID: plan.id)
            do throws(ServiceProblem) {
                let counts = try await experimentCounts(request)
                let result = ExperimentResult(of: plan, counts: counts, now: now)
                let versions = state.flag(plan.flagID)?.variations.map { ($0.id, $0.name) } ?? []
                let names = ExperimentNames(
                    versions: Dictionary(versions) { first, _ in first },
                    zone: zone
                )
                sources.results[plan.id] = ExperimentWords(result, plan: plan, names: names)
            } catch {
                sources.problems[plan.id] = error.description
            }
        }
        return Agenda(sources)
    }

    /// Writes the minutes of what was decided in an environment between two moments.
    ///
    /// - Parameters:
    ///   - place: where.
    ///   - from: the first moment that counts.
    ///   - until: the first moment that does not count any more.
    /// - Returns: the minutes.
    /// - Throws: as ``history(_:)``; ``ServiceProblem/refused(_:)`` when the history does not fit
    ///   together.
    public func minutes(
        of place: GUID,
        from: Moment,
        until: Moment
    ) async throws(ServiceProblem) -> Minutes {
        var entries: [HistoryEntry] = []
        var request = HistoryRequest(
            limit: HistoryRequest.maximumLimit,
            from: from,
            until: until
        )
        repeat {
            let page = try await history(request)
            entries += page.entries
            request.before = page.next
        } while request.before != nil
        entries.reverse()
        let start = entries.first.map { PastPoint.entry($0.number - 1) } ?? .time(until)
        let before = try await picture(at: start).picture.model
        do throws(Refusal) {
            return try Minutes(
                of: place,
                from: from,
                until: until,
                before: before,
                entries: entries
            )
        } catch {
            throw .refused(error)
        }
    }
}
