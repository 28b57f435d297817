import ArgumentParser
import FlagModel

extension FlagCommands {
    struct Create: ServiceCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Make a flag; it is off until you turn it on.",
            discussion: """
                Without --version it is a flag of true or false, with the versions On and Off. \
                Otherwise give every version as NAME=VALUE; the first is what people get, the last \
                is what they get while the flag is off.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The key that programs ask for, such as gift-wrap.") var key: String
        @Option(help: "What people call it; otherwise made from the key.") var name: String?
        @Option(help: "What it does.") var description = ""
        @Option(help: "Who answers for it.") var owner = ""
        @Option(help: "Why it exists, and until when.") var purpose = ""
        @Option(name: .customLong("tag"), help: "A word to find it by; give it several times.")
        var tags: [String] = []
        @Option(help: "boolean, string, number or json.") var kind: String?
        @Option(name: .customLong("version"), help: "NAME=VALUE; give it several times.")
        var versions: [String] = []
        @ArgumentParser.Flag(name: .customLong("on"), help: "Turn it on at once.")
        var isOn = false
        @ArgumentParser.Flag(
            name: .customLong("everywhere"),
            help: "In every environment of the project; it is off in all but this one."
        )
        var isEverywhere = false

        func run(_ desk: Desk) async throws {
            let state = try desk.environment()
            let places = desk.model.environments.filter { other in
                other.environment.id == state.environment.id
                    || isEverywhere
                        && other.environment.projectID == state.environment.projectID
            }
            var random = SystemRandomNumberGenerator()
            let changes = try places.map { place in
                var flag = try flag(using: &random)
                flag.isEnabled = isOn && place.environment.id == state.environment.id
                return Change.createFlag(environment: place.environment.id, flag)
            }
            try await desk.make(changes, change)
        }

        private func flag(
            using random: inout SystemRandomNumberGenerator
        ) throws -> FlagModel.Flag {
            let kind = try valueKind()
            let variations = try variations(of: kind, using: &random)
            guard let first = variations.first, let last = variations.last else {
                throw CommandFailure(.wrongUsage, "A flag needs at least one version.")
            }
            var flag = FlagModel.Flag(
                id: GUID(using: &random),
                key: try Key(key),
                name: name ?? Self.name(of: key),
                kind: kind,
                variations: variations,
                defaultVariationID: first.id,
                offVariationID: last.id,
                revision: GUID(using: &random),
                createdAt: Surroundings.now()
            )
            flag.description = description
            flag.owner = owner
            flag.purpose = purpose
            flag.tags = tags
            return flag
        }

        private func valueKind() throws -> ValueKind {
            guard let kind else { return versions.isEmpty ? .boolean : .string }
            guard let known = ValueKind(rawValue: kind) else {
                throw CommandFailure(
                    .wrongUsage,
                    "\"\(kind)\" is no kind of flag: use boolean, string, number or json."
                )
            }
            return known
        }

        private func variations(
            of kind: ValueKind,
            using random: inout SystemRandomNumberGenerator
        ) throws -> [Variation] {
            if versions.isEmpty, kind != .boolean {
                throw CommandFailure(
                    .wrongUsage,
                    "Say what the flag hands out: --version NAME=VALUE, at least once."
                )
            }
            let pairs = versions.isEmpty ? ["On=true", "Off=false"] : versions
            return try pairs.map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else {
                    throw CommandFailure(.wrongUsage, "\"\(pair)\" should be NAME=VALUE.")
                }
                guard kind.accepts(parts[1]) else {
                    throw Refusal.badValue(flag: key, variation: parts[0], kind: kind)
                }
                return Variation(id: GUID(using: &random).text, name: parts[0], value: parts[1])
            }
        }

        /// "Gift wrap" for `gift-wrap`.
        static func name(of key: String) -> String {
            let words = key.map { "-_.".contains($0) ? " " : $0 }
            return String(words.prefix(1)).uppercased() + String(words.dropFirst())
        }
    }

    struct Edit: FlagEditCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit",
            abstract: "Change the words of a flag.",
            discussion: "Give what should change; everything else stays."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @Argument(help: "The flag's key.") var key: String
        @Option(help: "What people call it.") var name: String?
        @Option(help: "What it does.") var description: String?
        @Option(help: "Who answers for it.") var owner: String?
        @Option(help: "Why it exists, and until when.") var purpose: String?
        @Option(name: .customLong("tag"), help: "All its tags anew; give it several times.")
        var tags: [String] = []

        var edits: [FlagEdit] {
            get throws {
                let edits = [
                    name.map(FlagEdit.rename), description.map(FlagEdit.describe),
                    owner.map(FlagEdit.setOwner), purpose.map(FlagEdit.setPurpose),
                    tags.isEmpty ? nil : .setTags(tags),
                ].compactMap(\.self)
                guard !edits.isEmpty else {
                    throw CommandFailure(
                        .wrongUsage,
                        "Say what should change: --name, --description, --owner, --purpose or "
                            + "--tag."
                    )
                }
                return edits
            }
        }
    }
}
