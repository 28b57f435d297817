package import FlagAPI
package import FlagModel

/// Who may do what: every request that there is, by role, by where the role counts, and by how
/// somebody came in.
///
/// What is expected stands here in its own words, apart from the rule that decides.
package enum PermissionTable {
    /// One thing that can be asked.
    package struct Row: Sendable, CustomStringConvertible {
        /// What it is called in the table.
        package let name: String
        /// The least role that may do it.
        package let role: PersonRole
        /// Where the role is needed.
        package let reach: Reach
        /// An example of it, on the stage.
        package let request: ServiceRequest

        package var description: String { name }
    }

    /// Where a role is needed.
    package enum Reach: String, Sendable, CaseIterable {
        /// A role anywhere is enough.
        case anywhere = "anywhere"
        /// In the environment, for the tags of what is touched.
        case thing = "where the thing is"
        /// In the environment, whatever the tags.
        case environment = "in the environment"
        /// In all environments.
        case everywhere = "everywhere"
    }

    /// Where somebody has their role; the requests are about things tagged "shop" in LIVE.
    package enum Scope: String, Sendable, CaseIterable {
        case everywhere = "everywhere"
        case here = "in that environment"
        case elsewhere = "in another environment"
        case tagged = "everywhere, for a tag of the thing"
        case otherTag = "everywhere, for another tag"

        /// The role with this scope.
        package func grant(_ role: PersonRole, _ stage: PermissionStage) -> Grant {
            switch self {
            case .everywhere: Grant(role: role)
            case .here: Grant(role: role, environmentID: stage.live)
            case .elsewhere: Grant(role: role, environmentID: stage.practice)
            case .tagged: Grant(role: role, tag: "shop")
            case .otherTag: Grant(role: role, tag: "other")
            }
        }

        /// Whether it is enough for something.
        package func covers(_ reach: Reach) -> Bool {
            switch (reach, self) {
            case (.anywhere, _), (_, .everywhere): true
            case (.thing, .here), (.thing, .tagged), (.environment, .here): true
            default: false
            }
        }
    }

    /// How somebody comes in.
    package enum WayIn: String, Sendable, CaseIterable {
        case owner = "the owner of the data, or root"
        case systemUser = "an account of the system, over the socket"
        case tokenOnSocket = "a token, over the socket"
        case tokenOverHTTP = "a token, over HTTP"
    }

    /// One answer of the table.
    package struct Cell: Sendable {
        package let row: Row
        /// `nil` is somebody who is written down without a role.
        package let role: PersonRole?
        package let scope: Scope
        package let way: WayIn

        /// Puts the parts together.
        package init(row: Row, role: PersonRole?, scope: Scope, way: WayIn) {
            (self.row, self.role, self.scope, self.way) = (row, role, scope, way)
        }

        /// Whether it is done.
        package var isAllowed: Bool {
            guard way != .owner else { return true }
            // Only who reaches the files can have the data.
            if way == .tokenOverHTTP, case .handOver = row.request { return false }
            guard let role else { return false }
            return role >= row.role && scope.covers(row.reach)
        }
    }

    /// Every role with every scope; nobody's scope is told once.
    package static let holders: [(role: PersonRole?, scope: Scope)] =
        [(nil, Scope.everywhere)]
        + PersonRole.allCases.flatMap { role in Scope.allCases.map { (role, $0) } }

    /// All of it.
    package static func cells(on stage: PermissionStage) throws -> [Cell] {
        let rows = try rows(on: stage)
        return WayIn.allCases.flatMap { way in
            holders.flatMap { holder in
                rows.map { Cell(row: $0, role: holder.role, scope: holder.scope, way: way) }
            }
        }
    }

    /// Everything that can be asked, each once.
    package static func rows(on stage: PermissionStage) throws -> [Row] {
        try changes(on: stage) + requests(on: stage)
    }
}
