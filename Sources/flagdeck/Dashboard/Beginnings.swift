import Dashboard
import FeatBit
import FlagAPI
import FlagModel
import FlagService

/// The ways in which a first start without data can go on.
struct Beginnings: Sendable {
    let directory: DataDirectory
    let actor: String

    /// Makes data in the way that was chosen and opens it.
    ///
    /// - Throws: ``CommandFailure`` with a sentence for the screen; nothing is left behind then.
    func begin(_ choice: WelcomeChoice) async throws -> OpenService {
        switch choice {
        case .demo: return OpenService(try await DemoDesk.make(keptAt: nil).service)
        case .startEmpty: return try await shared(empty())
        case .importFile(let path):
            let contents = [(name: path, bytes: try InputFile.read(path))]
            let document: FeatBitDocument
            do throws(FeatBitProblem) {
                document = try FeatBitDocument.read(files: contents)
            } catch {
                throw CommandFailure(.refused, error.description)
            }
            let service = try await empty()
            try await Self.bring(document, into: service, actor: actor)
            return try await shared(service)
        }
    }

    /// What was made, opened as a dashboard opens it, so that others can join.
    private func shared(_ service: LocalService) async throws -> OpenService {
        await service.close()
        return try await directory.opened(as: .dashboard, actor: actor)
    }

    private func empty() async throws -> LocalService {
        let start = try StartingPoint(projectKey: "main", environmentKeys: ["prod", "dev"])
        do throws(ServiceProblem) {
            let service =
                directory.holdsData
                ? try LocalService.open(directory, world: Surroundings.world).service
                : try LocalService.create(in: directory, world: Surroundings.world)
            _ = try await service.propose(start.proposal(actor: actor))
            return service
        } catch {
            throw CommandFailure(error)
        }
    }

    private static func bring(
        _ document: FeatBitDocument,
        into service: LocalService,
        actor: String
    ) async throws {
        var random = SystemRandomNumberGenerator()
        do {
            guard let state = try await service.picture().model.environments.first else { return }
            let plan = try document.changes(for: state, using: &random)
            _ = try await service.propose(plan.proposal(id: GUID(using: &random), actor: actor))
        } catch let problem as FeatBitProblem {
            throw CommandFailure(.refused, problem.description)
        } catch let problem as ServiceProblem {
            throw CommandFailure(problem)
        }
    }
}
