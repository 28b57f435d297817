import ArgumentParser

/// Where a service elsewhere is, what proves who asks, and whom to believe there.
///
/// A token is never an argument: everybody on the machine sees those.
struct ConnectOptions: ParsableArguments {
    @Option(
        name: .customLong("connect"),
        help: ArgumentHelp(
            "Where a Flagdeck elsewhere is reached; otherwise $FLAGDECK_CONNECT.",
            valueName: "url"
        )
    )
    var address: String?

    @Option(
        name: .customLong("token-file"),
        help: ArgumentHelp(
            "A file that holds your token for it; otherwise $FLAGDECK_TOKEN.",
            valueName: "file"
        )
    )
    var tokenPath: String?

    @Option(
        name: .customLong("tls-ca"),
        help: ArgumentHelp(
            "The certificate of your company's own issuer; otherwise $FLAGDECK_TLS_CA.",
            valueName: "file"
        )
    )
    var issuersPath: String?

    @ArgumentParser.Flag(
        name: .customLong("plain-http"),
        help: "Let your token travel to another machine for all on the way to read."
    )
    var mayBePlain = false

    /// What was said of it.
    var elsewhere: Elsewhere {
        Elsewhere(
            address: address,
            tokenPath: tokenPath,
            issuersPath: issuersPath,
            mayBePlain: mayBePlain
        )
    }
}

/// A command that works on the files of the data, so only where they lie.
protocol LocalCommand: ParsableCommand {
    var global: GlobalOptions { get }
}

extension JournalCommands.Backup: LocalCommand {}
extension JournalCommands.SignCheckpoint: LocalCommand {}
extension JournalCommands.Show: LocalCommand {}
extension JournalCommands.Follow: LocalCommand {}
extension JournalCommands.Redact: LocalCommand {}
extension JournalCommands.Repair: LocalCommand {}
extension JournalCommands.Verify: LocalCommand {}
extension CustomerCommands.Forget: LocalCommand {}

extension ParsableCommand {
    /// Refuses a command that was sent elsewhere and can only work here: it would act on other data
    /// than the person means.
    func checkPlace() throws {
        let address: String?
        switch self {
        case let command as any LocalCommand: address = try command.global.address()
        case let command as any OwnerCommand: address = try command.global.address()
        case let command as Serve: address = command.global.connection.address
        default: return
        }
        guard let address else { return }
        throw CommandFailure(
            .wrongUsage,
            "This works on the files of the data, so not over \(address). Run it on the machine "
                + "where they lie, with --data DIR."
        )
    }
}
