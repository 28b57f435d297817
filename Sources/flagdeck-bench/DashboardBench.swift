import Dashboard
import FlagAPI
import FlagModel
import TerminalUI

/// What a key and its frame cost on the page of a very large audience, beside a small one.
enum DashboardBench {
    private static let few = 1000
    private static let rounds = 41
    private static let project = GUID(bytes: 1)
    private static let live = GUID(bytes: 2)
    private static let now = Moment(milliseconds: 1_780_000_000_000)

    /// Measures with so many listed members; nothing is written anywhere.
    ///
    /// - Throws: ``Refusal`` where the model cannot be made.
    static func run(members count: Int) throws {
        let small = try screen(of: few)
        let large = try screen(of: count)
        print("processor time of one key and its frame, median of \(rounds):")
        print("| key | \(few) members | \(count) members | ratio |")
        print("|---|---:|---:|---:|")
        let keys: [(name: String, key: TerminalUI.Key)] = [
            ("Down", .down), ("PgDn", .pageDown), ("End", .end), ("Home", .home), ("Tab", .tab),
        ]
        for (name, key) in keys {
            let (less, more) = (median(of: key, on: small), median(of: key, on: large))
            let ratio = Stopwatch.text(more / less)
            print("| \(name) | \(shown(less)) | \(shown(more)) | \(ratio) |")
        }
    }

    /// A screen with the page of an audience of so many members.
    private static func screen(of count: Int) throws -> DashboardState {
        var audience = Audience(
            id: GUID(bytes: 3),
            key: try FlagModel.Key("large"),
            name: "Large",
            createdAt: now
        )
        audience.members = try (0..<count).map { try CustomerKey("M-\($0)") }
        let changes: [Change] = [
            .createProject(Project(id: project, key: try FlagModel.Key("shop"), name: "Shop")),
            .createEnvironment(
                Environment(
                    id: live,
                    projectID: project,
                    key: try FlagModel.Key("prod"),
                    name: "Shop",
                    isLive: true,
                    secrets: []
                )
            ),
            .createAudience(environment: live, audience),
        ]
        let model = try Model().previewing(changes)
        let size = Size(columns: 80, rows: 24)
        var state = DashboardState(actor: "Ana", size: size, seed: 1)
        _ = update(&state, .picture(Picture(model: model, entry: 1)), now: now)
        for key in [TerminalUI.Key.character("2"), .enter] {
            _ = update(&state, .key(key), now: now)
        }
        let isThere = draw(state).plainText().contains("MEMBERS")
        guard isThere else { throw NoPage() }
        return state
    }

    private static func median(of key: TerminalUI.Key, on screen: DashboardState) -> Double {
        var state = screen
        let times = (0..<rounds).map { _ in
            let start = Stopwatch.threadProcessor()
            _ = update(&state, .key(key), now: now)
            _ = draw(state)
            return Stopwatch.threadProcessor() - start
        }
        return times.sorted()[rounds / 2]
    }

    private static func shown(_ microseconds: Double) -> String {
        "\(Stopwatch.text(microseconds / 1000)) ms"
    }

    private struct NoPage: Error, CustomStringConvertible {
        let description = "the page of the audience did not open"
    }
}
