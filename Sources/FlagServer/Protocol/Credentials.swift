import FlagAPI
import FlagModel

/// A secret that some environment gave out and did not take back.
struct KnownSecret: Hashable, Sendable {
    /// The secret itself.
    let secret: Secret
    /// Where it opens the door.
    let environmentID: GUID
}

/// Every secret that is valid now.
struct Credentials: Hashable, Sendable {
    private let known: [String: KnownSecret]

    /// Seconds that an application's clock may be off; FeatBit's `Streaming:TokenExpirySeconds`.
    static let clockTolerance: Int64 = 30

    /// Gathers the secrets of all environments.
    init(_ environments: some Sequence<Environment>) {
        var known: [String: KnownSecret] = [:]
        for environment in environments {
            for secret in environment.secrets {
                known[secret.value] = KnownSecret(secret: secret, environmentID: environment.id)
            }
        }
        self.known = known
    }

    /// Whether a secret is one that was given out by an environment that is still there.
    ///
    /// A secret names its environment in its second half, so one that does but is not known was
    /// taken back, or mistyped in its first half.
    func find(_ text: String) -> Result<KnownSecret, Refused> {
        // Only ASCII texts compare by their bytes.
        if text.utf8.allSatisfy({ $0 < 0x80 }), let found = known[text] { return .success(found) }
        guard let place = Secret.environmentID(of: text) else {
            return .failure(Refused(reason: .unknownSecret, environmentID: nil))
        }
        let isHere = known.values.contains { $0.environmentID == place }
        return .failure(
            Refused(
                reason: isHere ? .revokedSecret : .unknownSecret,
                environmentID: isHere ? place : nil
            )
        )
    }

    /// Checks what a stream was opened with.
    func admit(
        token: String,
        kind: Secret.Kind,
        at now: Moment
    ) -> Result<KnownSecret, Refused> {
        guard let token = StreamToken(token) else {
            return .failure(Refused(reason: .malformedToken, environmentID: nil))
        }
        return find(token.secret).flatMap { found in
            let ahead = token.time.milliseconds - now.milliseconds
            guard abs(ahead) <= Self.clockTolerance * 1000 else {
                // Rounded away from zero, so that nobody reads of the seconds that are allowed.
                let seconds = (ahead + (ahead > 0 ? 999 : -999)) / 1000
                return .failure(found.refused(.clockOff(seconds: Int(seconds))))
            }
            guard found.secret.kind == kind else {
                return .failure(found.refused(.wrongKind(found.secret.kind)))
            }
            return .success(found)
        }
    }

    /// Why somebody is not let in, and whose door it was if that is known.
    struct Refused: Error, Hashable, Sendable {
        let reason: RefusedApplication.Reason
        let environmentID: GUID?
    }
}

extension KnownSecret {
    /// The holder of this secret is not let in.
    func refused(_ reason: RefusedApplication.Reason) -> Credentials.Refused {
        Credentials.Refused(reason: reason, environmentID: environmentID)
    }
}
