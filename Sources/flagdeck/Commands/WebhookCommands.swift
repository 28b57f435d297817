import ArgumentParser
import FlagAPI
import FlagModel
import JSON

/// Other systems that are told of changes.
struct WebhookCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook",
        abstract: "Tell other systems of changes, and see what they answered.",
        subcommands: [
            List.self, Show.self, Create.self, Edit.self, Delete.self, Preview.self,
            Deliveries.self, Resend.self, Test.self,
        ],
        defaultSubcommand: List.self
    )
}

/// What a webhook is told, and how, as far as a command line says it.
struct WebhookOptions: ParsableArguments {
    @Option(
        name: .customLong("in"),
        help: "An environment whose changes are told; may be repeated. \"all\" means every one."
    )
    var environments: [String] = []

    @Option(
        help: ArgumentHelp(
            "What is told, such as feature_flag.toggled; may be repeated. \"all\" is everything.",
            valueName: "event"
        )
    )
    var event: [String] = []

    @Option(
        help: ArgumentHelp(
            "A header field to send, as \"NAME: VALUE\"; may be repeated. \"none\" takes all back.",
            valueName: "field"
        )
    )
    var header: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file whose first line is the secret to sign with; - is standard input.",
            valueName: "file"
        )
    )
    var secretFile: String?

    @ArgumentParser.Flag(name: .customLong("unsigned"), help: "Do not sign.")
    var isUnsigned = false

    @Option(
        name: .customLong("template"),
        help: ArgumentHelp(
            "A file that says what posts look like; \"none\" is the usual form again.",
            valueName: "file"
        )
    )
    var templatePath: String?

    @ArgumentParser.Flag(
        name: .customLong("skip-empty"),
        inversion: .prefixedNo,
        help: "Whether to send nothing when the template makes {}."
    )
    var skipsEmpty: Bool?

    /// Changes a webhook as the options say.
    func change(_ webhook: inout Webhook, _ desk: Desk) throws {
        if !environments.isEmpty {
            webhook.environmentIDs =
                try environments == ["all"]
                ? [] : environments.map { try desk.environment($0).environment.id }
        }
        if !event.isEmpty {
            let wanted = try event == ["all"] ? [] : event.map(Self.event)
            webhook.events = Webhook.Event.allCases.filter(wanted.contains)
        }
        if !header.isEmpty {
            webhook.headers = try header == ["none"] ? [] : header.map(Self.field)
        }
        if let templatePath {
            webhook.template = try templatePath == "none" ? "" : Self.template(at: templatePath)
        }
        if let skipsEmpty { webhook.skipsEmpty = skipsEmpty }
        if isUnsigned { webhook.secret = "" }
        if let secretFile { webhook.secret = try Self.firstLine(of: secretFile) }
    }

    static func event(_ text: String) throws -> Webhook.Event {
        if let event = Webhook.Event(rawValue: text) { return event }
        let names = Webhook.Event.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandFailure(
            .wrongUsage,
            "There is no event \"\(text)\". There are: \(names). Nothing was changed."
        )
    }

    private static func field(_ text: String) throws -> Webhook.Header {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw CommandFailure(
                .wrongUsage,
                "\"\(text)\" is no header field. Write it as \"Authorization: Bearer abc\"."
            )
        }
        return Webhook.Header(
            name: String(parts[0]),
            value: String(parts[1].drop { $0 == " " })
        )
    }

    private static func firstLine(of path: String) throws -> String {
        let bytes = try InputFile.read(path).prefix { $0 != UInt8(ascii: "\n") }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasSuffix("\r") ? String(text.dropLast()) : text
    }
}

extension WebhookCommands {
    struct List: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the webhooks."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions

