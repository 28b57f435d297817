import ArgumentParser
import FlagAPI
import FlagModel

extension CustomerCommands {
    /// A version of a flag for just one customer, for a while or for good.
    struct SetVersion: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Give one customer a version of a flag, for a while or for good.",
            discussion: """
                With --until it ends by itself and what was there comes back: a week, "30 days", \
                "Friday 18:00", "6 Dec". The version "none" takes back what was set for this \
                customer before. What ends is listed by: flagdeck schedule list
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Option(help: "When it ends; without it, it stays.") var until: String?
        @OptionGroup var unknown: UnknownOption
        @Argument(help: "The customer's key, or a name that only they have.") var key: String
        @Argument(help: "The flag's key.") var flag: String
        @Argument(help: "The version, by its name or id; none takes it back.") var version: String

        func run(_ desk: Desk) async throws {
            let customer = try await desk.customer(key, takesUnknown: unknown.isAllowed)
            let (state, flag) = try desk.flag(flag)
            let place = state.environment.id
            let variation = try variation(of: flag)
            let known = try await desk.customers([customer], in: state).first
            let setting = CustomerSetting(
                environmentID: place,
                flagID: flag.id,
                customer: customer,
                customerName: Words.short(known?.name ?? "", 100),
                variationID: variation?.id,
                end: try end(at: desk.now)
            )
            var random = SystemRandomNumberGenerator()
            let changes = setting.changes(
                in: desk.model,
                by: .init(
                    author: desk.actor,
                    note: change.note,
                    now: desk.now,
                    id: GUID(using: &random)
                )
            )
            guard !changes.isEmpty else {
                return Printer.print("It is like that already. Nothing was changed.")
            }
            try await desk.make(changes, change)
        }

        private func variation(of flag: FlagModel.Flag) throws -> Variation? {
            let wanted = version.lowercased()
            let found = flag.variations.filter {
                $0.id == version || $0.name.lowercased() == wanted
            }
            if let only = found.first, found.count == 1 { return only }
            if wanted == "none" { return nil }
            let names = flag.variations.map(\.name)
            throw CommandFailure(
                .refused,
                "The flag \(flag.name) has no version \"\(version)\". "
                    + "There are: \(Words.list(names, most: 10)), and none."
            )
        }

        private func end(at now: Moment) throws -> Moment? {
            guard let until else { return nil }
            let reader = PlanTimeReader(now: now, zone: Surroundings.zone(around: now))
            return try reader.end(until)
        }
    }
}
