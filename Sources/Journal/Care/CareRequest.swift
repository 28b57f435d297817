/// Who asks for work on a journal's files, when and why: the history keeps all three.
public struct CareRequest: Hashable, Sendable {
    /// Who asks; the first 64 characters are kept.
    public var actor: String
    /// Why; the first 1,000 characters are kept, may be empty.
    public var reason: String
    /// Wall time in microseconds since 1970, UTC.
    public var timeMicroseconds: Int64

    /// The most characters of a reason that are kept.
    public static let reasonCharacters = 1000

    /// Describes a request.
    public init(actor: String, reason: String, timeMicroseconds: Int64) {
        self.actor = actor
        self.reason = reason
        self.timeMicroseconds = timeMicroseconds
    }

    var shortReason: String {
        String(String.UnicodeScalarView(reason.unicodeScalars.prefix(Self.reasonCharacters)))
    }
}
