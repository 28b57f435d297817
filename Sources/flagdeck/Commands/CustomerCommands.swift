import ArgumentParser
import FlagAPI
import FlagModel
import JSON
import Observations

/// Customers: people whom applications or imports have named.
struct CustomerCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customer",
        abstract: "Find and show customers, bring them from a file, and forget them.",
        subcommands: [Find.self, Show.self, SetVersion.self, ImportFile.self, Forget.self]
    )
}

extension CustomerCommands {
    struct Find: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "find",
            abstract: "Find customers by name, key or attribute."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var list: ListOptions
        @Option(help: "How many at the most.") var limit = 50
        @Argument(help: "A part of the name, the key or a value.") var text: String

        func run(_ desk: Desk) async throws {
            let request = CustomerRequest(text: text, limit: limit)
            let page = try await desk.service.customers(request)
            guard !list.wantsJSON else {
                return Printer.print(.array(page.customers.map(\.summary)))
            }
            guard !page.customers.isEmpty else {
                Printer.print(
                    "Nobody of the \(Words.count(page.known, "known customer")) "
                        + "matches \"\(text)\"."
                )
                throw ExitCode(ExitStatus.no.rawValue)
            }
            Printer.print(
                ["CUSTOMER", "NAME", "KNOWN"],
                page.customers.map { customer in
                    let facts = customer.attributes.sorted { $0.key < $1.key }
                        .map { "\($0.key) \($0.value)" }
                    return [
                        customer.key.text, Words.short(customer.name),
                        Words.short(facts.joined(separator: ", "), 60),
                    ]
                }
            )
            guard page.count > page.customers.count else { return }
            let isCapped = page.count > CustomerPage.countLimit
            let count = Words.grouped(min(page.count, CustomerPage.countLimit))
            Printer.print("… \(page.customers.count) of \(count)\(isCapped ? "+" : "").")
        }
    }

    struct ImportFile: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Add customers from a CSV, JSON-lines or FeatBit file."
        )
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The file, or - for standard input.") var file: String

        func run(_ desk: Desk) async throws {
            let bytes = try InputFile.read(file)
            let customers: [Customer]
            do throws(CustomerFileProblem) {
                customers = try CustomerFile.read(name: file, bytes: bytes)
            } catch {
                throw CommandFailure(.refused, error.description)
            }
            let result = try await desk.service.importCustomers(customers)
            Printer.print(
                "\(Words.count(result.added, "new customer")), "
                    + "\(result.updated) brought up to date."
            )
        }
    }
}

extension Customer {
    /// The customer as programs rely on it.
    fileprivate var summary: JSONValue {
        [
            "key": .string(key.text), "name": .string(name),
            "attributes": .object(
                JSONObject(
                    attributes.sorted { $0.key < $1.key }
                        .map { JSONMember(key: $0.key, value: .string($0.value)) }
                )
            ),
        ]
    }
}
