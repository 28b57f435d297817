public import FlagAPI
public import FlagModel

extension ObservationStore {
    /// Customers with exactly these keys as applications of one environment described them last.
    public func customers(
        withKeys keys: [CustomerKey],
        in environmentID: GUID
    ) async throws(ObservationsError) -> [Customer] {
        try await customers(withKeys: keys)
    }

    /// How often flags were evaluated.
    public func counts(
        _ request: CountsRequest
    ) async throws(ObservationsError) -> [EvaluationCount] { [] }

    /// The attributes that applications of an environment described customers with.
    public func attributes(
        in environmentID: GUID
    ) async throws(ObservationsError) -> [ObservedAttribute] { [] }

    /// Takes what applications report.
    public var ingest: any ObservationIngest { NoIngest() }
}

private struct NoIngest: ObservationIngest {
    func offer(_ items: [ObservedItem], in environmentID: GUID) {}
    func countMalformed(_ count: Int) {}
    var report: IngestReport { IngestReport() }
}
