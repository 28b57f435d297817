public import Experiments
public import FlagModel

/// One run of an experiment, as the file is asked about it.
public struct ExperimentRun: Sendable {
    /// Which run of which experiment.
    public struct ID: Hashable, Sendable {
        /// Where.
        public let environmentID: GUID
        /// Which experiment.
        public let experimentID: GUID
        /// The number of the run, from 0.
        public let run: Int

        /// Puts the parts together.
        public init(environmentID: GUID, experimentID: GUID, run: Int) {
            self.environmentID = environmentID
            self.experimentID = experimentID
            self.run = run
        }
    }

    /// The names of the events that a metric counts.
    public struct EventNames: Hashable, Sendable {
        /// What is measured.
        public let value: String
        /// What a ratio is divided by.
        public let over: String?

        /// Puts the parts together.
        public init(value: String, over: String? = nil) {
            self.value = value
            self.over = over
        }
    }

    /// Which run.
    public let id: ID
    /// The flag whose versions are compared.
    public let flagKey: String
    /// What is counted.
    public let plan: FoldPlan
    /// The events of each of the plan's metrics.
    public let events: [EventNames]
    /// Who counts; `nil` is everybody.
    public let admission: RunAdmission?

    /// Puts the parts together.
    ///
    /// - Parameters:
    ///   - id: which run.
    ///   - flagKey: the flag's key, as applications report it.
    ///   - plan: what is counted.
    ///   - events: as many as the plan has metrics.
    ///   - admission: who counts.
    public init(
        id: ID,
        flagKey: String,
        plan: FoldPlan,
        events: [EventNames],
        admission: RunAdmission? = nil
    ) {
        precondition(events.count == plan.metrics.count, "Every metric has its events.")
        self.id = id
        self.flagKey = flagKey
        self.plan = plan
        self.events = events
        self.admission = admission
    }
}

/// Who counts in a run of an experiment, decided once, when a customer's first exposure is learnt.
public struct RunAdmission: Sendable {
    /// Stands for the rule: two rules with the same text admit the same customers.
    public let text: String
    /// The attributes that it looks at, by the bytes of their names.
    public let attributes: Set<[UInt8]>
    /// Tells whether somebody counts, as described at the first exposure.
    public let admits: @Sendable (KnownPerson) -> Bool

    /// Puts the parts together.
    public init(
        text: String,
        attributes: Set<[UInt8]>,
        admits: @escaping @Sendable (KnownPerson) -> Bool
    ) {
        self.text = text
        self.attributes = attributes
        self.admits = admits
    }
}

extension ExperimentRun {
    /// A number that stands for what is counted, but for the end and the splits: counts under
    /// another one are not this run's.
    ///
    /// It is kept in files, so it is FNV-1a, which never changes.
    var mark: Int64 {
        var text = "\(flagKey)\n\(plan.start.microseconds)\n\(plan.pastDays)\n"
        text += plan.variationIDs.joined(separator: "\t")
        for (metric, names) in zip(plan.metrics, events) {
            text += "\n\(metric.measure) \(metric.windowDays ?? 0) \(metric.isCapped) "
            text += "\(metric.usesPast)\t\(names.value)\t\(names.over ?? "")"
        }
        text += "\n" + (admission?.text ?? "")
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(bitPattern: hash)
    }

    /// Whether the same is counted in the same way, under the same splits up to the same end.
    func isSame(as other: ExperimentRun) -> Bool {
        mark == other.mark && plan == other.plan
    }

    /// The names of all events that are counted, each once.
    var eventNames: [String] {
        var names: [String] = []
        for event in events {
            for name in [event.value, event.over].compactMap({ $0 }) where !names.contains(name) {
                names.append(name)
            }
        }
        return names
    }
}

extension Moment {
    /// The first whole millisecond since the beginning of 1970 that is not before it.
    var roundedUpToMilliseconds: Int64 {
        milliseconds + (microseconds > milliseconds * 1000 ? 1 : 0)
    }
}
