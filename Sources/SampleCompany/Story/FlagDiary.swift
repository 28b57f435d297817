import FlagModel

/// Everything that happens to one flag, day after day, and what it is like meanwhile.
///
/// At most one thing a day happens to a flag in LIVE, so that a change which waits as a draft until
/// the evening never meets another one.
struct FlagDiary {
    let spec: FlagSpec
    let calendar: WorkCalendar
    let live: Place
    let practice: Place
    /// The flag in LIVE and in Practice as it was made.
    private(set) var flags: (live: Flag, practice: Flag)
    var log: EventLog
    var random: SplitMix64
    /// The day of the last event.
    var day: Int
    private var isEnabled = false
    private var isEnabledInPractice = false
    private var targets: [CustomerKey] = []
    private var mainRule: Rule?
    private var serving: Serving
    private var owner: String
    private var description: String
    private var tags: [String]
    private var purpose = ""

    init(
        _ spec: FlagSpec,
        in places: (live: Place, practice: Place),
        calendar: WorkCalendar,
        firstEventID: Int,
        seed: UInt64
    ) {
        self.spec = spec
        self.calendar = calendar
        (live, practice) = places
        log = EventLog(firstID: firstEventID)
        random = SplitMix64(seed: seed)
        let flag = spec.flag(using: &random)
        var copy = spec.flag(like: flag, using: &random)
        copy.defaultRule = Serving(everyone: flag.variations[0].id)
        flags = (flag, copy)
        serving = flag.defaultRule
        (owner, description, tags) = (flag.owner, flag.description, flag.tags)
        day = 0
    }

    // MARK: - Time and people

    /// Goes on by some working days.
    ///
    /// - Returns: whether there is still a day for it before today.
    mutating func wait(_ days: ClosedRange<Int>) -> Bool {
        day += random.number(days)
        return day < calendar.today
    }

    /// Some second of the working day.
    mutating func someTime() -> (day: Int, second: Int) {
        (day, random.number(25_200...55_800))
    }

    mutating func someone() -> String { random.one(of: spec.team.people) }

    /// One of some sentences, with the number of a ticket where it wants one.
    mutating func say(_ phrases: [String]) -> String {
        random.phrase(of: phrases)
    }

    // MARK: - What can happen

    func liveChange(_ edit: FlagEdit) -> Change {
        .editFlag(environment: live.id, flag: flags.live.id, edit)
    }

    func practiceChange(_ edit: FlagEdit) -> Change {
        .editFlag(environment: practice.id, flag: flags.practice.id, edit)
    }

    /// Changes that give the flag to so many in 100 of some people, and turn it on if it is off.
    mutating func giving(_ percent: Int, to who: Who) -> [Change] {
        let new = spec.serving(percent, of: flags.live)
        var changes: [Change] = []
        if case .everyone = who {
            if new != serving { changes.append(liveChange(.setDefaultRule(new))) }
            serving = new
        } else if var rule = mainRule {
            rule.serving = new
            changes.append(liveChange(.replaceRule(rule)))
            mainRule = rule
        } else {
            let ids = (GUID(using: &random).text, GUID(using: &random).text)
            let rule = live.rule(id: ids.0, conditionID: ids.1, for: who, new)
            changes.append(liveChange(.addRule(rule, at: 9)))
            mainRule = rule
        }
        return changes + turning(true)
    }

    /// The change that turns the flag on or off in LIVE; none when it is like that.
    mutating func turning(_ isOn: Bool) -> [Change] {
        guard isEnabled != isOn else { return [] }
        isEnabled = isOn
        return [liveChange(.setEnabled(isOn))]
    }

    /// Changes that show the flag to our own accounts.
    mutating func givingStaff() -> [Change] {
        let ids = (GUID(using: &random).text, GUID(using: &random).text)
        let on = Serving(everyone: flags.live.variations[0].id)
        let rule = live.rule(id: ids.0, conditionID: ids.1, for: .audience("staff"), on)
        return [liveChange(.addRule(rule, at: 0))] + turning(true)
    }

    /// The end, at a moment, of what the customer has by hand who was named last; `nil` when nobody
    /// is named.
    func ending(at moment: Moment) -> (step: Schedule.Step, customer: CustomerKey)? {
        targets.last.map { customer in
            let step = Schedule.Step(
                at: moment,
                changes: [liveChange(.removeTargets([customer]))],
                expects: [
                    .target(
                        environment: live.id,
                        flag: flags.live.id,
                        customer,
                        variationID: flags.live.variations[0].id
                    )
                ]
            )
            return (step, customer)
        }
    }

