import FlagAPI
import FlagModel
import TestSupport
import Testing

/// The page of who may do what is the table that is tested cell by cell.
struct PermissionsPageTests {
    @Test func `the page of permissions is what the table says`() throws {
        let file = TextFile(path: "docs/reference/permissions.md")
        let page = try Self.page()
        if TextFile.isRegenerating { file.write(Array(page.utf8)) }

        #expect(String(decoding: file.bytes, as: UTF8.self) == page, "FLAGDECK_REGENERATE=1")
    }

    private static func page() throws -> String {
        let rows = try PermissionTable.rows(on: PermissionStage())
        let cells = try PermissionTable.cells(on: PermissionStage())
        return """
            # Permissions

            *Reference. This page is generated from the table that is tested cell by cell: \
            `FLAGDECK_REGENERATE=1 swift test --filter PermissionsPageTests` writes it anew.*

            As long as nobody is written down, everybody who reaches the data may do everything. \
            How people are written down: [decide who may do what](\
            ../how-to/decide-who-may-do-what.md).

            ## What a role may do

            A role may do all that those to its left may. The last column says where the role is \
            needed.

            | what | \(PersonRole.allCases.map(\.rawValue).joined(separator: " | ")) | where |
            |---|\(PersonRole.allCases.map { _ in ":-:|" }.joined())---|
            \(rows.map(line).joined())
            Following the model, as a dashboard does, needs what looking needs.

            ## Where a role counts

            A role is for everywhere or for one environment, and for everything or for what has \
            one tag. A flag or audience must have the tag before and after the change; an \
            experiment has the tags of its flag; a draft and a plan have those of all that they \
            change.

            | a role \(PermissionTable.Reach.allCases.map { "| needed \($0.rawValue) " }.joined())|
            |---|\(PermissionTable.Reach.allCases.map { _ in ":-:|" }.joined())
            \(PermissionTable.Scope.allCases.map(line).joined())
            ## Ways in

            | way in | who somebody is | what they may do |
            |---|---|---|
            \(PermissionTable.WayIn.allCases.map(line).joined())
            Each cell is asked for over each of these ways by a test, and a refusal has the same \
            words on all of them. Over HTTP the data cannot be taken over, whoever asks.

            Refused whatever they ask: an account that nobody is written down with, \
            somebody who is written down without a role, and a token that is unknown, was revoked \
            or whose time is over.

            The table has \(Words.grouped(rows.count)) things that can be asked, \
            \(PermissionTable.holders.count) ways to have a role, and \
            \(PermissionTable.WayIn.allCases.count) ways in: \(Words.grouped(cells.count)) \
            answers, of which \(Words.grouped(cells.count(where: \.isAllowed))) are yes.

            """
    }

    private static func line(_ row: PermissionTable.Row) -> String {
        let answers = PersonRole.allCases.map { $0 >= row.role ? "yes" : "–" }
        return "| \(row.name) | \(answers.joined(separator: " | ")) | \(row.reach.rawValue) |\n"
    }

    private static func line(_ scope: PermissionTable.Scope) -> String {
        let answers = PermissionTable.Reach.allCases.map { scope.covers($0) ? "yes" : "–" }
        return "| \(scope.rawValue) | \(answers.joined(separator: " | ")) |\n"
    }

    private static func line(_ way: PermissionTable.WayIn) -> String {
        let words =
            switch way {
            case .owner:
                "whoever `--actor` says | everything; what a person may do while acting under the "
                    + "name of one"
            case .systemUser: "the person with that account | what their roles allow"
            case .tokenOnSocket, .tokenOverHTTP: "the token's person | what their roles allow"
            }
        return "| \(way.rawValue) | \(words) |\n"
    }
}
