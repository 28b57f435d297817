internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// Draws the list of audiences, or the page of one.
    func drawAudiences(on canvas: inout Canvas, _ frame: Frame) {
        drawListTitle(
            ListTitle(
                title: "\(SafeText.count(audiences.list.ids.count)) audiences",
                query: audiences.list.query,
                isTyping: audiences.list.isTyping,
                count: audiences.list.countText,
                note: ""
            ),
            on: &canvas,
            frame
        )
        for (row, item) in audiences.list.visible(height: frame.list.height).enumerated() {
            let name = SafeText(environment?.audience(item.id)?.name ?? "")
            canvas.draw(name, at: Point(x: 3, y: frame.list.y + row))
            drawPointer(item.isSelected, at: row, on: &canvas, frame)
        }
    }
}
