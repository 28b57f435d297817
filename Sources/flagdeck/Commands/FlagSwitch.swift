import ArgumentParser
import FlagModel

extension FlagCommands {
    struct On: FlagSwitchCommand {
        static let configuration = FlagSwitchOptions.configuration(isOn: true)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var options: FlagSwitchOptions
        var isOn: Bool { true }
    }

    struct Off: FlagSwitchCommand {
        static let configuration = FlagSwitchOptions.configuration(isOn: false)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var options: FlagSwitchOptions
        var isOn: Bool { false }
    }
}

/// What turning a flag on and turning it off both understand.
struct FlagSwitchOptions: ParsableArguments {
    @OptionGroup var change: ChangeOptions
    @OptionGroup var end: EndOptions
    @Argument(help: "The flag's key.") var key: String

    /// The words about one of the two commands.
    static func configuration(isOn: Bool) -> CommandConfiguration {
        let (way, back) = isOn ? ("on", "off") : ("off", "on")
        return CommandConfiguration(
            commandName: way,
            abstract: "Turn a flag \(way), for good or until a time.",
            discussion: """
                With --until it goes \(back) again by itself: "Friday 18:00", "6 Dec 09:00", a \
                week. Without, an end that was planned before is called off.
                """
        )
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
    var options: FlagSwitchOptions { get }
    var isOn: Bool { get }
}

extension FlagSwitchCommand {
    func run(_ desk: Desk) async throws {
        let (change, end) = (options.change, options.end)
        let (state, flag) = try desk.flag(options.key)
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
