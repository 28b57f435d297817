import FlagModel

/// An audience of the sample company.
struct AudienceSpec {
    let key: String
    let name: String
    let description: String
    /// Customers in it by name at the beginning.
    let memberCount: Int
    /// The attribute, operator and value of its rules; each is enough.
    let rules: [(String, Operator, String)]
    /// Customers named or taken out during the story, once in so many working days; 0 is never.
    let daysBetweenEdits: Int
    /// What people say when they name somebody; `#` becomes a number.
    let notes: [String]

    static let all: [AudienceSpec] = [
        AudienceSpec(
            key: "vip",
            name: "VIP",
            description: "Customers whom we know by name. Support adds them, never a program.",
            memberCount: 64,
            rules: [("spent", .biggerEqualThan, "2500")],
            daysBetweenEdits: 6,
            notes: [
                "Asked for by the VIP desk.", "Two years without a return.",
                "Wrote a kind letter, ticket #.", "Buys for the whole office.",
                "Met at the trade fair.",
            ]
        ),
        AudienceSpec(
            key: "vip-2024",
            name: "VIP 2024",
            description: "VIP customers of 2024, who keep what they were promised then.",
            memberCount: 48,
            rules: [],
            daysBetweenEdits: 30,
            notes: ["Was forgotten in 2024, ticket #.", "Has the letter that promises it."]
        ),
        AudienceSpec(
            key: "staff",
            name: "Staff",
            description: "Our own accounts. They see new things first.",
            memberCount: 26,
            rules: [],
            daysBetweenEdits: 16,
            notes: ["Started this week.", "New in the warehouse team.", "Works in Support now."]
        ),
        AudienceSpec(
            key: "germany-and-austria",
            name: "Germany and Austria",
            description: "Where most of our customers live.",
            memberCount: 0,
            rules: [("country", .isOneOf, #"["Germany","Austria"]"#)],
            daysBetweenEdits: 0,
            notes: []
        ),
        AudienceSpec(
            key: "plus-customers",
            name: "Plus customers",
            description: "Everybody with the Plus plan.",
            memberCount: 0,
            rules: [("plan", .equal, "Plus")],
            daysBetweenEdits: 0,
            notes: []
        ),
        AudienceSpec(
            key: "business-customers",
            name: "Business customers",
            description: "Companies, and people who order for one.",
            memberCount: 9,
            rules: [("plan", .equal, "Business")],
            daysBetweenEdits: 21,
            notes: ["Orders for a school, ticket #.", "Company papers are in."]
        ),
        AudienceSpec(
            key: "students",
            name: "Students",
            description: "Showed a student card that is still valid.",
            memberCount: 85,
            rules: [],
            daysBetweenEdits: 5,
            notes: ["Card checked.", "New card until autumn, ticket #.", "Checked by Support."]
        ),
        AudienceSpec(
            key: "nordic-countries",
            name: "Nordic countries",
            description: "Sweden, Denmark, Norway and Finland.",
            memberCount: 0,
            rules: [("country", .isOneOf, #"["Sweden","Denmark","Norway","Finland"]"#)],
            daysBetweenEdits: 0,
            notes: []
        ),
        AudienceSpec(
            key: "beta-testers",
            name: "Beta testers",
            description: "Asked to see new things early, and to tell us.",
            memberCount: 37,
            rules: [],
            daysBetweenEdits: 7,
            notes: [
                "Signed up in the app.", "Sends good reports.", "Asked for it, ticket #.",
                "From the survey.",
            ]
        ),
        AudienceSpec(
            key: "big-spenders",
            name: "Big spenders",
            description: "Spent 800 € or more, on any plan but Free.",
            memberCount: 0,
            rules: [("spent", .biggerEqualThan, "800")],
            daysBetweenEdits: 0,
            notes: []
        ),
        AudienceSpec(
            key: "newcomers",
            name: "Newcomers",
            description: "Customers since this year.",
            memberCount: 0,
            rules: [("since", .startsWith, "2026")],
            daysBetweenEdits: 0,
            notes: []
        ),
        AudienceSpec(
            key: "no-promotions",
            name: "No promotions",
            description: "Asked us not to show them any sale.",
            memberCount: 19,
            rules: [],
            daysBetweenEdits: 12,
            notes: ["Asked for it by letter, ticket #.", "Wants no banners at all, ticket #."]
        ),
        AudienceSpec(
            key: "easter-winners",
            name: "Easter winners",
            description: "Won a hamper at Easter 2025. Not used any more.",
            memberCount: 12,
            rules: [],
            daysBetweenEdits: 0,
            notes: []
        ),
    ]
}
