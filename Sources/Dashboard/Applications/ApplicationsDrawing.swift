internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    private static let columns = ColumnLayout([
        .flexible(minimum: 14, maximum: 34, flex: 3, importance: 10),
        .flexible(minimum: 10, maximum: 16, flex: 1, importance: 5),
        .flexible(minimum: 10, maximum: 16, flex: 1, importance: 6),
        .flexible(minimum: 8, maximum: 40, flex: 1, importance: 7),
        .fixed(5, alignment: .trailing, importance: 4),
        .fixed(6, importance: 8),
    ])
    /// A name and a longer text.
    private static let twoColumns = ColumnLayout([
        .flexible(minimum: 14, maximum: 30, flex: 1, importance: 10),
        .flexible(minimum: 12, flex: 2, importance: 9),
        .fixed(6, importance: 8),
    ])
    /// Letters of a secret that are shown; nobody can use them to get in.
    private static let shownLetters = 4

    /// The rows of the list of applications.
    var applicationsHeight: Int { sheetListHeight }

    /// Draws who is connected, who cannot connect, and the secrets.
    func drawApplications(_ box: ApplicationsBox, on canvas: inout Canvas, _ frame: Frame) {
        let sheet = Sheet(
            title: "Applications",
            note: SafeText(box.report?.address ?? ""),
            top: topLines(box),
            view: box.view,
            text: applicationsText(box)
        )
        drawSheet(sheet, on: &canvas, frame) { canvas, index, point, width in
            draw(box.rows[index], box, at: point, width: width, on: &canvas)
        }
    }

    private func topLines(_ box: ApplicationsBox) -> [Line] {
        let loss = (box.report?.ingest ?? IngestReport()).lossInWords
        return [applicationsSentence(box), Line(SafeText(loss), .look)]
    }

    private func draw(
        _ row: ApplicationsBox.Row,
        _ box: ApplicationsBox,
        at point: Point,
        width: Int,
        on canvas: inout Canvas
    ) {
        if case .group(let group) = row {
            let names: SafeText =
                group == .connected && box.count(.connected) > 0
                ? "   name, environment, from, how, open now, last asked" : ""
            let line = Line([
                Span(title(of: group), .heading),
                Span("  \(SafeText.count(box.count(group)))", .dim),
                Span(names, .dim),
            ])
            canvas.draw(line, at: point, width: width)
            return
        }
        let cells = cells(row, box)
        let table = cells.count == 3 ? Self.twoColumns : Self.columns
        table.draw(cells, on: &canvas, at: point, widths: table.widths(total: width))
    }

    private func cells(
        _ row: ApplicationsBox.Row,
        _ box: ApplicationsBox
    ) -> [(text: SafeText, role: Role)] {
        switch row {
        case .group: return []
        case .refusal(let index):
            guard let refusal = box.report?.refusals[index] else { return [] }
            return [
                (SafeText(name(of: refusal.sdk)), .text), (refusal.reason.short, .look),
                (times.age(refusal.lastTriedAt), .dim),
            ]
        case .application(let index):
            guard let application = box.report?.applications[index] else { return [] }
            let place = model.environment(application.environmentID)?.environment.title ?? "?"
            let count = application.connectionCount
            return [
                (SafeText(name(of: application.sdk)), .text), (SafeText(place), .text),
                (SafeText(application.address), .text), (application.transport.short, .dim),
                (count == 0 ? "" : SafeText.count(count), .text),
                (times.age(application.lastAskedAt), .dim),
            ]
        case .secret(let index):
            let secret = box.secrets[index]
            let start = SafeText(secret.value.prefix(Self.shownLetters))
            return [
                (SafeText(secret.name), .text),
                ("\(start)\(glyphs.ellipsis)  for \(secret.kind.who)", .dim), ("", .dim),
            ]
        }
    }
}

extension Secret.Kind {
    /// Who it is for.
    fileprivate var who: SafeText {
        switch self {
        case .server: "servers"
        case .client: "browsers and phones"
        }
    }
}
