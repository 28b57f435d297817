import ArgumentParser
import FlagAPI
import FlagModel
import JSON

/// `flagdeck application`: who asks, and who cannot.
struct ApplicationCommands: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "application",
        abstract: "List the applications that ask, and those that cannot connect."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions

    func run(_ desk: Desk) async throws {
        var report = try await desk.service.applications()
        if global.environmentName != nil {
            let id = try desk.environment().environment.id
            report.applications.removeAll { $0.environmentID != id }
            report.refusals.removeAll { $0.environmentID != nil && $0.environmentID != id }
        }
        guard !list.wantsJSON else { return Printer.print(report.summary(in: desk.model)) }
        guard let address = report.address else {
            return Printer.print(
                "Nobody answers applications on this data. Begin with: flagdeck serve"
            )
        }
        Printer.print("Applications connect to \(address).")
        if !report.ingest.lossInWords.isEmpty { Printer.print(report.ingest.lossInWords) }
        if report.applications.isEmpty { Printer.print("None has connected yet.") }
        if !report.applications.isEmpty {
            Printer.print(
                [
                    "ENVIRONMENT", "SECRET", "APPLICATION", "FROM", "HOW", "OPEN", "SINCE",
                    "LAST ASKED",
                ],
                report.applications.map { $0.row(in: desk.model) }
            )
        }
        for refusal in report.refusals { Printer.print("\n" + refusal.paragraph(in: desk.model)) }
    }
}

extension Model {
    fileprivate func title(of environment: GUID?) -> String {
        environment.flatMap { self.environment($0)?.environment.title } ?? ""
    }
}

extension Application {
    fileprivate func row(in model: Model) -> [String] {
        [
            model.title(of: environmentID), secretName, sdk.isEmpty ? "no name" : sdk, address,
            transport.words, connectionCount == 0 ? "" : "\(connectionCount)",
            Surroundings.localTime(connectedAt), Surroundings.localTime(lastAskedAt),
        ]
    }

    fileprivate func summary(in model: Model) -> JSONValue {
        [
            "environment": .string(model.title(of: environmentID)),
            "secret": .string(secretName), "kind": .string(kind.rawValue),
            "transport": .string(transport.rawValue), "sdk": .string(sdk),
            "address": .string(address), "connections": .integer(connectionCount),
            "connected": .string(connectedAt.text), "lastAsked": .string(lastAskedAt.text),
        ]
    }
}

extension Application.Transport {
    fileprivate var words: String {
        switch self {
        case .streaming: "stream"
        case .polling: "asks now and then"
        case .openFeature: "OpenFeature"
        }
    }
}

extension RefusedApplication {
    /// Who could not connect, why, and what to do.
    fileprivate func paragraph(in model: Model) -> String {
        let place = environmentID == nil ? "" : " to \(model.title(of: environmentID))"
        let tries = count == 1 ? "once" : "\(count) times"
        return "Could not connect\(place): \(sdk.isEmpty ? "an application" : sdk) at \(address), "
            + "\(tries), last \(Surroundings.localTime(lastTriedAt)).\n"
            + "  \(reason.sentence)\n  \(reason.remedy)"
    }

    fileprivate func summary(in model: Model) -> JSONValue {
        [
            "environment": .string(model.title(of: environmentID)), "sdk": .string(sdk),
            "address": .string(address), "count": .integer(count),
            "lastTried": .string(lastTriedAt.text), "reason": .string(reason.sentence),
        ]
    }
}

extension ApplicationsReport {
    fileprivate func summary(in model: Model) -> JSONValue {
        [
            "address": address.map(JSONValue.string) ?? .null,
            "applications": .array(applications.map { $0.summary(in: model) }),
            "refused": .array(refusals.map { $0.summary(in: model) }),
            "reports": [
                "written": .integer(Int(clamping: ingest.written)),
                "waiting": .integer(ingest.waiting),
                "malformed": .integer(Int(clamping: ingest.malformed)),
                "lost": .integer(Int(clamping: ingest.dropped)),
            ],
        ]
    }
}
