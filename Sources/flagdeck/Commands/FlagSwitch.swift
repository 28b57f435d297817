import ArgumentParser
import FlagModel

extension FlagCommands {
    struct On: FlagSwitchCommand {
        static let configuration = CommandConfiguration(
            commandName: "on",
            abstract: "Turn a flag on, for good or until a time.",
            discussion: """
                With --until it goes off again by itself: "Friday 18:00", "6 Dec 09:00", a week. \
                Without, an end that was planned before is called off.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var end: EndOptions
        @Argument(help: "The flag's key.") var key: String
        var isOn: Bool { true }
    }

    struct Off: FlagSwitchCommand {
        static let configuration = CommandConfiguration(
            commandName: "off",
            abstract: "Turn a flag off, for good or until a time.",
            discussion: """
                With --until it goes on again by itself: "Friday 18:00", "6 Dec 09:00", a week. \
                Without, an end that was planned before is called off.
                """
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var change: ChangeOptions
        @OptionGroup var end: EndOptions
        @Argument(help: "The flag's key.") var key: String
        var isOn: Bool { false }
    }
}

/// When something ends, and in which zone that is written.
struct EndOptions: ParsableArguments {
    @Option(help: "When it ends by itself; without it, it stays.") var until: String?
    @OptionGroup var place: ZoneOptions

    /// The end that was asked for; `nil` for none.
    func end(at now: Moment) throws -> Moment? {
        try until.flatMap { try place.reader(at: now).end($0) }
    }
}

/// A command that turns a flag on or off.
protocol FlagSwitchCommand: ServiceCommand {
    var change: ChangeOptions { get }
    var end: EndOptions { get }
    var key: String { get }
    var isOn: Bool { get }
}

extension FlagSwitchCommand {
    func run(_ desk: Desk) async throws {
        let (state, flag) = try desk.flag(key)
        let setting = FlagSetting(
            environmentID: state.environment.id,
            flagID: flag.id,
            isEnabled: isOn,
            end: try end.end(at: desk.now),
            zone: end.until == nil ? "" : end.place.name
        )
        let changes = setting.changes(in: desk.model, by: desk.planner(change.note))
        guard changes.isEmpty else { return try await desk.make(changes, change) }
        let edit = FlagEdit.setEnabled(isOn)
        try await desk.make(
            [.editFlag(environment: state.environment.id, flag: flag.id, edit)],
            change
        )
    }
}
