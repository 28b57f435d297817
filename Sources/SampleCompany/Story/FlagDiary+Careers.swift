import FlagModel

/// How the careers of the catalogue go.
extension FlagDiary {
    /// Writes the whole diary.
    ///
    /// - Parameter ownStory: tells the career of a flag that has one by itself.
    mutating func write(_ ownStory: (inout FlagDiary) -> Void) {
        if spec.week > 0 { day = calendar.firstDay(ofWeek: spec.week) - 1 }
        switch spec.career {
        case .settled: settled(for: .everyone)
        case .settledFor(let who): settled(for: who)
        case .dormant: waiting()
        case .staffOnly: staffOnly()
        case .rollout(let who, let steps): rollout(to: who, steps)
        case .retired: retired()
        case .season(let who, let weeks): season(for: who, weeks)
        case .killSwitch(let incidents): killSwitch(incidents)
        case .own: ownStory(&self)
        }
    }

    /// Whether the flag was there before the story began.
    var isOld: Bool { spec.week == 0 }

    /// Makes the flag in both environments, and tries it in Practice.
    mutating func begin() -> Bool {
        guard wait(1...3) else { return false }
        log.add(
            [
                .createFlag(environment: live.id, flags.live),
                .createFlag(environment: practice.id, flags.practice),
            ],
            by: someone(),
            say(Phrases.made),
            at: someTime()
        )
        guard wait(1...3) else { return false }
        togglePractice()
        return true
    }

    private mutating func settled(for who: Who) {
        beginEnabled(for: who)
        day = random.number(1...20)
        liveOn(times: random.number(1...5), every: 6...22)
        if random.happens(45) {
            guard wait(5...20) else { return }
            breakDown(Phrases.incident)
        }
        liveOn(times: random.number(2...5), every: 6...22)
    }

    private mutating func waiting() {
        beginWaiting()
        guard !isOld else { return liveOn(times: 2, every: 20...60) }
        guard begin() else { return }
        liveOn(times: 4, every: 2...8)
    }

    private mutating func staffOnly() {
        guard begin(), wait(1...4) else { return }
        log.add(givingStaff(), by: someone(), say(Phrases.staff), at: someTime())
        liveOn(times: 4, every: 2...7)
    }

    private mutating func rollout(to who: Who, _ steps: [Int]) {
        guard begin() else { return }
        // Where only some people get it, a second rule would say more than anybody wants to read.
        if case .everyone = who, random.happens(60) {
            guard wait(1...4) else { return }
            let note = say(Phrases.staff)
            log.add(givingStaff(), by: someone(), note, at: someTime(), cause: .draftable)
        }
        for (index, percent) in steps.enumerated() {
            guard wait(2...6) else { return }
            let note = noteOfStep(index)
            if index > 0, random.happens(12) {
                guard fail(from: steps[index - 1], to: percent, of: who, note) else { return }
                continue
            }
            let changes = giving(percent, to: who)
            log.add(changes, by: someone(), note, at: someTime(), cause: .draftable)
            if random.happens(30) {
                guard wait(1...2) else { return }
                liveOn(times: 1, every: 1...1)
            }
        }
        liveOn(times: random.number(6...14), every: 3...13)
    }

    private mutating func noteOfStep(_ index: Int) -> String {
        if spec.notes.indices.contains(index) { return spec.notes[index] }
        return index == 0 ? say(Phrases.first) : say(Phrases.step)
    }

    /// A step that was too large: taken back the next day, and made again later.
    private mutating func fail(
        from earlier: Int,
        to percent: Int,
        of who: Who,
        _ note: String
    ) -> Bool {
        let tried = log.add(giving(percent, to: who), by: someone(), note, at: someTime())
        guard wait(1...1) else { return false }
        let back = giving(earlier, to: who)
        log.add(back, by: someone(), say(Phrases.undone), at: someTime(), cause: .undo(tried))
        guard wait(3...6) else { return false }
        let again = giving(percent, to: who)
        log.add(again, by: someone(), say(Phrases.again), at: someTime(), cause: .draftable)
        return true
    }

    private mutating func retired() {
        guard begin() else { return }
        for (index, percent) in [5, 25, 100].enumerated() {
            guard wait(2...6) else { return }
            let changes = giving(percent, to: .everyone)
            log.add(changes, by: someone(), noteOfStep(index), at: someTime(), cause: .draftable)
        }
        guard wait(20...32) else { return }
        log.add(
            [liveChange(.setArchived(true)), practiceChange(.setArchived(true))],
            by: someone(),
            say(Phrases.archived),
            at: someTime()
        )
    }

    private mutating func season(for who: Who, _ weeks: Int) {
        guard begin(), wait(1...3) else { return }
        let begins = spec.notes.first ?? say(Phrases.seasonBegins)
        log.add(giving(100, to: who), by: someone(), begins, at: someTime(), cause: .draftable)
        guard wait(weeks * 5...weeks * 5 + 1) else { return }
        let ends = spec.notes.last ?? say(Phrases.seasonEnds)
        log.add(turning(false), by: someone(), ends, at: someTime(), cause: .draftable)
    }

    private mutating func killSwitch(_ incidents: Int) {
        beginEnabled(for: .everyone)
        day = random.number(4...12)
        for index in 0..<incidents {
            guard wait(12...30) else { return }
            breakDown(index == 0 ? Array(spec.notes.prefix(1)) : Phrases.incident)
            liveOn(times: 2, every: 3...12)
        }
    }

    /// Off, and on again an hour or so later.
    private mutating func breakDown(_ reasons: [String]) {
        let time = someTime()
        let reason = say(reasons.isEmpty ? Phrases.incident : reasons)
        let off = log.add(turning(false), by: someone(), reason, at: time)
        let later = (day: day, second: time.second + random.number(900...5400))
        log.add(turning(true), by: someone(), say(Phrases.calm), at: later, cause: .undo(off))
    }
}
