import GRDB

/// Looks a customer up only where the run asks who counts.
final class LazyAdmission {
    private let run: ExperimentRun
    private let database: Database
    private lazy var reader = Result { try RunReader(run, in: database) }

    init(_ run: ExperimentRun, in database: Database) {
        self.run = run
        self.database = database
    }

    func admits(_ customer: Int64, at time: Int64) throws -> Bool {
        guard run.admission != nil else { return true }
        return try reader.get().admits(customer, at: time)
    }
}
