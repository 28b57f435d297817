import FlagModel

extension RefusedApplication.Reason {
    /// What is wrong, in one sentence.
    public var sentence: String {
        switch self {
        case .unknownSecret: "No environment here knows the secret that it uses."
        case .revokedSecret:
            "The secret that it uses was taken back, or copied with a mistake."
        case .wrongKind(.server):
            "It uses the server secret where a client secret is needed."
        case .wrongKind(.client):
            "It uses the client secret where a server secret is needed."
        case .clockOff(let seconds):
            "The clock of its machine is \(Self.duration(seconds)) "
                + "\(seconds > 0 ? "ahead" : "behind"); more than 30 seconds are refused."
        case .malformedToken: "What it sends in place of a secret is none."
        case .tooMany: "It has too many connections open."
        }
    }

    /// What to do next, in one sentence.
    public var remedy: String {
        switch self {
        case .unknownSecret: "Copy one of the environment's secrets into its settings."
        case .revokedSecret: "Copy another secret into its settings."
        case .wrongKind(.server): "Give it the client secret, and keep the server one to servers."
        case .wrongKind(.client): "Give it the server secret."
        case .clockOff: "Set the clock of that machine, or let it be set from the network."
        case .malformedToken:
            "Look whether its secret was copied whole, 44 letters, and whether it is an SDK "
                + "of FeatBit."
        case .tooMany: "Look whether it opens a new client for every request; one is enough."
        }
    }

    /// "45 seconds", "12 minutes", "3 hours", "40 days".
    private static func duration(_ seconds: Int) -> String {
        let size = seconds.magnitude
        return switch size {
        case ..<120: "\(size) seconds"
        case ..<7200: "\(size / 60) minutes"
        case ..<172_800: "\(size / 3600) hours"
        default: "\(size / 86_400) days"
        }
    }
}

extension IngestReport {
    /// What was lost of what applications reported, in one sentence; empty when nothing was.
    public var lossInWords: String {
        if let problem {
            return "What applications report cannot be written just now: \(problem)"
        }
        func reports(_ count: UInt64) -> String { Words.count(Int(clamping: count), "report") }
        let lost = "Lost: \(reports(dropped)), because more came than could be written."
        let leftOut = "Left out: \(reports(malformed)) that made no sense."
        return [dropped > 0 ? lost : nil, malformed > 0 ? leftOut : nil]
            .compactMap(\.self).joined(separator: " ")
    }
}
