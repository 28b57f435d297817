import FlagModel
package import JSON

/// What the two ends of the way over HTTP agree on; what travels is what travels on the socket.
package enum HTTPProtocol {
    /// Where one question is asked: a ``ServiceRequest``; the answer is the service's.
    package static let ask = "/api/v1/ask"
    /// The same for what is larger than ``askBytes``.
    package static let bulk = "/api/v1/import"
    /// Where the model is, at one entry.
    package static let picture = "/api/v1/picture"
    /// Where every entry is told of as it is made: one ``ServiceMessage`` a line.
    package static let entries = "/api/v1/entries"
    /// Bytes of a question, at the most.
    package static let askBytes = 1 << 20
    /// Bytes of a large one: as much as the journal takes for one entry.
    package static let bulkBytes = SocketProtocol.requestBytes
    /// Seconds after which somebody who follows hears something, be it an empty line.
    package static let signOfLifeSeconds: Int64 = 15
    /// Bytes of an answer that says why there is none, at the most.
    package static let problemBytes = 64 << 10
}

/// Why a question over HTTP has no answer (RFC 9457).
package struct HTTPProblem: Hashable, Sendable {
    /// The status of the answer.
    package let status: Int
    /// A stable name for programs.
    package let code: String
    /// A sentence for people.
    package let text: String
    /// What the service said, when it was asked.
    package let problem: ServiceProblem?

    /// Puts the parts together.
    package init(_ status: Int, _ code: String, _ text: String, _ problem: ServiceProblem? = nil) {
        self.status = status
        self.code = code
        self.text = text
        self.problem = problem
    }

    /// What the service said, with the status that says the same to programs.
    package init(_ problem: ServiceProblem) {
        let status =
            switch problem {
            case .refused(let refusal): refusal.httpStatus
            case .unknownEntry: 404
            case .cannotUndo: 409
            case .journal, .observations: 500
            case .unreachable, .busy: 503
            }
        self.init(status, problem.code, problem.description, problem)
    }

    /// The problem as one object.
    package var json: JSONValue {
        var object = JSONObject()
        object["title"] = .string(text)
        object["code"] = .string(code)
        object["status"] = .integer(status)
        if let problem { object["problem"] = problem.json }
        return .object(object)
    }

    /// Reads what ``json`` wrote.
    package init(json: JSONValue) throws(JSONShapeError) {
        let fields = try JSONFields(json)
        status = try fields.integer("status")
        code = try fields.text("code")
        text = try fields.text("title")
        problem = try fields.optional("problem", ServiceProblem.init(json:))
    }
}

extension Refusal {
    /// The status of an answer that refuses: 403 for what somebody may not do, 409 for what was
    /// decided anew in between, else 422.
    fileprivate var httpStatus: Int {
        if case .changedSince = self { return 409 }
        return code.hasPrefix("permission.") ? 403 : 422
    }
}
