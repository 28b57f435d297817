internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// How many rows one step of the wheel moves.
    private static let wheelRows = 3

    /// Does what a press or the wheel means: a tab, a key of the footer, a line of a list.
    ///
    /// The first press on a line selects it, the next one opens it, so that no press changes
    /// anything by itself.
    mutating func take(_ event: MouseEvent) {
        guard frame.layout != .unusable else { return }
        if toast?.isProblem ?? false { toast = nil }
        switch event.kind {
        case .wheelUp: perform(.move(.rows(-Self.wheelRows)))
        case .wheelDown: perform(.move(.rows(Self.wheelRows)))
        case .press: press(at: event.point)
        }
    }

    private mutating func press(at point: Point) {
        if frame.header.contains(point) {
            pressHeader(at: point.x)
        } else if frame.footer.contains(point) {
            pressFooter(at: point.x)
        } else if frame.body.contains(point) {
            pressLine(at: point)
        }
    }

    private mutating func pressHeader(at x: Int) {
        guard stage == .ready, overlays.isEmpty, !isFinding || tab == .customers,
            let tab = tabPlaces(frame).first(where: { $0.columns.contains(x) })?.tab
        else { return }
        perform(.tab(tab))
    }

    private mutating func pressFooter(at x: Int) {
        let table = keyTable
        let footer = Footer(table, width: size.columns, glyphs: glyphs)
        guard let item = footer.item(at: x),
            let binding = table.bindings.first(where: {
                $0.keyName(glyphs) == item.key && $0.availability == .yes
            })
        else { return }
        perform(binding.action)
    }

    /// The same on the page of a customer, where the names of parts are passed over by keys: there
    /// the pointer shows and hides a part.
    private mutating func pressCustomerLine(at point: Point) -> Bool {
        guard overlays.isEmpty, tab == .customers, let sheet = customers.sheet, sheet.why == nil
        else { return false }
        let list = sheetList(frame)
        let shown = Array(sheet.view.visibleRows(height: list.height))
        guard list.contains(point), shown.indices.contains(point.y - list.y) else { return false }
        let (place, height) = (shown[point.y - list.y], sheetHeight)
        if case .group(let group) = sheet.rows[place] {
            customers.sheet?.toggle(group, height: height)
        } else if place == sheet.view.selection {
            press(.enter)
        } else {
            customers.sheet?.view.select(place, height: height)
        }
        return true
    }

    /// Moves to the line under the pointer; opens it when it was selected already.
    ///
    /// Lines may be headings that are stepped over, and rows may have several lines: what counts is
    /// where the selection lands, so the rest of the way goes row by row.
    private mutating func pressLine(at point: Point) {
        if pressCustomerLine(at: point) { return }
        var before: ClosedRange<Int>?
        var direction = 0
        for _ in 0..<size.rows {
            let canvas = Dashboard.draw(self)
            guard let rows = canvas.selectedRows(beside: point), rows != before else { return }
            if rows.contains(point.y) {
                if before == nil { press(.enter) }
                return
            }
            guard before != nil || !canvas.isBlank(row: point.y, near: point.x) else { return }
            let way = point.y - (point.y < rows.lowerBound ? rows.lowerBound : rows.upperBound)
            // There and back again: nothing that can be selected is there.
            guard way.signum() != -direction else { return }
            if before != nil { direction = way.signum() }
            perform(.move(.rows(before == nil ? way : direction)))
            before = rows
        }
    }
}

extension Canvas {
    /// The rows of the selection that reaches over a column.
    fileprivate func selectedRows(beside point: Point) -> ClosedRange<Int>? {
        func isSelected(_ y: Int) -> Bool { self[Point(x: point.x, y: y)].isSelected }
        guard let first = (0..<size.rows).first(where: isSelected) else { return nil }
        let next = (first..<size.rows).first { !isSelected($0) } ?? size.rows
        return first...(next - 1)
    }

    /// Whether nothing is written in the cells around a column of a row.
    fileprivate func isBlank(row: Int, near column: Int) -> Bool {
        (0..<size.columns).allSatisfy { x in
            abs(x - column) > 40 || self[Point(x: x, y: row)].isBlank
        }
    }
}
