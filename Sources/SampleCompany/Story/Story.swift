import FlagModel

/// The half year of the company, from the first entry to the drafts that wait today.
struct Story {
    let projectID: GUID
    private(set) var live: Place
    private(set) var practice: Place
    let calendar = WorkCalendar()
    private(set) var random = SplitMix64(seed: 4_212)
    private var events: [Event] = []

    init() {
        projectID = GUID(using: &random)
        live = Place(id: GUID(using: &random))
        practice = Place(id: GUID(using: &random))
    }

    /// Tells it.
    ///
    /// - Returns: proposals with their times, in order.
    mutating func tell() -> [(proposal: Proposal, time: Moment)] {
        let audiences = makeAudienceDiaries()
        let diaries = makeFlagDiaries()
        add(beginning())
        add(moving(audiences, diaries))
        for diary in audiences { add(diary.log) }
        for diary in diaries { add(diary.log) }
        add(today(diaries))
        add(upcoming(diaries))
        var binder = HistoryBinder(calendar: calendar, random: random)
        return binder.history(of: events)
    }

    private mutating func add(_ log: EventLog) {
        events += log.events
    }

    // MARK: - Diaries

    private mutating func makeAudienceDiaries() -> [AudienceDiary] {
        let diaries = AudienceSpec.all.enumerated().map { index, spec in
            AudienceDiary(spec, firstEventID: (index + 1) * 1000, seed: random.next())
        }
        for diary in diaries {
            live.add(diary.audience)
            practice.add(diary.audience.copy(id: GUID(using: &random)))
        }
        return diaries.map { diary in
            var diary = diary
            diary.write(in: live, calendar: calendar)
            return diary
        }
    }

    private mutating func makeFlagDiaries() -> [FlagDiary] {
        FlagSpec.all.enumerated().map { index, spec in
            var diary = FlagDiary(
                spec,
                in: (live, practice),
                calendar: calendar,
                firstEventID: 100_000 + index * 1000,
                seed: random.next()
            )
            diary.write(OwnStories.tell)
            OwnStories.tellLater(&diary)
            return diary
        }
    }

    // MARK: - The first entries

    private mutating func beginning() -> EventLog {
        let project = Project(id: projectID, key: Key(fixed: "shop"), name: "Shop")
        let changes: [Change] = [
            .createProject(project),
            .createEnvironment(environment(live.id, "prod", "Shop", isLive: true)),
            .createEnvironment(environment(practice.id, "dev", "Practice", isLive: false)),
        ]
        var log = EventLog(firstID: 0)
        log.add(changes, by: "Li", "Let us begin.", at: (0, 24_060))
        return log
    }

    private mutating func environment(
        _ id: GUID,
        _ key: String,
        _ name: String,
        isLive: Bool
    ) -> Environment {
        var environment = Environment(
            id: id,
            projectID: projectID,
            key: Key(fixed: key),
            name: name,
            isLive: isLive,
            secrets: [
                Secret(kind: .server, environmentID: id, using: &random),
                Secret(kind: .client, environmentID: id, using: &random),
            ]
        )
        environment.description =
            isLive
            ? "The shop that customers see." : "For trying things. No customer sees any of it."
        return environment
    }

    /// What was there before the story began comes from the tool that was used until then.
    private func moving(_ audiences: [AudienceDiary], _ diaries: [FlagDiary]) -> EventLog {
        var log = EventLog(firstID: 10)
        for place in [live, practice] {
            let isLive = place.id == live.id
            var times = EarlierTimes()
            var changes: [Change] = []
            for spec in AudienceSpec.all {
                guard var audience = place.audiences[spec.key] else { continue }
                (audience.createdAt, audience.updatedAt) = times.next()
                changes.append(.createAudience(environment: place.id, audience))
            }
            for diary in diaries where diary.isOld {
                var flag = isLive ? diary.flags.live : diary.flags.practice
                (flag.createdAt, flag.updatedAt) = times.next()
                changes.append(.createFlag(environment: place.id, flag))
            }
            log.add(
                changes,
                by: "Li",
                isLive ? "Moved over from FeatBit, all of it." : "The same for Practice.",
                at: (0, isLive ? 24_600 : 25_020),
                cause: .importing
            )
        }
        return log
    }

    // MARK: - Today

    private mutating func today(_ diaries: [FlagDiary]) -> EventLog {
        var log = EventLog(firstID: 90_000)
        let today = calendar.today
        for diary in diaries {
            for plan in OwnStories.lastSteps(for: diary) {
                let time = (day: today + plan.dayOffset, second: plan.second)
                log.add(plan.changes, by: plan.author, plan.note, at: time, cause: .draftable)
            }
            for plan in OwnStories.drafts(for: diary) {
                let time = (day: today + plan.dayOffset, second: plan.second)
                keep(plan.changes, by: plan.author, plan.note, at: time, in: &log)
            }
        }
        if let audience = live.audiences["vip-2024"] {
            let customers = [4998, 4997].map { Insertion(CustomerKey(number: $0)) }
            let change = Change.editAudience(
                environment: live.id,
                audience: audience.id,
                .addMembers(customers)
            )
            let note = "Two more who were promised free returns in 2024."
            keep([change], by: "Ana", note, at: (today, 31_860), in: &log)
        }
        return log
    }

    /// What is planned for the days to come: the last entries, so that others stay as they are.
    private func upcoming(_ diaries: [FlagDiary]) -> EventLog {
        var log = EventLog(firstID: 95_000)
        // Random numbers of its own, for the same reason.
        var random = SplitMix64(seed: 95_000)
        var second = 32_100
        for diary in diaries {
            let now = calendar.moment(day: calendar.today, second: second)
            let id = GUID(using: &random)
            guard let plan = Upcoming.plan(for: diary, id: id, now: now) else { continue }
            let time = (day: calendar.today, second: second)
            log.add([.saveSchedule(plan)], by: plan.author, plan.note, at: time, cause: .toldLater)
            second += 40
        }
        return log
    }

    private mutating func keep(
        _ changes: [Change],
        by author: String,
        _ note: String,
        at time: (day: Int, second: Int),
        in log: inout EventLog
    ) {
        let draft = Draft(
            id: GUID(using: &random),
            author: author,
            createdAt: calendar.moment(day: time.day, second: time.second),
            note: note,
            changes: changes
        )
        log.add([.saveDraft(draft)], by: author, note, at: time, cause: .drafting)
    }
}

extension Audience {
    /// The same audience for another environment.
    fileprivate func copy(id: GUID) -> Audience {
        var copy = Audience(id: id, key: key, name: name, createdAt: createdAt)
        copy.description = description
        copy.members = Array(members.prefix(3))
        copy.rules = rules
        return copy
    }
}

/// Times before the story, each later than the one before, none finer than a minute.
private struct EarlierTimes {
    private var count: Int64 = 0

    /// - Returns: when something was made and when it was changed last.
    mutating func next() -> (created: Moment, updated: Moment) {
        count += 1
        // From 3 September 2025 on, at odd moments of working days' afternoons.
        let updated = 1_756_911_600_000 + count * 172_800_000 + count * count % 97 * 60_000
        let created = updated - (count * 37 % 540 + 20) * 86_400_000
        return (Moment(milliseconds: created), Moment(milliseconds: updated))
    }
}
