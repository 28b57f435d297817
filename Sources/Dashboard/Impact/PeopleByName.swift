internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Some of those for whom something changes, by name.
struct PeopleBox: Equatable, Sendable {
    let question: PeopleQuestion
    var view = ListView()
}

extension DashboardState {
    /// Shows by name who gets something else, for the box or the page in front.
    mutating func showNames() {
        let question = questionsOnScreen.first { question in
            if case .changes = question { true } else { false }
        }
        guard let question else {
            complain("Nothing changes for anybody here yet.")
            return
        }
        open(.byName(PeopleBox(question: question)))
        countOnScreen()
    }

    var byNameBindings: [Binding] {
        Binding.moves(letters: true, footer: 2) + [
            Binding(
                .escape,
                .enter,
                action: .back,
                label: "close",
                help: "Close the names",
                footer: 1
            )
        ]
    }

    mutating func move(_ movement: ListView.Movement, in box: PeopleBox) {
        var box = box
        box.view.setCount(nameLines(box).count, height: overlayListHeight)
        box.view.move(movement, height: overlayListHeight)
        replaceTop(.byName(box))
    }

    /// The moves, and up to twenty names of each.
    private func nameLines(_ box: PeopleBox) -> [Line] {
        guard let count = peopleCount(box.question), count.answer != nil else {
            return [Line("Counting…", .dim)]
        }
        let changes = count.changes
        guard !changes.moves.isEmpty else { return [Line("Nobody gets anything else than now.")] }
        return changes.moves.flatMap { move -> [Line] in
            let sign: SafeText = move.isLoss ? "\(glyphs.look) " : ""
            let about: SafeText = count.isExact ? "" : "about "
            let flag = SafeText(flagView(move.flagID)?.name ?? "")
            let title: SafeText =
                "\(sign)\(flag): \(about)\(SafeText.count(move.count)) \(words(move))"
            let names = move.people.prefix(PeopleAnswer.maximumSamples).map { person in
                var line = Line("  ")
                line.append(SafeText(person.name.isEmpty ? "no name" : person.name).padded(to: 28))
                line.append("  ")
                line.append(SafeText(person.key.text), .dim)
                return line
            }
            let rest = move.count - names.count
            let more = rest > 0 ? [Line("  and \(SafeText.count(rest)) more", .dim)] : []
            return [Line(title, move.isLoss ? .bad : .heading)] + names + more
        }
    }

    func drawByName(_ box: PeopleBox, on canvas: inout Canvas, _ frame: Frame) {
        let lines = nameLines(box)
        let area = openBox(
            "Who gets something else",
            rows: min(lines.count, overlayListHeight) + 2,
            on: &canvas,
            frame
        )
        var view = box.view
        view.setCount(lines.count, height: area.height)
        drawRows(view, in: area, on: &canvas) { canvas, index, point, width in
            canvas.draw(lines[index], at: point, width: width)
        }
    }
}
