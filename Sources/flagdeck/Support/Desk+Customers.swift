import ArgumentParser
import FlagAPI
import FlagModel
import Observations

/// Whether a customer must be known.
struct UnknownOption: ParsableArguments {
    @ArgumentParser.Flag(
        name: .customLong("unknown"),
        help: "Take a customer key as it is, even if nobody has seen it yet."
    )
    var isAllowed = false
}

extension Desk {
    /// The customer that a text names: by their key, else by the name that only they have.
    ///
    /// A key is taken when it has been seen, when the environment names it already, and while
    /// nobody at all is known, because then there is nothing to compare it with.
    ///
    /// - Parameters:
    ///   - text: what was typed.
    ///   - takesUnknown: whether a key is taken as it is.
    /// - Returns: the key.
    /// - Throws: ``CommandFailure`` that says who may have been meant.
    func customer(_ text: String, takesUnknown: Bool) async throws -> CustomerKey {
        let key = try CustomerKey(text)
        guard !takesUnknown else { return key }
        if try environment().names(key) { return key }
        if try await !service.customers(withKeys: [key]).isEmpty { return key }
        let page = try await service.customers(CustomerRequest(text: text))
        guard page.known > 0 else {
            Printer.complain("No customer is known yet, so \"\(text)\" is taken as a key.")
            return key
        }
        let namesakes = page.customers.filter { FoldedText($0.name) == FoldedText(text) }
        if let only = namesakes.first, namesakes.count == 1 {
            Printer.complain("\"\(only.name)\" is the customer \(only.key.text).")
            return only.key
        }
        guard namesakes.isEmpty else { throw several(namesakes, text) }
        throw unknown(text, try await near(text, page))
    }

    private func several(_ customers: [Customer], _ text: String) -> CommandFailure {
        let shown = customers.prefix(10).map { customer in
            let facts = customer.attributes.sorted { $0.key < $1.key }.prefix(2)
                .map { "\($0.key) \($0.value)" }
            let about = facts.isEmpty ? "" : " (\(Words.short(facts.joined(separator: ", "), 60)))"
            return "\n  \(customer.key.text)\(about)"
        }
        let more = customers.count - shown.count
        return CommandFailure(
            .refused,
            "\(Words.count(customers.count, "customer")) are called \"\(text)\". "
                + "Say which one by the key:" + shown.joined()
                + (more > 0 ? "\n  and \(Words.grouped(more)) more" : "")
        )
    }

    private func unknown(_ text: String, _ near: [Customer]) -> CommandFailure {
        let offers = near.map { customer in
            let name = customer.name
            return name.isEmpty ? customer.key.text : "\(customer.key.text) (\(Words.short(name)))"
        }
        let advice =
            offers.isEmpty
            ? "Look for somebody with: flagdeck customer find TEXT"
            : "Did you mean \(Nearness.either(offers))?"
        return CommandFailure(
            .refused,
            "No customer \"\(text)\" is known. \(advice)\n"
                + "A key that nobody has seen yet is taken with --unknown."
        )
    }

    /// Who may have been meant: whose name or key holds the text, else whose name is nearly it.
    private func near(_ text: String, _ page: CustomerPage) async throws -> [Customer] {
        let folded = FoldedText(text).text
        let holding = page.customers.filter {
            FoldedText($0.name).text.contains(folded)
                || FoldedText($0.key.text).text.contains(folded)
        }
        if !holding.isEmpty { return Array(holding.prefix(Nearness.offered)) }
        var candidates: [Customer] = []
        for word in FoldedText(text).words.prefix(4) {
            let request = CustomerRequest(text: word, limit: CustomerRequest.maximumLimit)
            candidates += try await service.customers(request).customers
        }
        var seen: Set<CustomerKey> = []
        let different = candidates.filter { seen.insert($0.key).inserted }
        return Nearness.nearest(to: folded, among: different) {
            [FoldedText($0.name).text, $0.key.text]
        }
    }
}

extension EnvironmentState {
    /// Whether a flag or an audience names the customer.
    fileprivate func names(_ customer: CustomerKey) -> Bool {
        audiences.contains { $0.members.contains(customer) || $0.excluded.contains(customer) }
            || flags.contains { $0.targets.contains { $0.customers.contains(customer) } }
    }
}
