import ArgumentParser
import FeatBit
import FlagModel
import JSON

extension WebhookCommands {
    struct Preview: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "preview",
            abstract: "Show what a post would look like; nothing is sent.",
            discussion: "The change that is told of is made up."
        )
        @OptionGroup var global: GlobalOptions
        @Option(
            name: .customLong("template"),
            help: ArgumentHelp(
                "A file with a template, instead of the webhook's.",
                valueName: "file"
            )
        )
        var templatePath: String?
        @Option(help: "What has happened.") var event = Webhook.Event.flagToggled.rawValue
        @Argument(help: "The name of a webhook.") var name: String?

        func validate() throws {
            guard name != nil || templatePath != nil else {
                throw ValidationError("Name a webhook, or a file with --template.")
            }
        }

        func run(_ desk: Desk) async throws {
            let happened = try WebhookOptions.event(event)
            let told = WebhookPost.example(of: happened, by: desk.actor, at: Surroundings.now())
            let template =
                try templatePath.map(WebhookOptions.template(at:))
                ?? name.map { try desk.webhook($0).template } ?? ""
            guard !template.isEmpty else { return Printer.print(told) }
            Printer.print(try WebhookOptions.filled(template, with: told))
        }
    }
}

extension WebhookOptions {
    /// The template in a file, of which a made-up change makes JSON.
    static func template(at path: String) throws -> String {
        let text = String(decoding: try InputFile.read(path), as: UTF8.self)
        guard !text.allSatisfy(\.isWhitespace) else {
            throw CommandFailure(.refused, "\(path) is empty. Nothing was changed.")
        }
        for event in [Webhook.Event.flagToggled, .audienceRulesChanged] {
            let moment = Moment(microseconds: 0)
            _ = try filled(text, with: WebhookPost.example(of: event, by: "Ana", at: moment))
        }
        return text
    }

    /// What a template makes of what is told.
    ///
    /// - Throws: ``CommandFailure`` with where the template is wrong, or what came out of it.
    static func filled(_ template: String, with told: JSONValue) throws -> JSONValue {
        let made: PayloadTemplate
        do throws(PayloadTemplate.Fault) {
            made = try PayloadTemplate(template)
        } catch {
            throw CommandFailure(
                .refused,
                "The template is not understood, \(error.text). Nothing was changed."
            )
        }
        do throws(PayloadTemplate.Failure) {
            let bytes = try made.filled(with: told)
            return (try? JSONValue(parsing: bytes)) ?? .null
        } catch {
            let out = (try? made.text(with: told)).map { String(decoding: $0, as: UTF8.self) }
            let shown = out.map { "\nThis came out: \(Words.short($0, 400))" } ?? ""
            throw CommandFailure(.refused, "\(error.text) Nothing was changed.\(shown)")
        }
    }
}
