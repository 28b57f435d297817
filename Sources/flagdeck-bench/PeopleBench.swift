import FlagAPI
import FlagModel
import FlagService

#if os(Linux)
import CLinux
#endif
#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What it costs to count everybody and to find somebody among very many customers.
enum PeopleBench {
    private static let spread = 4000
    private static let run = 100_000
    private static let rounds = 5
    private static let searches = 100

    /// Measures on customers in `folder`, who are made there unless they are there.
    ///
    /// - Parameters:
    ///   - count: how many customers.
    ///   - folder: stays, so that the next measurement need not make them again.
    /// - Throws: what the service throws.
    static func run(customers count: Int, in folder: String) async throws {
        let directory = DataDirectory(path: "\(folder)/people-\(count)")
        try await make(count, in: directory)
        print("\(count) customers, \(Stopwatch.residentKilobytes() / 1024) MiB resident before")
        let start = Stopwatch.processor()
        let service = try LocalService.open(directory, world: world).service
        _ = try await service.customers(CustomerRequest(text: "a"))
        print("opened and first found: \(Stopwatch.milliseconds([Stopwatch.processor() - start]))")
        try await counts(service)
        try await finding(service, count)
        await service.close()
        print("peak resident: \(Stopwatch.peakKilobytes() / 1024) MiB")
    }

    private static func make(_ count: Int, in directory: DataDirectory) async throws {
        guard access(directory.path, F_OK) != 0 else { return }
        let start = Stopwatch.now()
        let service = try LocalService.create(in: directory, world: world)
        try await PeopleCrowd.make(count, service)
        await service.close()
        print("made in \(Stopwatch.text((Stopwatch.now() - start) / 1_000_000)) s")
    }

    private static var world: LocalService.World {
        LocalService.World(
            now: {
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                let seconds = Int64(time.tv_sec)
                return Moment(microseconds: seconds * 1_000_000 + Int64(time.tv_nsec) / 1000)
            },
            random: { UInt64.random(in: .min ... .max) }
        )
    }

    // MARK: - Counting

    private static func counts(_ service: LocalService) async throws {
        guard let state = try await service.picture().model.environment(PeopleCrowd.live),
            let audience = state.audience(PeopleCrowd.audience),
            let flag = state.flag(PeopleCrowd.flag)
        else { return }
        let turnOff = Change.editFlag(
            environment: PeopleCrowd.live,
            flag: flag.id,
            .setEnabled(false)
        )
        let questions: [(name: String, question: PeopleQuestion)] = [
            ("a flag is turned off", .changes([turnOff])),
            ("who gets what of a flag", .flag(flag)),
            ("the funnel of an audience", .audience(audience)),
            ("two audiences", .overlap(PeopleCrowd.audience, PeopleCrowd.other)),
        ]
        print("| question | estimate, first | estimate | everybody | on the clock | in a group |")
        print("|---|---:|---:|---:|---:|---:|")
        for one in questions { try await count(one.name, one.question, service) }
    }

    private static func count(
        _ name: String,
        _ question: PeopleQuestion,
        _ service: LocalService
    ) async throws {
        var estimates: [Double] = []
        var totals: [Double] = []
        var clocks: [Double] = []
        var answer = PeopleAnswer(known: 0)
        for _ in 0..<rounds {
            let start = Stopwatch.processor()
            _ = try await service.people(request(question, .spread(spread)))
            estimates.append(Stopwatch.processor() - start)
            let (again, clock) = (Stopwatch.processor(), Stopwatch.now())
            answer = PeopleAnswer(known: 0)
            while let next = answer.next {
                let slice = PeopleRequest.Slice.run(from: next, count: run)
                answer.add(try await service.people(request(question, slice)))
            }
            totals.append(Stopwatch.processor() - again)
            clocks.append(Stopwatch.now() - clock)
        }
        let first = Stopwatch.milliseconds(Array(estimates.prefix(1)))
        let groups = answer.groups.map { "\($0.count)" }.joined(separator: ", ")
        print(
            "| \(name) | \(first) | \(Stopwatch.milliseconds(estimates)) "
                + "| \(Stopwatch.milliseconds(totals)) | \(Stopwatch.milliseconds(clocks)) "
                + "| \(groups) |"
        )
    }

    private static func request(
        _ question: PeopleQuestion,
        _ slice: PeopleRequest.Slice
    ) -> PeopleRequest {
        PeopleRequest(environmentID: PeopleCrowd.live, question: question, slice: slice)
    }

    // MARK: - Finding

    private static func finding(_ service: LocalService, _ count: Int) async throws {
        print("| letters | beginning of a key | part of a name | value | two words |")
        print("|---:|---:|---:|---:|---:|")
        var random = SplitMix64(seed: 7)
        for letters in 1...6 {
            var cells: [String] = []
            for kind in 0..<4 {
                var times: [Double] = []
                for _ in 0..<searches {
                    let customer = try PeopleCrowd.customer(Int(random.next() % UInt64(count)))
                    let text = text(of: customer, kind, letters, &random)
                    let start = Stopwatch.processor()
                    _ = try await service.customers(CustomerRequest(text: text))
                    times.append(Stopwatch.processor() - start)
                }
                cells.append(percentiles(times))
            }
            print("| \(letters) | " + cells.joined(separator: " | ") + " |")
        }
    }

    private static func text(
        of customer: Customer,
        _ kind: Int,
        _ letters: Int,
        _ random: inout SplitMix64
    ) -> String {
        func part(_ text: String) -> String {
            let start = Int(random.next() % UInt64(max(1, text.count - letters + 1)))
            return String(text.dropFirst(start).prefix(letters))
        }
        let city = String((customer.attributes["city"] ?? "").prefix(letters))
        switch kind {
        case 0: return String(customer.key.text.prefix(letters))
        case 1: return part(customer.name)
        case 2: return city
        default: return city + " " + part(customer.name)
        }
    }

    private static func percentiles(_ times: [Double]) -> String {
        let sorted = times.sorted()
        let middle = Stopwatch.text(sorted[sorted.count / 2] / 1000)
        return "\(middle) / \(Stopwatch.text(sorted[sorted.count * 99 / 100] / 1000)) ms"
    }
}
