public import FlagAPI
public import FlagModel

/// What apps and imports told about customers, kept in one SQLite file.
///
/// ```swift
/// let store = ObservationStore(path: "/var/lib/flagdeck/observations.sqlite")
/// let done = try await store.import(customers)
/// let page = try await store.find(CustomerRequest(text: "soren"))
/// ```
///
/// Several stores, in several processes, may use one file: readers never wait, writers wait for
/// each other. Every answer shows one state of the file.
public final class ObservationStore: Sendable {
    /// Where the file is.
    public var path: String { pool.path }
    let pool: ObservationPool
    let traffic: TrafficIngest

    /// Customers of one call of ``customers(withKeys:)``, at the most.
    public static let maximumKeys = 100_000

    /// Names a file that is opened, or made, when it is first needed.
    public convenience init(path: String) {
        self.init(pool: ObservationPool(path: path), options: TrafficOptions())
    }

    init(pool: ObservationPool, options: TrafficOptions) {
        self.pool = pool
        traffic = TrafficIngest(pool: pool, options: options)
    }

    /// Opens the file at `path` now, or makes it, readable for its owner only.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - now: the wall clock, by which reports arrive; `nil` is the system's.
    /// - Returns: the store, ready.
    /// - Throws: ``ObservationsError``, for example when a newer Flagdeck wrote the file.
    public static func open(
        at path: String,
        now: (@Sendable () -> Moment)? = nil
    ) throws(ObservationsError) -> ObservationStore {
        var options = TrafficOptions()
        if let now { options.now = { now().milliseconds } }
        let pool = ObservationPool(path: path, now: options.now)
        let store = ObservationStore(pool: pool, options: options)
        _ = try store.pool.opened()
        return store
    }

    /// Adds customers, or puts new names and attributes in place of the known ones: all or none.
    ///
    /// When a key comes twice, the later customer counts.
    ///
    /// - Throws: ``ObservationsError/customerTooLarge(_:_:)`` before anything is written.
    public func `import`(
        _ customers: [Customer]
    ) async throws(ObservationsError) -> CustomerImport {
        for customer in customers {
            guard let fault = CustomerFault(in: customer) else { continue }
            throw .customerTooLarge(customer.key, fault)
        }
        let now = pool.now()
        return try await pool.write { try CustomerTable.put(customers, at: now, into: $0) }
    }

    /// Customers whose name, key or attributes' values hold every word of a text, in any case,
    /// accents or not.
    ///
    /// A word of one or two letters must begin a word; in a name or key it may be anywhere, unless
    /// more than 20,000 customers are known.
    /// The customer with exactly this key comes first, then those whose name begins with the
    /// text, then the others; the last two in the order of their names. When there are more than
    /// 1,000 of them, the others may come in the order in which they became known. A text without
    /// a letter finds everybody.
    ///
    /// - Throws: ``ObservationsError/requestTooLarge(count:limit:)`` for a limit outside 1 to
    ///   1,000.
    public func find(_ request: CustomerRequest) async throws(ObservationsError) -> CustomerPage {
        guard (1...CustomerRequest.maximumLimit).contains(request.limit) else {
            throw .requestTooLarge(count: request.limit, limit: CustomerRequest.maximumLimit)
        }
        let search = CustomerSearch(request)
        return try await pool.read { try search.page(from: $0) }
    }

    /// Customers with exactly these keys, in the order of the keys and each once; those who are
    /// not known are left out.
    ///
    /// - Throws: ``ObservationsError/requestTooLarge(count:limit:)`` for more than
    ///   ``maximumKeys`` keys.
    public func customers(
        withKeys keys: [CustomerKey]
    ) async throws(ObservationsError) -> [Customer] {
        guard keys.count <= Self.maximumKeys else {
            throw .requestTooLarge(count: keys.count, limit: Self.maximumKeys)
        }
        return try await pool.read { try CustomerTable.customers(withKeys: keys, from: $0) }
    }
}
