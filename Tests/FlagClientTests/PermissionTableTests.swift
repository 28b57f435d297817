import FlagAPI
import FlagModel
import FlagServer
import FlagService
import JSON
import TestSupport
import Testing
import UnixSocket

/// Every cell of the table of who may do what: with a token over a real socket and over HTTP, as an
/// account of the system, and as the owner.
@Suite(.waiting)
struct PermissionTableTests {
    private typealias Table = PermissionTable

    @Test func `every change and every request has a row, and no name is there twice`() throws {
        let rows = try Table.rows(on: PermissionStage())
        let requests = rows.map { Table.number(of: $0.request) }
        let changes = rows.compactMap { row -> Int? in
            guard case .propose(let proposal) = row.request else { return nil }
            return proposal.changes.first.map(Table.number(of:))
        }

        #expect(Set(requests) == Set(0..<Table.requestCount))
        #expect(Set(changes) == Set(0..<Table.changeCount))
        #expect(Set(rows.map(\.name)).count == rows.count)
    }

    @Test func `every cell is there once`() throws {
        let cells = try Table.cells(on: PermissionStage())
        let rows = try Table.rows(on: PermissionStage())

        #expect(cells.count == rows.count * 21 * 4)
        #expect(Table.holders.count == 21)
        #expect(cells.contains { $0.isAllowed } && cells.contains { !$0.isAllowed })
    }

    @Test(arguments: PermissionLineWay.allCases, Table.holders.indices)
    func `a token does what the table says over each way in, and nothing else`(
        way: PermissionLineWay,
        holder: Int
    ) async throws {
        let (role, scope) = Table.holders[holder]
        let stage = PermissionStage()
        let fixture = try await PermissionFixture(role.map { [scope.grant($0, stage)] } ?? [])
        let line = try await AnasLine.over(way, to: fixture)
        let within = fixture.guarded(.systemUser("ana"), "ana")

        for row in try Table.rows(on: stage) {
            let cell = Table.Cell(row: row, role: role, scope: scope, way: way.wayIn)
            let before = try await fixture.owned.service.picture().entry

            let problem = try await line.ask(row.request)

            expect(problem, as: cell)
            guard !cell.isAllowed else { continue }
            #expect(try await fixture.owned.service.picture().entry == before, "\(row)")
            guard case .refused? = problem else { continue }
            // Why not, and who can: in the same words on every way.
            #expect(await answer(row.request, within) == problem, "\(row)")
            let words = problem?.description ?? ""
            #expect(words.hasPrefix("Ana may not ") && words.hasSuffix("Ask Zoe."), "\(words)")
        }
        await line.close()
        await fixture.close()
    }

    @Test(arguments: Table.holders.indices)
    func `an account of the system does what the table says, and nothing else`(
        holder: Int
    ) async throws {
        let (role, scope) = Table.holders[holder]
        let stage = PermissionStage()
        let fixture = try await PermissionFixture(role.map { [scope.grant($0, stage)] } ?? [])
        let service = fixture.guarded(.systemUser("ana"), "ana")

        for row in try Table.rows(on: stage) {
            let cell = Table.Cell(row: row, role: role, scope: scope, way: .systemUser)
            expect(await answer(row.request, service), as: cell)
        }
        await fixture.close()
    }

    @Test func `the owner does everything, and a stranger nothing`() async throws {
        let fixture = try await PermissionFixture([])
        let rows = try Table.rows(on: fixture.stage)
        let stranger = fixture.guarded(.systemUser("eve"))
        for row in rows {
            #expect(
                await answer(row.request, stranger) == .refused(.permission(.stranger("eve"))),
                "\(row)"
            )
        }
        let owner = fixture.guarded(.owner, "root")
        for row in rows {
            // Ana's name is under the examples: the owner acts as somebody who is not written down.
            let request = row.request.asked(by: "root")
            let cell = Table.Cell(row: row, role: nil, scope: .everywhere, way: .owner)
            expect(await answer(request, owner), as: cell)
        }
        await fixture.close()
    }

    private func answer(
        _ request: ServiceRequest,
        _ service: GuardedService
    ) async -> ServiceProblem? {
        do throws(ServiceProblem) {
            if case .handOver = request { try service.allow(.handOver) }
            _ = try await request.answered(by: service)
            return nil
        } catch {
            return error
        }
    }

    private func expect(_ problem: ServiceProblem?, as cell: Table.Cell) {
        let who = "\(cell.row), \(cell.role?.rawValue ?? "no role") \(cell.scope.rawValue)"
        if cell.way == .tokenOverHTTP, case .handOver = cell.row.request {
            #expect(problem?.description.contains("on its own machine only") == true, "\(who)")
        } else if case .refused(.permission) = problem {
            #expect(!cell.isAllowed, "\(who): \(problem?.description ?? "")")
        } else if case .handOver = cell.row.request {
            // The stage keeps its data; it says so to those who may ask for it.
            #expect(cell.isAllowed, "\(who)")
        } else if case .deliveries(.resend) = cell.row.request {
            // The stage told nobody anything; it says so to those who may ask for it.
            #expect(cell.isAllowed, "\(who)")
        } else {
            #expect(cell.isAllowed, "\(who)")
            #expect(problem == nil, "\(who)")
        }
    }
}

extension PermissionLineWay {
    fileprivate var wayIn: PermissionTable.WayIn {
        switch self {
        case .socket: .tokenOnSocket
        case .http: .tokenOverHTTP
        }
    }
}
