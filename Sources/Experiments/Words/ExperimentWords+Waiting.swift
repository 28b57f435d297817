internal import FlagModel

/// Answers that are to come, and why there is none.
extension ExperimentWords {
    var undecided: [String] {
        var sentences = [isRunning ? "Not decided yet." : "Not decided."]
        for version in (primary?.result.versions ?? []).prefix(3) {
            let id = version.arm.variationID
            if version.outcome == .worse {
                sentences.append("\(capitalName(id)) is worse.")
            } else if let range = primary?.words.bothSides(version) {
                sentences.append("\(capitalName(id)) could be anywhere \(range).")
            } else {
                sentences.append("Nothing can be said about \(names.version(id)) yet.")
            }
        }
        guard isRunning else { return sentences + ["It ended before the answer was clear."] }
        if let days = result.progress.daysLeft {
            let left = Words.count(days, "more day")
            sentences.append("Keep it running: about \(left) at today's traffic.")
        } else {
            sentences.append("Nobody can say yet how long it will take.")
        }
        return sentences + ["Looking at the results early does no harm here."]
    }

    func tooEarly(_ reason: Verdict.TooEarly) -> [String] {
        var sentences = [isRunning ? "Too early to say." : "It ended too early to say anything."]
        let isShort = reason.fullDays < Verdict.fullWeek
        let few = reason.fewest < reason.needed
        if few {
            sentences.append(soFar(reason.fewest))
            let week = isShort ? " and one full week" : ""
            sentences.append("We need \(reason.needed) in each group\(week).")
        } else {
            let days = Words.count(reason.fullDays, "full day")
            sentences.append("We need one full week, since weekends differ; so far \(days).")
        }
        guard isRunning else { return sentences }
        if let days = result.progress.daysLeft {
            let next = result.progress.asOf.adding(microseconds: Int64(days) * RunRule.day)
            sentences.append("Next answer: \(names.day(next)).")
        }
        return sentences
    }

    /// How few did what is measured, such as "Only 14 orders in the smallest group so far".
    private func soFar(_ fewest: Int) -> String {
        let what =
            switch plan.metric.measure {
            case .conversion, .retention:
                fewest == 1 ? "\(names.person) counted" : plan.metric.title
            case .numeric, .ratio:
                "\(fewest == 1 ? names.person : names.people) with \(plan.metric.title)"
            }
        if fewest == 0 { return "No \(plan.metric.title) in the smallest group so far." }
        return "Only \(Words.grouped(fewest)) \(what) in the smallest group so far."
    }

    var nothingArrived: [String] {
        var sentences = ["No \(names.people) yet."]
        guard isRunning else { return ["No \(names.people) came."] }
        guard let asked = names.lastAsked else {
            return sentences + ["No app has ever asked for the flag."]
        }
        sentences.append("No app has asked for the flag since \(names.time(asked.at)).")
        if let sdk = asked.sdk { sentences.append("Last seen SDK: \(sdk).") }
        return sentences
    }

    var unevenSplit: [String] {
        var sentences = ["Do not use these numbers."]
        sentences.append("You asked for a \(planned) split but got \(counted) (\(people)).")
        sentences.append("By chance this happens in \(Self.rareSplit(result.split)) tests.")
        if let cause = names.cause {
            sentences.append("Most of it comes from \(cause).")
            sentences.append("Fix that, then start again.")
        } else {
            sentences.append("Find the cause, fix it, then start again.")
        }
        return sentences
    }

    /// Chance never makes an uneven split oftener than once in a hundred, however often one looks.
    private static func rareSplit(_ split: SplitResult) -> String {
        split.pValue < 0.01 ? Amounts.rarity(split.pValue) : "fewer than 1 in 100"
    }

    /// "50/50", "34/33/33".
    var planned: String {
        result.split.parts.map { Amounts.decimal($0.planned * 100, places: 1) }
            .joined(separator: "/")
    }

    /// "52/48", with decimals where whole numbers would look as planned.
    var counted: String {
        let total = Double(max(result.split.parts.reduce(0) { $0 + $1.people }, 1))
        func texts(_ places: Int) -> String {
            result.split.parts.map {
                Amounts.decimal(Double($0.people) / total * 100, places: places)
            }.joined(separator: "/")
        }
        return (0...2).lazy.map(texts).first { $0 != planned } ?? texts(2)
    }

    /// "14,560 against 13,440 visitors".
    private var people: String {
        result.split.parts.map { Words.grouped($0.people) }.joined(separator: " against ")
            + " \(names.people)"
    }

    var mixedCustomers: [String] {
        [
            "Do not use these numbers.",
            "\(Self.inHundred(result.split.mixed, of: result.progress.people)) \(names.people)"
                + " saw both versions.",
            "Usual cause: people who log in on the way.",
        ] + [firstVersionSentence].compactMap(\.self)
    }

    /// What the answer would be if customers who saw two versions counted under the first one.
    private var firstVersionSentence: String? {
        guard let other = otherAnswer else { return nil }
        return "They count nowhere; counted by what they saw first, the answer would be: \(other)"
    }

    /// The headline of ``byFirstVersion``; `nil` where that is not known.
    private var otherAnswer: String? {
        byFirstVersion.map { ExperimentWords($0, plan: plan, names: names).headline }
    }

    /// How many customers saw two versions and what was done with them; `nil` when nobody did.
    var twoVersions: TrustLine? {
        let (split, people) = (result.split, result.progress.people)
        guard split.mixed > 0 else { return nil }
        let mark: TrustLine.Mark =
            SplitResult.isTooMixed(split.mixed, of: people)
            ? .bad
            : SplitResult.isWorthAWarning(mixed: split.mixed, of: people) ? .attention : .good
        let share = Self.inHundred(split.mixed, of: people)
        let lowercased = share.prefix(1).lowercased() + share.dropFirst()
        var text = "\(names.count(split.mixed)) (\(lowercased)) saw two and count nowhere"
        if let other = otherAnswer {
            text +=
                other == headline
                ? "; counted by the first one, the answer is the same"
                : "; counted by the first one, the answer would be: \(other)"
        }
        return TrustLine(mark, "Two versions", text)
    }

    /// "6 of 100".
    static func inHundred(_ mixed: Int, of people: Int) -> String {
        let share = Double(mixed) / Double(max(people + mixed, 1)) * 100
        if share < 0.95 { return "Fewer than 1 of 100" }
        if share > 99.5 { return "Nearly all" }
        return "\(Amounts.decimal(share, places: 0)) of 100"
    }
}
