import ArgumentParser
import FlagAPI
import FlagModel
import FlagService
import Observations

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension CustomerCommands {
    /// Removes a customer from the history and from what was observed.
    struct Forget: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "forget",
            abstract: "Remove everything about a customer: from the history and what was observed.",
            discussion: """
                The customer's key is removed from old entries as journal redact does it, and \
                everything that applications and imports told about the customer is deleted. \
                Close Flagdeck first, wherever it has this data open.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var options: RedactionOptions
        @Argument(help: "The customer's key.") var key: String

        func run() throws {
            let customer: CustomerKey
            do {
                customer = try CustomerKey(key)
            } catch {
                throw CommandFailure(.refused, "\"\(key)\" is no customer key.")
            }
            let request = options.request(key, isWholeWord: true, actor: global.actor)
            let outcome = try options.made(request, in: global.directory)
            let known = try known(customer)
            Printer.print(outcome.page)
            Printer.print(page(known))
            if outcome.entries.isEmpty, known == nil { throw ExitCode(ExitStatus.no.rawValue) }
        }

        /// Forgets what was observed, or only looks.
        private func known(_ customer: CustomerKey) throws -> String? {
            let path = global.directory.observations
            let isDryRun = options.dryRun
            guard access(path, F_OK) == 0 else { return nil }
            return try waiting {
                let store = ObservationStore(path: path)
                do throws(ObservationsError) {
                    return isDryRun
                        ? try await store.customers(withKeys: [customer]).first?.name
                        : try await store.forget(customer)
                } catch {
                    throw CommandFailure(.journal, error.description)
                }
            }
        }

        private func page(_ known: String?) -> String {
            guard let known else { return "Nothing was observed of this customer." }
            let what =
                options.dryRun
                ? "What was observed of this customer would be deleted."
                : "Deleted what was observed of this customer."
            guard !known.isEmpty else { return what }
            return what + " The name \(Words.short(known)) may stand in notes and sentences; "
                + "remove it with: flagdeck journal redact NAME --whole-word"
        }
    }
}