        func run(_ desk: Desk) async throws {
            let webhooks = desk.model.webhooks
            guard !list.wantsJSON else {
                return Printer.print(.array(webhooks.map { $0.summary(in: desk.model) }))
            }
            guard !webhooks.isEmpty else {
                return Printer.print(
                    "No other system is told of changes. "
                        + "Make a webhook with: flagdeck webhook create NAME URL"
                )
            }
            Printer.print(
                ["NAME", "STATE", "ENVIRONMENTS", "EVENTS", "ADDRESS"],
                webhooks.map { webhook in
                    [
                        Words.short(webhook.name, 30), webhook.isActive ? "on" : "off",
                        webhook.places(in: desk.model),
                        webhook.events.isEmpty
                            ? "every one" : Words.count(webhook.events.count, "event"),
                        Words.short(webhook.url, 60),
                    ]
                }
            )
        }
    }

    struct Show: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show one webhook."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @ArgumentParser.Flag(help: "Print the secret and the values of header fields, too.")
        var reveal = false
        @Argument(help: "Its name.") var name: String

        func run(_ desk: Desk) async throws {
            let webhook = try desk.webhook(name)
            guard !list.wantsJSON else {
                return Printer.print(webhook.summary(in: desk.model, reveals: reveal))
            }
            let events = webhook.events.map(\.rawValue).joined(separator: ", ")
            Printer.print("\(webhook.name) is \(webhook.isActive ? "on" : "off").")
            Printer.print("Address:       \(webhook.url)")
            Printer.print("Environments:  \(webhook.places(in: desk.model))")
            Printer.print("Events:        \(webhook.events.isEmpty ? "every one" : events)")
            for header in webhook.headers {
                Printer.print("Header field:  \(header.name): \(reveal ? header.value : "…")")
            }
            Printer.print("Body:          \(webhook.bodyInWords)")
            if reveal {
                webhook.template.split(separator: "\n").forEach { Printer.print("  \($0)") }
            }
            let secret = webhook.secret.isEmpty ? "posts are not signed" : "posts are signed"
            Printer.print(
                "Secret:        \(reveal && !webhook.secret.isEmpty ? webhook.secret : secret)"
            )
        }
    }

    struct Create: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Tell another system of changes from now on.",
            discussion: """
                Posts are signed with a new secret, which is printed: give it to the other system. \
                They are sent by the process that has the data open: flagdeck serve, or a dashboard.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var options: WebhookOptions
        @Argument(help: "What people call it, such as \"Chat\".") var name: String
        @Argument(help: "The address to post to.") var url: String

        func run(_ desk: Desk) async throws {
            var random = SystemRandomNumberGenerator()
            let isOwn = options.isUnsigned || options.secretFile != nil
            var webhook = Webhook(
                id: GUID(using: &random),
                name: name,
                url: url,
                secret: isOwn
                    ? ""
                    : (GUID(using: &random).text + GUID(using: &random).text).filter {
                        $0 != "-"
                    }
            )
            try options.change(&webhook, desk)
            try await desk.make([.saveWebhook(webhook)], change)
            guard !change.isDraft, !change.isDryRun, !isOwn else { return }
            Printer.print("Posts are signed with this secret: \(webhook.secret)")
        }
    }

    struct Edit: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit",
            abstract: "Change a webhook, or turn it off and on again."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var options: WebhookOptions
        @Option(help: "Another name.") var rename: String?
        @Option(help: "Another address.") var url: String?
        @ArgumentParser.Flag(inversion: .prefixedNo, help: "Whether it is told of changes.")
        var active: Bool?
        @Argument(help: "Its name.") var name: String

        func run(_ desk: Desk) async throws {
            var webhook = try desk.webhook(name)
            if let rename { webhook.name = rename }
            if let url { webhook.url = url }
            if let active { webhook.isActive = active }
            try options.change(&webhook, desk)
            try await desk.make([.saveWebhook(webhook)], change)
        }
    }

    struct Delete: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete",
            abstract: "Tell another system no more; what waits for it is given up."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "Its name.") var name: String

        func run(_ desk: Desk) async throws {
            try await desk.make([.removeWebhook(desk.webhook(name).id)], change)
        }
    }
}

extension Webhook {
    /// "LIVE and Practice", or "every one".
    fileprivate func places(in model: Model) -> String {
        let titles = environmentIDs.map { model.environment($0)?.environment.title ?? "gone" }
        return titles.isEmpty ? "every one" : Words.list(titles)
    }

    /// What posts look like, in words; a template may hold a secret of the other system.
    fileprivate var bodyInWords: String {
        guard !template.isEmpty else { return "FeatBit's" }
        let size = Words.count(template.utf8.count, "byte")
        return "a template of \(size)" + (skipsEmpty ? "; {} is not sent" : "")
    }

    /// The webhook as programs rely on it.
    fileprivate func summary(in model: Model, reveals: Bool = false) -> JSONValue {
        var members = [
            JSONMember(key: "id", value: .string(id.text)),
            JSONMember(key: "name", value: .string(name)),
            JSONMember(key: "url", value: .string(url)),
            JSONMember(key: "active", value: .bool(isActive)),
            JSONMember(
                key: "environments",
                value: .array(environmentIDs.map { .string($0.text) })
            ),
            JSONMember(key: "events", value: .array(events.map { .string($0.rawValue) })),
            JSONMember(key: "signed", value: .bool(!secret.isEmpty)),
            JSONMember(key: "templated", value: .bool(!template.isEmpty)),
            JSONMember(key: "skipsEmpty", value: .bool(skipsEmpty)),
        ]
        if reveals {
            let fields = headers.map { JSONMember(key: $0.name, value: .string($0.value)) }
            members.append(JSONMember(key: "headers", value: .object(JSONObject(fields))))
            members.append(JSONMember(key: "secret", value: .string(secret)))
            members.append(JSONMember(key: "template", value: .string(template)))
        } else {
            let names = headers.map { JSONValue.string($0.name) }
            members.append(JSONMember(key: "headers", value: .array(names)))
        }
        return .object(JSONObject(members))
    }
}
