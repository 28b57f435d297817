import ArgumentParser
import FlagAPI
import FlagClient
import FlagModel
import FlagService
import TLS

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

    /// The address that counts beside a data directory that was named or not.
    func address(besides dataPath: String?) throws -> String? {
        guard let dataPath else { return address ?? Surroundings.variable("FLAGDECK_CONNECT") }
        guard let address else { return nil }
        throw CommandFailure(
            .wrongUsage,
            "--data \(dataPath) and --connect \(address) name two places. Say one of them."
        )
    }

    /// The service elsewhere that was named; `nil` when none was.
    func remote(besides dataPath: String?) throws -> RemoteService? {
        guard let address = try address(besides: dataPath) else { return nil }
        let place: RemotePlace
        do throws(RemotePlace.Fault) {
            place = try RemotePlace(address, mayBePlain: mayBePlain)
        } catch {
            throw CommandFailure(.wrongUsage, error.text)
        }
        let trust = try place.isEncrypted ? issuers() : .plain
        return RemoteService(place: place, trust: trust, token: try token(for: place))
    }

    private func issuers() throws -> RemoteTrust {
        let path = issuersPath ?? Surroundings.variable("FLAGDECK_TLS_CA")
        let file = try path.map { PEMFile(path: $0, bytes: try InputFile.read($0)) }
        do throws(CertificateProblem) {
            guard let file else { return .issuers(try TrustedIssuers(), now: Surroundings.now) }
            let issuers = try TrustedIssuers(onlyIn: file, at: Surroundings.now())
            return .issuers(issuers, now: Surroundings.now)
        } catch {
            throw CommandFailure(.refused, error.text)
        }
    }

    private func token(for place: RemotePlace) throws -> TokenText {
        let text: String
        if let tokenPath {
            guard !PlainFile.isOpenToOthers(tokenPath) else {
                throw CommandFailure(
                    .refused,
                    "\(tokenPath) can be read by others. Your token was not sent. Close it: "
                        + "chmod 600 \(tokenPath)"
                )
            }
            text = String(decoding: try InputFile.read(tokenPath).prefix(4096), as: UTF8.self)
        } else if let variable = Surroundings.variable("FLAGDECK_TOKEN") {
            text = variable
        } else {
            throw CommandFailure(
                .wrongUsage,
                "\(place.text) wants a token. Name the file that holds yours with --token-file, "
                    + "or put it into $FLAGDECK_TOKEN."
            )
        }
        do throws(TokenText.Fault) {
            return try TokenText(String(text.split(whereSeparator: \.isWhitespace).first ?? ""))
        } catch {
            let source = tokenPath ?? "$FLAGDECK_TOKEN"
            throw CommandFailure(.refused, "\(source): \(error.text)")
        }
    }
}

/// A service of another machine, what proves who asks, and whom to believe there.
struct RemoteService: Sendable {
    let place: RemotePlace
    let trust: RemoteTrust
    let token: TokenText

    /// Connects.
    ///
    /// - Parameter role: a dashboard goes on trying when the connection breaks off; a command ends.
    /// - Returns: the service, ready.
    /// - Throws: ``CommandFailure`` when nobody answers or the token is not good.
    func opened(as role: ProcessRole) async throws -> OpenService {
        var ways = SharedService.Ways.remote(
            place,
            with: token,
            trusting: trust,
            random: Surroundings.world.random,
            executor: Workers.shared
        )
        ways.keepsTrying = role != .command
        do throws(ServiceProblem) {
            return OpenService(try await SharedService.open(ways))
        } catch {
            throw CommandFailure(error)
        }
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
