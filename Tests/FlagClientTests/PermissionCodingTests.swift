import FlagAPI
import FlagModel
import JSON
import TestSupport
import Testing

/// What is said about rights travels over the socket as it is.
struct PermissionCodingTests {
    static let problems: [PermissionProblem] = [
        .denied(
            Denial(person: "Jo", act: .change, place: "LIVE", onlyTagged: ["a"], others: ["Li"])
        ),
        .denied(Denial(person: "Jo", act: .people, place: nil, others: [])), .stranger("eve"),
        .badToken, .lastAdministrator("Ana"), .nameTaken("Jo"), .userTaken("jo", by: "Jo"),
        .tokenTaken("script"), .tokenMalformed("script"),
    ]

    @Test(arguments: problems)
    func `a refusal arrives as it was sent`(problem: PermissionProblem) throws {
        let refusal = Refusal.permission(problem)

        #expect(try Refusal(json: refusal.json) == refusal)
        #expect(!problem.description.isEmpty && problem.code.contains("."))
    }

    @Test(arguments: Act.allCases)
    func `every kind of thing has its word on the wire`(act: Act) throws {
        let denial = Denial(person: "Jo", act: act, place: nil, others: [])
        let refusal = Refusal.permission(.denied(denial))

        #expect(try Refusal(json: refusal.json) == refusal)
    }

    @Test(arguments: [
        Caller.Way.owner, .systemUser("nora"),
        .token(person: .numbered(1), id: .numbered(2)),
    ])
    func `a welcome says as whom somebody came in`(way: Caller.Way) throws {
        let ownerName = way == .owner ? "root" : ""
        let identity = Identity(caller: Caller(name: "Nora", way: way), ownerName: ownerName)
        let welcome = Welcome(role: .server, actor: "Nora", identity: identity)

        guard
            case .welcome(let read) = try ServiceMessage(
                json: ServiceMessage.welcome(welcome).json
            )
        else {
            Issue.record("It is a welcome.")
            return
        }
        #expect(read == welcome)
    }

    @Test func `a greeting carries a token, and says nothing of one that is not there`() throws {
        let with = Greeting(role: .command, actor: "a", follows: false, token: "fdk_x")
        let without = Greeting(role: .command, actor: "a", follows: false)

        #expect(try Greeting(json: with.json) == with)
        #expect(try Greeting(json: without.json) == without)
        #expect(!String(decoding: without.json.canonicalBytes(), as: UTF8.self).contains("token"))
    }
}
