import FlagModel

/// Flags whose story is told by itself: those of the pictures in the documents, and those with
/// experiments.
enum OwnStories {
    /// Something that somebody does, or keeps as a draft, near the end.
    struct Plan {
        let author: String
        let note: String
        let changes: [Change]
        /// Working days before today, negative.
        let dayOffset: Int
        let second: Int
    }

    static func tell(_ diary: inout FlagDiary) {
        switch diary.spec.name {
        case "Summer sale banner": summerSale(&diary)
        case "New checkout": newCheckout(&diary)
        case "Basket reminder": basketReminder(&diary)
        case "Red buy button": redButton(&diary)
        case "Shorter product pages": shorterPages(&diary)
        case "Gift wrap": giftWrap(&diary)
        case "Refund without photo": refund(&diary)
        default: preconditionFailure("Only the flags above have a career of their own.")
        }
    }

    private static let germanyAndAustria = Who.audience("germany-and-austria")

    private static func summerSale(_ diary: inout FlagDiary) {
        let today = diary.calendar.today
        diary.make(day: today - 11, by: "Ana", "The sale begins in July, pictures are in.", 32_580)
        diary.day = today - 11
        diary.togglePractice()
        let begin = diary.giving(10, to: germanyAndAustria)
        diary.log.add(begin, by: "Li", "Soft start, before the weekend.", at: (today - 10, 54_000))
        diary.day = today - 7
        let description = "The July sale banner on the shop front page. Ends on 31 July."
        let described = diary.liveChange(.describe(description))
        diary.log.add(
            [described],
            by: "Ana",
            "Said nothing about the end.",
            at: (today - 6, 37_380)
        )
        let raised = diary.giving(25, to: germanyAndAustria)
        let note = "Support has the answers ready."
        diary.log.add(raised, by: "Jo", note, at: (today, 24_900))
    }

    private static func giftWrap(_ diary: inout FlagDiary) {
        diary.beginWaiting()
        guard diary.begin() else { return }
        diary.liveOn(times: 4, every: 2...5)
    }

    private static func refund(_ diary: inout FlagDiary) {
        guard diary.begin() else { return }
        diary.liveOn(times: 4, every: 2...6)
    }

    // MARK: - The last days

    /// What else happens to a flag in the days before the story stops.
    static func lastSteps(for diary: FlagDiary) -> [Plan] {
        var diary = diary
        func step(_ percent: Int, _ who: Who, by author: String, _ note: String, _ time: (Int, Int))
            -> [Plan]
        {
            let changes = diary.giving(percent, to: who)
            return [
                Plan(
                    author: author,
                    note: note,
                    changes: changes,
                    dayOffset: time.0,
                    second: time.1
                )
            ]
        }
        switch diary.spec.name {
        case "Passkeys":
            let note = "Three quarters had it for a week without a ticket."
            return step(100, .everyone, by: "Mia", note, (-2, 39_240))
        case "Search ranking":
            let note = "Fewer empty results, and more orders after a search."
            return step(60, .everyone, by: "Omar", note, (-2, 50_100))
        case "Price per litre":
            return step(100, .countries(["France"]), by: "Ana", "All of France now.", (-1, 32_400))
        case "App start screen":
            return step(60, .everyone, by: "Mia", "Offers are opened twice as often.", (-1, 34_980))
        case "Chat assistant":
            let note = "Reads well. Up a little, Jo keeps an eye on it."
            return step(30, .everyone, by: "Jo", note, (-1, 44_700))
        default: return []
        }
    }

    // MARK: - Drafts

    /// What waits about a flag at the end.
    static func drafts(for diary: FlagDiary) -> [Plan] {
        var diary = diary
        switch diary.spec.name {
        case "Summer sale banner":
            let note = "Legal said yes, going to half before the weekend."
            return [
                Plan(
                    author: "Li",
                    note: note,
                    changes: diary.giving(50, to: germanyAndAustria),
                    dayOffset: 0,
                    second: 31_320
                )
            ]
        case "Gift wrap":
            return [
                Plan(
                    author: "Jo",
                    note: "The paper has arrived.",
                    changes: diary.turning(true),
                    dayOffset: 0,
                    second: 30_060
                )
            ]
        case "Refund without photo":
            let note = "We want to try it on our own orders first."
            return [
                Plan(
                    author: "Jo",
                    note: note,
                    changes: diary.givingStaff(),
                    dayOffset: -1,
                    second: 50_520
                )
            ]
        default: return []
        }
    }
}

extension FlagDiary {
    /// Makes the flag at a certain moment.
    mutating func make(day: Int, by author: String, _ note: String, _ second: Int) {
        log.add(
            [
                .createFlag(environment: live.id, flags.live),
                .createFlag(environment: practice.id, flags.practice),
            ],
            by: author,
            note,
            at: (day, second)
        )
    }
}
