import FlagAPI
import FlagModel
import Synchronization
import Testing

@testable import FlagServer

/// Who asks, and who could not connect.
struct ApplicationBookTests {
    private static let start = Moment(milliseconds: 1_784_278_800_000)

    private static func at(_ seconds: Int64) -> Moment {
        start.adding(microseconds: seconds * 1_000_000)
    }

    private static func identity(
        _ sdk: String,
        _ transport: Application.Transport = .streaming
    ) throws -> ApplicationBook.Identity {
        ApplicationBook.Identity(
            secret: try ServedPlace().secret(.server),
            transport: transport,
            sdk: sdk,
            address: "127.0.0.1"
        )
    }

    @Test func `connections of the same kind are one application, as long as one is open`() throws {
        let book = ApplicationBook()
        let identity = try Self.identity("shop")
        let first = book.line(identity, connections: 1, at: Self.at(0))
        let second = book.line(identity, connections: 1, at: Self.at(5))
        first.asked(at: Self.at(9))

        let report = book.report(at: Self.at(10)).applications
        #expect(report.map(\.connectionCount) == [2])
        #expect(report.map(\.connectedAt) == [Self.at(0)])
        #expect(report.map(\.lastAskedAt) == [Self.at(9)])
        book.left(first)
        #expect(book.report(at: Self.at(10)).applications.map(\.connectionCount) == [1])
        book.left(second)
        #expect(book.report(at: Self.at(10)).applications.isEmpty)
    }

    @Test(arguments: [(600, true), (601, false)])
    func `one that asks now and then is known for ten minutes`(
        seconds: Int64,
        isKnown: Bool
    ) throws {
        let book = ApplicationBook()
        _ = book.line(try Self.identity("shop", .polling), connections: 0, at: Self.at(0))

        #expect(book.report(at: Self.at(seconds)).applications.isEmpty != isKnown)
    }

    @Test func `tries with the same fault are one row, whatever the clock says`() {
        let book = ApplicationBook()
        for seconds in [31, 35, 40] {
            book.refused(
                Credentials.Refused(reason: .clockOff(seconds: seconds), environmentID: nil),
                sdk: "shop",
                address: "127.0.0.1",
                at: Self.at(Int64(seconds))
            )
        }

        let refusals = book.report(at: Self.at(60)).refusals
        #expect(refusals.map(\.count) == [3])
        #expect(refusals.map(\.reason) == [.clockOff(seconds: 40)])
    }

    @Test func `whoever is connected is no longer one of those who could not`() throws {
        let book = ApplicationBook()
        let identity = try Self.identity("shop")
        for sdk in ["shop", "other"] {
            book.refused(
                identity.secret.refused(.wrongKind(.client)),
                sdk: sdk,
                address: "127.0.0.1",
                at: Self.at(0)
            )
        }

        _ = book.line(identity, connections: 1, at: Self.at(1))

        #expect(book.report(at: Self.at(2)).refusals.map(\.sdk) == ["other"])
    }

    @Test func `a flood of strangers takes a thousand rows at the most`() {
        let book = ApplicationBook()
        for number in 0..<1500 {
            book.refused(
                Credentials.Refused(reason: .unknownSecret, environmentID: nil),
                sdk: "\(number)",
                address: "127.0.0.1",
                at: Self.at(Int64(number))
            )
        }

        let refusals = book.report(at: Self.at(2000)).refusals
        #expect(refusals.count == ApplicationsReport.maximumRows)
        #expect(refusals.first?.sdk == "1499" && refusals.last?.sdk == "500")
    }

    @Test func `the reason stays the same when somebody must wait, and is told once`() throws {
        let place = try ServedPlace()
        let told = Told()
        let front = FrontDesk(
            settings: ServerSettings(),
            now: { place.now },
            ingest: ConnectionLimitsTests.Counting(),
            note: { told.append($0) }
        )
        let refused = Credentials.Refused(reason: .revokedSecret, environmentID: nil)

        let waits = (0..<8).map { _ in
            front.refuse(refused, sdk: "shop", address: "127.0.0.1")
        }

        #expect(waits == [0, 0, 0, 0, 0, 0, 1, 2])
        let refusals = front.book.report(at: place.now).refusals
        #expect(refusals.map(\.reason) == [.revokedSecret])
        #expect(refusals.map(\.count) == [8])
        #expect(told.all.map(\.reason) == [.revokedSecret])
    }
}

/// What was told.
private final class Told: Sendable {
    private let refusals = Mutex<[RefusedApplication]>([])

    var all: [RefusedApplication] { refusals.withLock(\.self) }

    func append(_ refusal: RefusedApplication) { refusals.withLock { $0.append(refusal) } }
}
