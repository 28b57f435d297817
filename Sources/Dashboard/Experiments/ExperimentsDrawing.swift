internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// Draws the list of experiments, or the page of one.
    func drawExperiments(on canvas: inout Canvas, _ frame: Frame) {
        drawListTitle(
            ListTitle(
                title: "\(SafeText.count(experiments.list.ids.count)) experiments",
                query: experiments.list.query,
                isTyping: experiments.list.isTyping,
                count: experiments.list.countText,
                note: ""
            ),
            on: &canvas,
            frame
        )
        if experiments.list.ids.isEmpty { drawEmpty(["No experiments yet."], on: &canvas, frame) }
    }
}
