internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// Draws the history.
    func drawHistory(on canvas: inout Canvas, _ frame: Frame) {
        for (row, index) in history.view.visibleRows(height: frame.list.height).enumerated() {
            let entry = history.entries[index]
            canvas.draw(
                SafeText(entry.changeSet.sentence),
                at: Point(x: 3, y: frame.list.y + row)
            )
            drawPointer(index == history.view.selection, at: row, on: &canvas, frame)
        }
    }
}
