public import FlagAPI

extension SharedService {
    /// The data, opened by this process.
    public struct Owned: Sendable {
        /// The service on it.
        public let service: any FlagServiceAPI
        /// Closes the data in order and lets others have it.
        public let close: @Sendable () async -> Void

        /// Puts the parts together.
        public init(
            service: any FlagServiceAPI,
            close: @escaping @Sendable () async -> Void
        ) {
            self.service = service
            self.close = close
        }
    }

    /// How to get at the data, and how long to try.
    package struct Ways: Sendable {
        /// Connects to the process that has the data.
        package var connect: @Sendable () async throws(ConnectProblem) -> FlagClient
        /// Opens the data in this process.
        ///
        /// It is given what to call when another process asks for the data: the caller waits for
        /// its end, then closes the data. ``ServiceProblem/unreachable(text:)`` means that
        /// somebody else has it.
        package var open:
            @Sendable (_ yields: @escaping @Sendable () async -> Void) async throws(ServiceProblem)
                -> Owned
        /// Waits.
        package var pause: @Sendable (Duration) async -> Void
        /// Random bits, so that those who seek do not do it in step.
        package var random: @Sendable () -> UInt64
        /// Where work runs; `nil` is the default.
        package var executor: (any TaskExecutor)?
        /// How long the first search may take while somebody has the data without sharing it.
        package var firstPatience = Duration.seconds(5)
        /// How long a later search may take before those who wait are told.
        package var patience = Duration.seconds(10)
        /// How long a process that was promised the data has to open it.
        package var promise = Duration.seconds(3)
        /// Whether a search goes on after those who wait were told.
        package var keepsTrying = true

        /// How long a search may take although something else stands in its way each time, as
        /// when many short commands take turns.
        package var longestPatience = Duration.seconds(30)

        /// The shortest and the longest pause between two tries, in milliseconds.
        package static let pauseMilliseconds: ClosedRange<UInt64> = 4...250

        /// States how to get at the data.
        package init(
            connect: @escaping @Sendable () async throws(ConnectProblem) -> FlagClient,
            open:
                @escaping @Sendable (@escaping @Sendable () async -> Void)
                async throws(ServiceProblem) -> Owned,
            random: @escaping @Sendable () -> UInt64,
            executor: (any TaskExecutor)? = nil,
            pause: @escaping @Sendable (Duration) async -> Void = { length in
                try? await Task.sleep(for: length)
            }
        ) {
            self.connect = connect
            self.open = open
            self.random = random
            self.executor = executor
            self.pause = pause
        }

        /// A pause that grows with the tries, between half and all of its length at random.
        func pauseLength(afterTries tries: Int) -> Duration {
            let range = Self.pauseMilliseconds
            let longest = min(range.upperBound, range.lowerBound << UInt64(min(tries, 16)))
            return .milliseconds(longest / 2 + random() % (longest / 2 + 1))
        }
    }
}
