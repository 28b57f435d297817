internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// What is said about applications, in whole sentences.
extension DashboardState {
    /// "3 applications are connected. 1 could not connect."
    func applicationsSentence(_ box: ApplicationsBox) -> Line {
        if let problem = box.problem {
            return Line("Nothing new could be learned: \(SafeText(problem))", .bad)
        }
        guard let report = box.report else { return Line("Looking…", .dim) }
        guard report.address != nil else {
            return Line(
                "Nothing listens for applications here. In another terminal: flagdeck serve",
                .look
            )
        }
        let (open, refused) = (report.applications.count, report.refusals.count)
        let connected =
            open == 0
            ? "No application has connected yet."
            : open == 1 ? "1 application is connected." : "\(open) applications are connected."
        var line = Line(SafeText(connected), .heading)
        if refused > 0 { line.append(" \(SafeText.count(refused)) could not connect.", .look) }
        return line
    }

    /// What the line under the pointer is about: a title and a text; `nil` without a line.
    func applicationsText(_ box: ApplicationsBox) -> (title: SafeText, text: String)? {
        switch box.selectedRow {
        case .refusal(let index)?:
            guard let refusal = box.report?.refusals[index] else { return nil }
            return (SafeText(name(of: refusal.sdk)), words(about: refusal))
        case .application(let index)?:
            guard let application = box.report?.applications[index] else { return nil }
            return (SafeText(name(of: application.sdk)), words(about: application))
        case .secret(let index)?:
            let secret = box.secrets[index]
            return (SafeText(secret.name), words(about: secret, at: box.report?.address))
        case .group(let group)?: return (title(of: group), words(about: group, box))
        case nil: return nil
        }
    }

    func title(of group: ApplicationsBox.Group) -> SafeText {
        switch group {
        case .refused: "COULD NOT CONNECT"
        case .connected: "CONNECTED"
        case .secrets: "SECRETS OF \(SafeText(environmentTitle))"
        }
    }

    private func words(about group: ApplicationsBox.Group, _ box: ApplicationsBox) -> String {
        switch group {
        case .refused:
            return "Each line says what is wrong; the whole sentence, and what to do, stands here "
                + "when you are on it."
        case .connected where box.count(.connected) > 0:
            return "Applications that ask Flagdeck who gets what."
        case .connected:
            guard let address = box.report?.address else {
                return "Applications connect while flagdeck serve runs. It prints the address to "
                    + "give them."
            }
            return "Give an application the address \(address) and a secret from below; it shows "
                + "up here as soon as it asks."
        case .secrets:
            return "An application proves with a secret that it belongs to \(environmentTitle). "
                + "y copies the one you are on."
        }
    }

    private func words(about application: Application) -> String {
        let place = model.environment(application.environmentID)?.environment.title ?? "?"
        let since = times.when(application.connectedAt).text
        let asked = times.when(application.lastAskedAt).text
        let connections =
            switch application.connectionCount {
            case 0: "It asks from time to time, first \(since), last \(asked)."
            case 1: "Connected since \(since), heard last \(asked)."
            default:
                "\(Words.grouped(application.connectionCount)) connections, the first since "
                    + "\(since), heard last \(asked)."
            }
        let how = application.transport == .openFeature ? "Through OpenFeature, from" : "From"
        return "\(how) \(application.address), in \(place), with the "
            + "\(application.kind.rawValue) secret \"\(application.secretName)\". \(connections)"
    }

    private func words(about secret: Secret, at address: String?) -> String {
        let who =
            secret.kind == .server
            ? "For applications on your servers: it hands out whole flags, so keep it there."
            : "For browsers and phones: it hands out answers only."
        let place =
            address.map { " With it goes the address \($0)." }
            ?? " With it goes the address that flagdeck serve prints."
        return who + place + " y copies it."
    }

    private func words(about refusal: RefusedApplication) -> String {
        let place = refusal.environmentID.flatMap { model.environment($0)?.environment.title }
        let tries =
            refusal.count == 1
            ? "It tried once, \(times.when(refusal.lastTriedAt).text)"
            : "It tried \(Words.grouped(refusal.count)) times, last "
                + times.when(refusal.lastTriedAt).text
        let meant = place.map { ", in \($0)" } ?? ""
        return "\(refusal.reason.sentence) \(refusal.reason.remedy) \(tries), "
            + "from \(refusal.address)\(meant)."
    }

    /// The name of an SDK, which may have said none.
    func name(of sdk: String) -> String { sdk.isEmpty ? "no name" : sdk.onOneLine }
}

extension Application.Transport {
    /// How it asks, for a column.
    var short: SafeText {
        switch self {
        case .streaming: "stays open"
        case .polling: "at times"
        case .openFeature: "OpenFeature"
        }
    }
}

extension RefusedApplication.Reason {
    /// What is wrong, in a few words.
    var short: SafeText {
        switch self {
        case .unknownSecret: "nobody knows its secret"
        case .revokedSecret: "its secret was taken back"
        case .wrongKind(.server): "server secret, needs a client one"
        case .wrongKind(.client): "client secret, needs a server one"
        case .clockOff(let seconds): "its clock is off by \(Self.duration(seconds))"
        case .malformedToken: "sends something else than a secret"
        case .tooMany: "too many connections"
        }
    }

    /// "45 seconds", "12 min", "3 h".
    private static func duration(_ seconds: Int) -> SafeText {
        let size = Int(clamping: seconds.magnitude)
        return size < 120 ? "\(size) seconds" : SafeText.age(seconds: size)
    }
}
