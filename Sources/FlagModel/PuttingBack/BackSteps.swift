/// What putting one thing back takes.
struct BackGroup {
    let subject: Subject
    /// What people call the thing.
    let name: String
    /// The changes in order.
    let changes: [Change]
    /// Another way to the same, where the first is not allowed; empty when there is none.
    let otherwise: [Change]
    /// Whether a part of the changes is no good alone.
    let isWhole: Bool
    /// The aspects in which somebody has decided anew.
    let blocked: [Aspect]

    /// States what it takes.
    ///
    /// - Parameters:
    ///   - changes: the changes in order.
    ///   - otherwise: another way to the same.
    ///   - isWhole: whether a part of the changes is no good alone.
    ///   - blocked: the aspects in which somebody has decided anew.
    ///   - subject: the thing.
    ///   - models: where its name is looked for, in this order.
    init(
        _ changes: [Change],
        otherwise: [Change] = [],
        isWhole: Bool = false,
        blocked: Set<Aspect> = [],
        of subject: Subject,
        in models: [Model]
    ) {
        self.changes = changes
        self.otherwise = otherwise
        self.isWhole = isWhole
        self.blocked = Aspect.allCases.filter(blocked.contains)
        self.subject = subject
        let names = models.lazy.map { $0.name(of: subject) }
        name = names.first { $0 != subject.id.text } ?? subject.id.text
    }

    var obstacles: [PutBack.Obstacle] {
        blocked.map {
            PutBack.Obstacle(subject: subject, name: name, aspect: $0, reason: nil)
        }
    }

    func obstacle(_ change: Change, because reason: Refusal) -> PutBack.Obstacle {
        let aspects = change.aspects ?? []
        let aspect = Aspect.allCases.first(where: aspects.contains) ?? .existence
        return PutBack.Obstacle(subject: subject, name: name, aspect: aspect, reason: reason)
    }
}

/// Makes changes one after the other on a copy of the present, and keeps those that are allowed.
struct BackSteps {
    private var model: Model
    /// When they would be made: what was planned for an earlier time is not planned again.
    private let now: Moment
    private var changes: [Change] = []
    private var lines: [String] = []
    /// What is said of drafts, where nothing else goes back.
    private var draftLines: [String] = []

    /// Begins with the present.
    init(_ model: Model, at now: Moment) {
        self.model = model
        self.now = now
    }

    func result(obstacles: [PutBack.Obstacle]) -> PutBack {
        let isAboutDrafts = changes.allSatisfy(\.isAboutDrafts)
        return PutBack(
            changes: changes,
            lines: isAboutDrafts ? draftLines : lines,
            obstacles: obstacles
        )
    }

    /// Makes changes, all or none.
    mutating func make(_ new: [Change]) throws(Refusal) {
        var (model, lines, draftLines) = (model, lines, draftLines)
        var settled: [Change] = []
        for asked in new {
            let change = model.settledForUndo(asked, at: now)
            settled.append(change)
            let before = model
            try model.checkTime(of: change, at: now, .undo(0))
            try model.checkRunning(before: change, at: now, isUndo: true)
            _ = try model.apply(ChangeSet.Step(change: change, stamp: nil))
            try model.checkResult(of: change)
            let told = change.isAboutDrafts ? draftLines : lines
            guard told.count < ChangeSet.maximumLines else { continue }
            let line = change.sentence(before: before, after: model)
            if change.isAboutDrafts { draftLines.append(line) } else { lines.append(line) }
        }
        (self.model, self.lines, self.draftLines) = (model, lines, draftLines)
        changes += settled
    }

    /// Makes what groups take, in whatever order the model allows.
    ///
    /// A thing may have to wait for another: a flag's rule for the audience that it looks at, an
    /// audience's end for that of the rule.
    ///
    /// - Returns: what the model does not allow, and why.
    mutating func makeAll(_ groups: [BackGroup]) -> [PutBack.Obstacle] {
        var waiting = groups
        while true {
            let count = waiting.count
            waiting = waiting.filter { group in
                if (try? make(group.changes)) != nil { return false }
                return group.otherwise.isEmpty || (try? make(group.otherwise)) == nil
            }
            if waiting.count == count { break }
        }
        return waiting.flatMap { makeParts(of: $0) }
    }

    /// Makes those changes of a group that are allowed by themselves.
    private mutating func makeParts(of group: BackGroup) -> [PutBack.Obstacle] {
        var obstacles: [PutBack.Obstacle] = []
        for part in group.isWhole ? [group.changes] : group.changes.map({ [$0] }) {
            do throws(Refusal) {
                try make(part)
            } catch {
                guard let change = part.last else { continue }
                obstacles.append(group.obstacle(change, because: error))
            }
        }
        return obstacles
    }
}
