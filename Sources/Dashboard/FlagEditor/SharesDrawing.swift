internal import FlagAPI
internal import FlagModel
internal import TerminalUI

extension DashboardState {
    func drawShares(_ box: SharesBox, on canvas: inout Canvas, _ frame: Frame) {
        guard let flag = flagView(box.flagID)?.latest else { return }
        let rows = box.slider.rows.count
        let place = title(of: box.part, in: flag)
        let title = SafeText("\(flag.name): \(place)")
        var area = openBox(title, rows: rows + 14, on: &canvas, frame)
        if frame.layout != .tiny, area.height > rows + 12 { area = area.inset(top: 1) }
        let after = self.flag(of: box)
        let count = after.flatMap { peopleCount(servedQuestion($0)) }
        let basis = count ?? peopleCount(servedQuestion(flag))
        let people = PeopleOfShares(box, flag: flag, count: count, basis: basis)
        let isTiny = frame.layout == .tiny
        let below = sharesBelow(box, flag, after, rows: area.height - rows, width: area.width)
        let height = max(1, min(rows, area.height - (isTiny ? 1 : 4)))
        drawSharesHead(people, in: area, on: &canvas, isTiny: isTiny)
        let list = area.inset(top: isTiny ? 0 : 1)
        drawShareRows(
            box,
            flag,
            people,
            in: Rect(x: list.x, y: list.y, width: list.width, height: height),
            on: &canvas
        )
        let rest = list.inset(top: height + (isTiny ? 0 : 1))
        canvas.draw(below, in: rest)
    }

    private func drawSharesHead(
        _ people: PeopleOfShares,
        in area: Rect,
        on canvas: inout Canvas,
        isTiny: Bool
    ) {
        guard !isTiny else { return }
        canvas.draw("Who gets which version?", at: Point(x: area.x, y: area.y), role: .heading)
        if area.width >= 70 {
            canvas.draw("Type a number.", at: Point(x: area.x + 25, y: area.y), role: .dim)
        }
        guard let total = people.total else { return }
        let about: SafeText = people.isExact ? "" : "about "
        let isForNobody = total == 0 && people.isExact && people.known > 0
        let decided: SafeText = "lines above decide for all"
        canvas.draw(
            isForNobody
                ? (people.canMove ? "\(decided): Esc, then +" : decided)
                : "\(about)\(SafeText.count(total)) known \(people.noun)",
            endingAt: Point(x: area.maxX, y: area.y),
            role: isForNobody ? .look : .dim
        )
    }

    private func drawShareRows(
        _ box: SharesBox,
        _ flag: Flag,
        _ people: PeopleOfShares,
        in area: Rect,
        on canvas: inout Canvas
    ) {
        let names = box.slider.rows.map { SafeText(flag.name(ofVersion: $0.variationID)) }
        let percents = box.slider.percents
        let name = min(max(8, names.map(\.width).max() ?? 8), area.width < 56 ? 14 : 24)
        let number = area.width < 56 ? 0 : 12
        let bar = max(0, min(36, area.width - 2 - name - 12 - number - 9))
        drawRows(box.view, in: area, on: &canvas) { canvas, index, point, width in
            let row = box.slider.rows[index]
            let isSelected = index == box.view.selection
            var line = Line(names[index].padded(to: name))
            line.append("  ")
            if bar > 4 {
                let share = Double(row.parts) / Double(Share.whole)
                line.append(glyphs.bar(share: share, width: bar), .some)
                line.append(" ")
            }
            let isTyping = isSelected && !box.typed.isEmpty
            let percent = isTyping ? SafeText(box.typed) + "_%" : SafeText(percents[index])
            line.append(
                percent.padded(to: 8, alignment: .trailing),
                isTyping ? .field : .text
            )
            if number > 0 {
                let count = people.count(at: index)
                let text: SafeText = count.map { SafeText.count($0) } ?? ""
                line.append(text.padded(to: number, alignment: .trailing), .dim)
            }
            if row.isPinned { line.append("  pinned", .look) }
            canvas.draw(line, at: point, width: width)
        }
    }

    /// What stands below the shares: why a key did nothing, what changes for people.
    private func sharesBelow(
        _ box: SharesBox,
        _ flag: Flag,
        _ after: Flag?,
        rows: Int,
        width: Int
    ) -> [Line] {
        var lines: [Line] = []
        if let problem = box.problem { lines += Line.wrapped(problem, .look, width: width) + [""] }
        if !flag.isEnabled {
            lines += Line.wrapped(
                "\(flag.name) is off: nobody gets this before it is turned on (t).",
                .dim,
                width: width
            )
        } else if let question = changesQuestion(of: box) {
            if case .changes(let all) = question {
                for spoiling in model.spoils(all, at: shownTime) {
                    lines += Line.wrapped(spoiling.sentence, .look, width: width)
                }
            }
            let room = max(1, rows - lines.count - 3)
            lines += impactLines(question, keeping: after, rows: room, width: width)
        } else {
            lines.append(Line("Nothing is changed yet.", .dim))
        }
        return lines
    }
}

/// How many people each share of a box stands for.
struct PeopleOfShares: Equatable {
    /// Everybody whom the line decides for.
    let total: Int?
    /// Whether everybody was looked at with these very shares.
    let isExact: Bool
    private let counts: [Int?]
    /// Everybody who is known at all.
    let known: Int
    /// Whether there is a rule above that the line could stand before.
    let canMove: Bool
    /// What ``total`` counts.
    var noun: SafeText { total == 1 ? "person" : "people" }

    /// - Parameters:
    ///   - box: the shares.
    ///   - flag: as it is without them.
    ///   - count: who gets what with these shares, as far as it was counted.
    ///   - basis: who comes to the line at all.
    init(_ box: SharesBox, flag: Flag, count: PeopleCount?, basis: PeopleCount?) {
        let line: PeopleAnswer.Line? =
            switch box.part {
            case .rule(let id): flag.rules.firstIndex { $0.id == id }.map { .rule($0) }
            case .everyoneElse: .everyoneElse
            case .named, .whileOff, .version: nil
            }
        guard let line, let basis, let total = DashboardState.people(basis, line) else {
            (total, isExact, counts) = (nil, false, box.slider.rows.map { _ in nil })
            (known, canMove) = (0, false)
            return
        }
        self.total = total
        known = basis.known ?? 0
        canMove = if case .rule(let place) = line { place > 0 } else { false }
        let exact = count.flatMap { $0.isExact ? $0 : nil }
        isExact = exact != nil
        let estimates = ShareSlider.divide(total, by: box.slider.rows.map(\.parts))
        counts = zip(box.slider.rows, estimates).map { row, estimate in
            exact.map { $0.count(.served(line: line, variation: row.variationID)) ?? 0 } ?? estimate
        }
    }

    func count(at index: Int) -> Int? { counts.indices.contains(index) ? counts[index] : nil }
}
