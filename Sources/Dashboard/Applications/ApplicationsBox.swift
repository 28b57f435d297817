internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Who is connected, who cannot connect, and the secrets to give them.
struct ApplicationsBox: Equatable, Sendable {
    /// What the service said last; `nil` before its first answer.
    private(set) var report: ApplicationsReport?
    /// Why it could not be asked.
    private(set) var problem: String?
    /// The question whose answer is wanted.
    var generation = 0
    /// The environment's secrets.
    private(set) var secrets: [Secret]
    /// The lines, in order.
    private(set) var rows: [Row] = []
    /// The selected line.
    var view = ListView()

    /// A part of the list; what is wrong comes first.
    enum Group: Hashable, Sendable {
        case refused
        case connected
        case secrets
    }

    /// One line.
    enum Row: Hashable, Sendable {
        case group(Group)
        case refusal(Int)
        case application(Int)
        case secret(Int)
    }

    init(secrets: [Secret]) {
        self.secrets = secrets
        layOut(height: 1)
    }

    var selectedRow: Row? { rows.indices.contains(view.selection) ? rows[view.selection] : nil }

    /// The secret under the pointer.
    var selectedSecret: Secret? {
        guard case .secret(let index) = selectedRow else { return nil }
        return secrets[index]
    }

    /// How many lines a part has.
    func count(_ group: Group) -> Int {
        switch group {
        case .refused: report?.refusals.count ?? 0
        case .connected: report?.applications.count ?? 0
        case .secrets: secrets.count
        }
    }

    /// Takes an answer; the selection stays on its thing while that is still there.
    mutating func take(_ result: Result<ApplicationsReport, ServiceProblem>, height: Int) {
        let isFirst = report == nil
        let selected = selectedID
        switch result {
        case .success(let report): (self.report, problem) = (report, nil)
        case .failure(let problem): self.problem = problem.description
        }
        layOut(height: height)
        let place =
            isFirst
            ? rows.firstIndex { if case .group = $0 { false } else { true } }
            : rows.firstIndex { id(of: $0) == selected }
        if let place { view.select(place, height: height) }
    }

    /// Takes the secrets of the environment as it is now.
    mutating func take(_ secrets: [Secret], height: Int) {
        guard secrets != self.secrets else { return }
        let selected = selectedID
        self.secrets = secrets
        layOut(height: height)
        if let place = rows.firstIndex(where: { id(of: $0) == selected }) {
            view.select(place, height: height)
        }
    }

    private mutating func layOut(height: Int) {
        var rows: [Row] = []
        if count(.refused) > 0 {
            rows.append(.group(.refused))
            rows += (0..<count(.refused)).map(Row.refusal)
        }
        rows.append(.group(.connected))
        rows += (0..<count(.connected)).map(Row.application)
        rows.append(.group(.secrets))
        rows += (0..<count(.secrets)).map(Row.secret)
        self.rows = rows
        view.setCount(rows.count, height: height)
    }

    /// What a line is about, whatever its place and its times.
    private enum RowID: Hashable {
        case group(Group)
        case refusal(RefusedApplication.Reason, String, String)
        case application(GUID, String, String, Application.Transport, String)
        case secret(GUID)
    }

    private var selectedID: RowID? { selectedRow.flatMap(id) }

    private func id(of row: Row) -> RowID? {
        switch row {
        case .group(let group): return .group(group)
        case .refusal(let index):
            return report.map {
                let one = $0.refusals[index]
                return .refusal(one.reason, one.sdk, one.address)
            }
        case .application(let index):
            return report.map {
                let one = $0.applications[index]
                return .application(
                    one.environmentID,
                    one.secretName,
                    one.sdk,
                    one.transport,
                    one.address
                )
            }
        case .secret(let index): return .secret(secrets[index].id)
        }
    }
}

extension DashboardState {
    /// How long what applications do stays on screen before it is asked for again.
    static let trafficMilliseconds = 10_000

    /// Shows which applications are connected.
    mutating func openApplications() {
        if case .applications? = overlays.last { return }
        open(.applications(ApplicationsBox(secrets: currentSecrets)))
        askApplications()
    }

    private var currentSecrets: [Secret] { environment?.environment.secrets ?? [] }

    /// Asks again, for as long as the screen is open.
    mutating func askApplications() {
        guard let index = overlays.firstIndex(where: \.isApplications),
            case .applications(var box) = overlays[index]
        else { return }
        generation += 1
        box.generation = generation
        overlays[index] = .applications(box)
        outbox.append(.applications(generation: generation))
        outbox.append(.timer(.traffic, milliseconds: Self.trafficMilliseconds))
    }

    /// Takes which applications are connected.
    mutating func takeApplications(
        _ generation: Int,
        _ result: Result<ApplicationsReport, ServiceProblem>
    ) {
        for index in overlays.indices {
            guard case .applications(var box) = overlays[index], box.generation == generation
            else { continue }
            box.take(result, height: applicationsHeight)
            overlays[index] = .applications(box)
        }
    }

    /// A new picture came: secrets may be others.
    mutating func prepareApplications() {
        for index in overlays.indices {
            guard case .applications(var box) = overlays[index] else { continue }
            box.take(currentSecrets, height: applicationsHeight)
            overlays[index] = .applications(box)
        }
    }

    /// What the screen shows has become old.
    mutating func trafficDue() {
        if overlays.contains(where: \.isApplications) {
            askApplications()
        } else if tab == .flags, let page = flags.page {
            askCounts(page)
        }
    }

    // MARK: - Keys

    func applicationsBindings(_ box: ApplicationsBox) -> [Binding] {
        let isSecret = box.selectedSecret != nil
        let onSecret: Availability =
            isSecret ? .yes : .no(reason: "Choose the line of a secret first.")
        var choose = Binding(
            .enter,
            action: .overlay(.choose),
            label: isSecret ? "copy" : "read",
            help: isSecret ? "Copy the whole secret" : "Read what the line is about in full",
            footer: 1
        )
        if case .group? = box.selectedRow {
            choose.availability = .no(reason: "Choose a line below it.")
        }
        return [
            choose,
            Binding(
                .character("y"),
                action: .overlay(.copySecret),
                label: "copy secret",
                help: "Copy the whole secret for an application",
                footer: isSecret ? nil : 2,
                availability: onSecret
            ),
        ] + Binding.moves(letters: true, footer: 3) + Binding.ends + [
            Binding(
                .character("R"),
                action: .overlay(.askAgain),
                label: "refresh",
                help: "Ask again; it also happens every 10 seconds"
            ),
            Binding(.escape, action: .back, label: "close", help: "Back to the list", footer: 5),
        ]
    }

    mutating func perform(_ action: OverlayAction, in box: ApplicationsBox) {
        switch action {
        case .askAgain: askApplications()
        case .copySecret: copySecret(box)
        case .choose where box.selectedSecret != nil: copySecret(box)
        case .choose:
            guard let (title, text) = applicationsText(box) else { return }
            open(.message(MessageBox(title: title.text, text: text)))
        default: break
        }
    }

    private mutating func copySecret(_ box: ApplicationsBox) {
        guard let secret = box.selectedSecret else { return }
        copyOut(
            secret.value,
            "\(secret.name), the \(secret.kind.rawValue) secret of \(environmentTitle)"
        )
    }
}

extension Overlay {
    /// Whether it is the screen about applications.
    var isApplications: Bool {
        if case .applications = self { true } else { false }
    }
}
