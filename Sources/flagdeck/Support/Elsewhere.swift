import FlagAPI
import FlagClient
import FlagModel
import FlagService
import TLS

/// A service elsewhere as it was named, with what proves who asks, and whom to believe there.
///
/// What was not said comes from variables.
struct Elsewhere {
    var address: String?
    /// A file that holds a token.
    var tokenPath: String?
    /// A file with the certificate of a company's own issuer.
    var issuersPath: String?
    /// Whether a token may travel to another machine for all to read.
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
        let ways = SharedService.Ways.remote(
            place,
            with: token,
            trusting: trust,
            random: Surroundings.world.random,
            executor: Workers.shared
        )
        return try await .opened(ways, as: role)
    }
}
