internal import FlagModel
internal import TerminalUI

extension DashboardState {
    func drawConditions(_ box: ConditionsBox, on canvas: inout Canvas, _ frame: Frame) {
        let area = openBox(SafeText(box.title), rows: box.lines.count + 2, on: &canvas, frame)
        let lines = box.conditions.map { Line(SafeText($0.words(in: environment))) }
        canvas.draw(lines, in: area)
    }
}
