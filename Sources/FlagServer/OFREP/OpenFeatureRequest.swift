import Evaluation
import FlagModel
import JSON

/// What an OpenFeature provider asks with: `{"context": {"targetingKey", …}}`.
///
/// Source: OFREP 0.3.0. Python's provider sends `{}` when the application gave no context.
struct OpenFeatureRequest: Sendable {
    /// Who asks.
    let user: EndUser
    /// Whether the context says who asks.
    var hasKey: Bool { !user.key.isEmpty }

    /// What is wrong with a request.
    struct Problem: Error, Hashable, Sendable {
        let code: String
        let details: String

        static let noJSON = Problem(
            code: "PARSE_ERROR",
            details:
                "The body is no JSON object such as {\"context\": {\"targetingKey\": \"C-1\"}}."
        )
        static let noContext = Problem(
            code: "INVALID_CONTEXT",
            details: "The context must be a JSON object with at most "
                + "\(EndUser.maximumAttributes) members."
        )
    }

    /// Reads a body.
    init(_ body: [UInt8]) throws(Problem) {
        let limits = RequestLimits.json(documentBytes: RequestLimits.bodyBytes)
        guard case .object(let request)? = try? JSONValue(parsing: body, limits: limits) else {
            throw .noJSON
        }
        let context = request["context"] ?? .object(JSONObject())
        guard let user = EndUser(openFeature: context == .null ? .object(JSONObject()) : context)
        else { throw .noContext }
        self.user = user
    }
}
