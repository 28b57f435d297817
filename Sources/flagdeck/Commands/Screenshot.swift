import ArgumentParser
import Dashboard
import FlagAPI
import FlagModel
import FlagService
import SampleCompany
import TerminalUI

/// Draws a screen without a terminal.
struct Screenshot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screenshot",
        abstract: "Draw a screen as text or as a picture, without a terminal.",
        discussion: "Screens: \(ScreenName.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The screen's name.") var screen: String
    @Option(help: "Columns and rows.") var size = "80x24"
    @Option(name: .customLong("theme"), help: "A built-in theme, or a file.") var themeName = "dark"
    @Option(help: "text or svg.") var format = "text"
    @ArgumentParser.Flag(name: .customLong("demo"), help: "Use the sample company.")
    var isDemo = false

    func run() throws {
        guard let name = ScreenName(rawValue: screen) else {
            let names = ScreenName.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(
                .wrongUsage,
                "There is no screen \"\(screen)\". There are: \(names)."
            )
        }
        guard format == "text" || format == "svg" else {
            throw CommandFailure(.wrongUsage, "--format takes text or svg.")
        }
        let theme = try ThemeCommands.theme(themeName)
        let (size, global, isDemo) = (try parsedSize(), global, isDemo)
        let canvas = try waiting {
            guard isDemo else {
                let opened = try await global.opened()
                let canvas = try await Self.draw(name, size, of: opened.service, global)
                await opened.close()
                return canvas
            }
            let desk = try await DemoDesk.make(keptAt: nil, awaiting: Self.needed(for: name))
            let canvas = try await Self.draw(name, size, of: desk.service, global, isDemo: true)
            await desk.service.close()
            desk.clean()
            return canvas
        }
        Printer.print(
            bytes: Array((format == "svg" ? canvas.svg(theme: theme) : canvas.plainText()).utf8)
        )
    }

    /// What the sample company must have for a screen.
    private static func needed(for screen: ScreenName) -> DemoDesk.Awaited {
        switch screen {
        case .experiments, .experiment, .numbers: .experiments
        default: .customers
        }
    }

    private func parsedSize() throws -> Size {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        guard parts.count == 2, (1...500).contains(parts[0]), (1...200).contains(parts[1]) else {
            throw CommandFailure(.wrongUsage, "--size takes COLUMNSxROWS, 1x1 to 500x200.")
        }
        return Size(columns: parts[0], rows: parts[1])
    }

    /// Goes to the screen and lets everything that it asks for be answered.
    private static func draw(
        _ screen: ScreenName,
        _ size: Size,
        of service: any FlagServiceAPI,
        _ global: GlobalOptions,
        isDemo: Bool = false
    ) async throws -> Canvas {
        // The sample company's screens are the same in every run, so their clock stands still.
        let now = isDemo ? SampleCompany.now : Surroundings.now()
        let picture = try await service.picture()
        let place = try global.environmentName.map { try picture.model.environment(named: $0) }
        var state = DashboardState(
            actor: isDemo ? "You" : global.actor,
            size: size,
            seed: 1,
            zone: isDemo ? .utc : Surroundings.zone(around: now),
            environmentID: place?.environment.id
        )
        if !isDemo { state.zoneName = NamedZones.ofThisMachine }
        let runner = DashboardRunner(service: service)
        var effects = update(&state, .picture(picture), now: now)
        effects += show(screen, in: &state, now: now)
        var steps = 0
        while !effects.isEmpty, steps < 50 {
            steps += 1
            let effect = effects.removeFirst()
            if case .timer(.rest, _) = effect {
                effects += update(&state, .tick(.rest), now: now)
            } else if let message = await runner.perform(effect) {
                effects += update(&state, message, now: now)
            }
        }
        return Dashboard.draw(state)
    }
}