    mutating func togglePractice() {
        isEnabledInPractice.toggle()
        let note = say(isEnabledInPractice ? Phrases.practice : Phrases.practiceOver)
        log.add(
            [practiceChange(.setEnabled(isEnabledInPractice))],
            by: someone(),
            note,
            at: someTime()
        )
    }

    /// The flag was on before the story began.
    mutating func beginEnabled(for who: Who) {
        flags.live.isEnabled = true
        flags.practice.isEnabled = true
        (isEnabled, isEnabledInPractice) = (true, true)
        let on = Serving(everyone: flags.live.variations[0].id)
        if case .everyone = who {
            flags.live.defaultRule = on
            serving = on
        } else {
            let ids = (GUID(using: &random).text, GUID(using: &random).text)
            let rule = live.rule(id: ids.0, conditionID: ids.1, for: who, on)
            flags.live.rules = [rule]
            mainRule = rule
        }
        flags.live.description = spec.description
    }

    /// The flag has waited since before the story began, or since it was made.
    mutating func beginWaiting() {
        flags.live.defaultRule = Serving(everyone: flags.live.variations[0].id)
        serving = flags.live.defaultRule
    }

    /// Small things that keep happening to a flag.
    mutating func liveOn(times: Int, every days: ClosedRange<Int>) {
        for _ in 0..<times {
            guard wait(days) else { return }
            switch random.number(0...99) {
            case ..<28: nameSomebody()
            case ..<39: forgetSomebody()
            case ..<54: describe()
            case ..<67: tag()
            case ..<74: changeOwner()
            case ..<84: statePurpose()
            default: togglePractice()
            }
        }
    }

    /// Whether everybody has it, so that a customer can only ask to do without.
    private var isForEveryone: Bool {
        isEnabled && serving == Serving(everyone: flags.live.variations[0].id)
    }

    private mutating func nameSomebody() {
        let customer = CustomerKey(number: random.number(0...CustomerMaker.count - 1))
        // Nobody can ask to do without what the law wants.
        let isFixed = isForEveryone && spec.tags.contains("legal")
        guard !targets.contains(customer), !isFixed else { return }
        targets.append(customer)
        let flag = flags.live
        let id = isForEveryone ? flag.offVariationID : flag.variations[0].id
        log.add(
            [liveChange(.addTargets(variationID: id, [customer]))],
            by: random.one(of: ["Jo", "Mia", "Jo", "Ana"]),
            say(isForEveryone ? Phrases.without : Phrases.target),
            at: someTime()
        )
    }

    private mutating func forgetSomebody() {
        guard !targets.isEmpty else { return nameSomebody() }
        let customer = targets.removeFirst()
        log.add(
            [liveChange(.removeTargets([customer]))],
            by: random.one(of: ["Jo", "Mia"]),
            say(Phrases.untarget),
            at: someTime()
        )
    }

    private mutating func describe() {
        let addition = random.one(of: [
            " Ask \(owner) before you change it.", " Support has the answers ready.",
            " The texts are with Mia.", " Its numbers are in the weekly report.",
            " Translated into nine languages.",
        ])
        guard description == spec.description else { return tag() }
        description += addition
        log.add(
            [liveChange(.describe(description)), practiceChange(.describe(description))],
            by: someone(),
            say(Phrases.described),
            at: someTime()
        )
    }

    private mutating func tag() {
        let new = ["keep", "clean-up", "quarter-3", "autumn", "texts", "ask-first", "on-phones"]
        let tag = random.one(of: new)
        guard !tags.contains(tag) else { return }
        tags.append(tag)
        log.add(
            [liveChange(.setTags(tags))],
            by: someone(),
            say(Phrases.tagged),
            at: someTime()
        )
    }

    private mutating func changeOwner() {
        let new = random.one(of: ["Marketing", "Shop", "Support", "Checkout", "Mobile", "Search"])
        guard new != owner else { return }
        owner = new
        log.add(
            [liveChange(.setOwner(new)), practiceChange(.setOwner(new))],
            by: random.one(of: ["Ana", "Li"]),
            say(Phrases.owned),
            at: someTime()
        )
    }

    private mutating func statePurpose() {
        let new = random.one(of: Phrases.purposes)
        guard new != purpose else { return }
        purpose = new
        log.add(
            [liveChange(.setPurpose(new))],
            by: someone(),
            say(Phrases.stated),
            at: someTime(),
            cause: .draftable
        )
    }
}

extension SplitMix64 {
    /// One of some sentences; `#` becomes the number of a ticket.
    mutating func phrase(of phrases: [String]) -> String {
        let phrase = one(of: phrases)
        guard let place = phrase.firstIndex(of: "#") else { return phrase }
        let ticket = String(number(2100...8900))
        return phrase[..<place] + ticket + phrase[phrase.index(after: place)...]
    }
}
