import ArgumentParser
import FlagAPI
import FlagModel
import JSON

extension WebhookCommands {
    struct Deliveries: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "deliveries",
            abstract: "List what webhooks were told, and what they answered."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Option(help: "How many, the newest first.") var limit = 20
        @Argument(help: "The name of a webhook; without it, of all.") var name: String?

        func validate() throws {
            guard (1...DeliveryRequest.maximumLimit).contains(limit) else {
                throw ValidationError("A limit is 1 to \(DeliveryRequest.maximumLimit).")
            }
        }

        func run(_ desk: Desk) async throws {
            let id = try name.map { try desk.webhook($0).id }
            let found = try await desk.service.deliveries(.latest(of: id, limit: limit))
            guard !list.wantsJSON else {
                return Printer.print(.array(found.map { $0.summary(in: desk.model) }))
            }
            guard !found.isEmpty else { return Printer.print("Nothing was told yet.") }
            Printer.print(
                ["NAME", "WHEN", "WEBHOOK", "EVENT", "ABOUT", "STATE", "TRIES", "ANSWER"],
                found.map { $0.row(in: desk.model) }
            )
        }
    }

    struct Resend: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "resend",
            abstract: "Tell a webhook the same once more, now."
        )
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The name of what was told, as webhook deliveries shows it.")
        var delivery: String

        func run(_ desk: Desk) async throws {
            try await desk.tell(.resend(delivery.lowercased()))
        }
    }

    struct Test: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Post something that tells of nothing, and show the answer."
        )
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The name of the webhook.") var name: String

        func run(_ desk: Desk) async throws {
            try await desk.tell(.test(webhook: desk.webhook(name).id, by: desk.actor))
        }
    }
}

extension Desk {
    /// Has something told now and prints what became of it; ends with 1 when it was not heard.
    fileprivate func tell(_ request: DeliveryRequest) async throws {
        guard let told = try await service.deliveries(request).first else { return }
        guard told.state == .delivered else {
            throw CommandFailure(.no, "It was not heard: \(told.answerInWords)")
        }
        Printer.print("It was heard: \(told.answerInWords)")
    }
}

extension Delivery {
    /// "200 ok", or why there was no answer.
    fileprivate var answerInWords: String {
        let text = Words.short(answer, 60)
        guard let status else { return text.isEmpty ? "not tried yet" : text }
        return text.isEmpty ? "\(status)" : "\(status) \(text)"
    }

    private var stateInWords: String {
        switch state {
        case .waiting: nextTryAt.map { "again \(Surroundings.localTime($0))" } ?? "waits"
        case .delivered: "told"
        case .givenUp: "given up"
        }
    }

    fileprivate func row(in model: Model) -> [String] {
        [
            String(id.text.prefix(8)), Surroundings.localTime(createdAt),
            Words.short(model.webhook(webhookID)?.name ?? "gone", 20), Words.short(events, 40),
            Words.short(subject, 30), stateInWords, "\(attempts)", answerInWords,
        ]
    }

    /// The delivery as programs rely on it.
    fileprivate func summary(in model: Model) -> JSONValue {
        [
            "id": .string(id.text), "webhook": .string(model.webhook(webhookID)?.name ?? ""),
            "entry": .integer(Int(clamping: entry)), "events": .string(events),
            "subject": .string(subject), "created": .string(createdAt.text),
            "state": .string(state.rawValue), "attempts": .integer(attempts),
            "lastTried": lastTriedAt.map { .string($0.text) } ?? .null,
            "nextTry": nextTryAt.map { .string($0.text) } ?? .null,
            "status": status.map(JSONValue.integer) ?? .null, "answer": .string(answer),
        ]
    }
}
