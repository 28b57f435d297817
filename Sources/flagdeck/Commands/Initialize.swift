import ArgumentParser
import FlagAPI
import FlagModel
import FlagService

/// Makes a data directory.
struct Initialize: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a place for your flags: a project and its environments."
    )

    @OptionGroup var global: DataOptions

    @Option(name: .customLong("project"), help: "The key of the project.")
    var projectKey = "main"

    @Option(
        name: .customLong("environment"),
        help: "The key of an environment; the first one is LIVE. Give it several times for more."
    )
    var environmentKeys = ["prod", "dev"]

    func run() throws {
        let directory = global.directory
        let start = try StartingPoint(projectKey: projectKey, environmentKeys: environmentKeys)
        let actor = global.actor
        try waiting {
            let opened = try await Self.service(in: directory, actor: actor)
            do {
                _ = try await opened.service.propose(start.proposal(actor: actor))
            } catch {
                await opened.close()
                throw error
            }
            await opened.close()
        }
        let rest = environmentKeys.dropFirst()
        let others = rest.isEmpty ? "" : " and \(Words.list(Array(rest)))"
        let name = directory.path == Surroundings.dataPath ? "" : " --data \(directory.path)"
        Printer.print(
            """
            Made \(directory.path) with \(environmentKeys[0]) (LIVE)\(others).
            Next: flagdeck\(name)   or   flagdeck import featbit\(name) FILE…
            """
        )
    }
}

extension Initialize {
    /// A service on an empty journal: a new one, or one that an interrupted `init` left behind.
    fileprivate static func service(
        in directory: DataDirectory,
        actor: String
    ) async throws -> OpenService {
        guard directory.holdsData else {
            return OpenService(try LocalService.create(in: directory, world: Surroundings.world))
        }
        let opened = try await directory.opened(as: .command, actor: actor)
        let model = try await opened.service.picture().model
        guard model.environments.isEmpty, model.projects.isEmpty else {
            await opened.close()
            throw CommandFailure(
                .refused,
                "There is data in \(directory.path) already. Nothing was changed. "
                    + "Look at it with: flagdeck --data \(directory.path)"
            )
        }
        return opened
    }
}

/// The project and the environments that a new data directory begins with.
struct StartingPoint: Sendable {
    private let changes: [Change]

    /// - Throws: ``Refusal`` for keys that cannot be, and for none.
    init(projectKey: String, environmentKeys: [String]) throws {
        guard !environmentKeys.isEmpty else {
            throw CommandFailure(.wrongUsage, "Name at least one environment.")
        }
        var random = SystemRandomNumberGenerator()
        do throws(Refusal) {
            let project = Project(
                id: GUID(using: &random),
                key: try Key(projectKey),
                name: Self.name(of: projectKey)
            )
            var changes = [Change.createProject(project)]
            for (index, text) in environmentKeys.enumerated() {
                let key = try Key(text)
                changes.append(
                    .createEnvironment(
                        .new(key, in: project.id, isLive: index == 0, using: &random)
                    )
                )
            }
            self.changes = changes
        } catch {
            throw CommandFailure(.wrongUsage, error.description)
        }
    }

    func proposal(actor: String) -> Proposal {
        var random = SystemRandomNumberGenerator()
        return Proposal(id: GUID(using: &random), actor: actor, changes: changes)
    }

    /// "Prod" for `prod`.
    static func name(of key: String) -> String {
        key.prefix(1).uppercased() + key.dropFirst()
    }
}

extension FlagModel.Environment {
    /// A new environment with a secret of each kind.
    static func new(
        _ key: Key,
        in projectID: GUID,
        name: String? = nil,
        isLive: Bool,
        using random: inout SystemRandomNumberGenerator
    ) -> FlagModel.Environment {
        let id = GUID(using: &random)
        return FlagModel.Environment(
            id: id,
            projectID: projectID,
            key: key,
            name: name ?? StartingPoint.name(of: key.text),
            isLive: isLive,
            secrets: Secret.Kind.allCases.map { kind in
                Secret(kind: kind, environmentID: id, using: &random)
            }
        )
    }
}
