/// What somebody may have meant who typed something that is not there.
enum Nearness {
    /// How many are offered at the most.
    static let offered = 3

    /// Those of some things that are called nearly as a text, the nearest first.
    ///
    /// | the letters and digits of a name | near |
    /// |---|---|
    /// | are those of the text, in any case | yes, and nothing further away counts then |
    /// | differ by one slip, or two in a text of four or more | yes, the nearest ones |
    /// | begin with the text or hold it, from three letters | when nothing is nearer |
    ///
    /// - Parameters:
    ///   - text: what was typed.
    ///   - things: what there is.
    ///   - names: what each thing is called.
    /// - Returns: at most ``offered`` things.
    static func nearest<Thing>(
        to text: String,
        among things: [Thing],
        names: (Thing) -> [String]
    ) -> [Thing] {
        let typed = letters(text)
        guard !typed.isEmpty else { return [] }
        let allowed = typed.count < 4 ? 1 : 2
        let far = allowed + 1
        let placed = things.map { thing in
            let distance = names(thing).map { name -> Int in
                let letters = letters(name)
                let slips = slips(between: typed, and: letters, most: allowed)
                if slips <= allowed { return slips }
                let isPart = typed.count >= 3 && holds(letters, typed)
                return isPart ? far : far + 1
            }.min()
            return (thing: thing, distance: distance ?? far + 1)
        }
        guard let best = placed.map(\.distance).min(), best <= far else { return [] }
        return placed.filter { $0.distance == best }.prefix(offered).map(\.thing)
    }

    /// "gift-wrap (Gift wrap) or gift-card (Gift card)".
    static func either(_ offers: [String]) -> String {
        guard let last = offers.last, offers.count > 1 else { return offers.first ?? "" }
        return offers.dropLast().joined(separator: ", ") + " or " + last
    }

    private static func letters(_ text: String) -> [Character] {
        text.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    private static func holds(_ text: [Character], _ part: [Character]) -> Bool {
        guard text.count >= part.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
    }

    /// Letters to put in, leave out, change, or swap with their neighbour.
    ///
    /// - Returns: the fewest; more than `most` says only that there are more.
    private static func slips(
        between first: [Character],
        and second: [Character],
        most: Int
    ) -> Int {
        guard abs(first.count - second.count) <= most else { return most + 1 }
        var earlier: [Int] = []
        var row = Array(0...second.count)
        for (line, letter) in first.enumerated() {
            var next = [line + 1]
            for (column, other) in second.enumerated() {
                var slips = min(
                    row[column] + (letter == other ? 0 : 1),
                    min(row[column + 1], next[column]) + 1
                )
                if line > 0, column > 0, letter == second[column - 1], first[line - 1] == other {
                    slips = min(slips, earlier[column - 1] + 1)
                }
                next.append(slips)
            }
            (earlier, row) = (row, next)
        }
        return row[second.count]
    }
}
