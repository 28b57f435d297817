import FlagAPI
import FlagModel
import FlagService
import FoundationEssentials
import Journal
import SampleCompany

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The sample company on a directory of its own.
struct DemoDesk: Sendable {
    let service: LocalService
    /// The directory to remove afterwards; `nil` keeps it.
    let throwAway: String?

    /// What can be waited for.
    enum Awaited {
        /// The history only.
        case nothing
        /// The customers too.
        case customers
        /// And what they saw and did while experiments ran.
        case experiments
        /// And the visits of the last day: everything.
        case visits
    }

    /// The sample company's clock, which begins at its own "now", and its random numbers.
    static func world() -> LocalService.World {
        let start = ContinuousClock.now
        // A copy holds ids that the first numbers made; its own must be others.
        let randomness = SeededRandom(seed: readyMade == nil ? 1 : 2)
        return LocalService.World(
            now: {
                let elapsed = start.duration(to: .now).components
                let microseconds =
                    elapsed.seconds * 1_000_000 + elapsed.attoseconds / 1_000_000_000_000
                return SampleCompany.now.adding(microseconds: microseconds)
            },
            random: { randomness.next() },
            wait: { await Alarm.shared.wait(milliseconds: $0) },
            executor: Workers.shared
        )
    }

    /// Makes the sample company, the same every time.
    ///
    /// - Parameters:
    ///   - directory: where to keep it; `nil` uses a new one that is thrown away.
    ///   - world: its clock and random numbers.
    ///   - awaited: what must be there before it returns; the rest comes while the first screen
    ///     is up already.
    /// - Returns: the sample company, opened.
    /// - Throws: ``CommandFailure`` or `ServiceProblem` when there is no place for it.
    static func make(
        keptAt directory: String?,
        world: LocalService.World = world(),
        awaiting awaited: Awaited = .nothing
    ) async throws -> DemoDesk {
        if directory == nil, let readyMade { return try copy(of: readyMade, world: world) }
        let path = try directory ?? temporaryDirectory()
        let company = SampleCompany.make()
        let service = try LocalService.create(in: DataDirectory(path: path), world: world)
        try await service.record(company.history)
        let customers = company.customers
        switch awaited {
        case .customers: _ = try await service.importCustomers(customers)
        case .experiments:
            _ = try await service.importCustomers(customers)
            try await DemoExperiments.report(to: service, customers: customers)
        case .visits: try await fill(service, customers)
        case .nothing:
            // Customers are looked up by name, not shown at the start: the screen need not wait.
            Task.detached(executorPreference: Workers.shared) {
                try? await fill(service, customers)
            }
        }
        return DemoDesk(service: service, throwAway: directory == nil ? path : nil)
    }

    /// Brings the customers, and what they saw and did.
    private static func fill(_ service: LocalService, _ customers: [Customer]) async throws {
        _ = try await service.importCustomers(customers)
        try await DemoExperiments.report(to: service, customers: customers)
        try await DemoVisits.report(to: service, customers: customers)
    }

    /// Removes what was made for this run only.
    func clean() {
        guard let throwAway else { return }
        try? FileManager.default.removeItem(atPath: throwAway)
    }

    static func temporaryDirectory() throws -> String {
        let base = Surroundings.variable("TMPDIR") ?? "/tmp"
        do throws(DiskError) {
            return try ScratchFolder.make("flagdeck-demo", in: base)
        } catch {
            throw CommandFailure(
                .unreachable,
                "No directory for the demo can be made in \(base): "
                    + "\(String(cString: strerror(error.errno))). Name another one with TMPDIR."
            )
        }
    }
}
