import FlagModel

/// A flag of the sample company, and what becomes of it.
struct FlagSpec {
    let name: String
    let description: String
    let team: Team
    let tags: [String]
    let versions: Versions
    /// The week of the story in which it is made; 0 means long before.
    let week: Int
    let career: Career
    /// What people say at its steps, in place of the usual words.
    let notes: [String]

    init(
        _ name: String,
        _ description: String,
        _ team: Team,
        _ tags: [String],
        _ versions: Versions,
        week: Int = 0,
        _ career: Career,
        notes: [String] = []
    ) {
        self.name = name
        self.description = description
        self.team = team
        self.tags = tags
        self.versions = versions
        self.week = week
        self.career = career
        self.notes = notes
    }

    /// A flag that is on or off.
    init(
        _ name: String,
        _ description: String,
        _ team: Team,
        _ tags: [String],
        week: Int = 0,
        _ career: Career,
        notes: [String] = []
    ) {
        self.init(name, description, team, tags, .onOff, week: week, career, notes: notes)
    }
}

/// What a flag hands out; the last version is the one that it gives while it is off.
enum Versions {
    /// On and off.
    case onOff
    /// Names and their texts.
    case texts([(String, String)])
    /// Names and their numbers.
    case numbers([(String, String)])
    /// Names and their JSON documents.
    case documents([(String, String)])
}

/// Who gets something.
enum Who {
    /// All customers.
    case everyone
    /// An audience, by its key.
    case audience(String)
    /// Those of some countries.
    case countries([String])
    /// Those on a plan.
    case plan(String)
    /// Those of some cities.
    case cities([String])
}

/// What becomes of a flag during the half year.
enum Career {
    /// On for everyone, and hardly touched.
    case settled
    /// On for some people, all of them, and hardly touched.
    case settledFor(Who)
    /// Made and waiting.
    case dormant
    /// On for Staff only.
    case staffOnly
    /// Given to more and more people, in percent.
    case rollout(Who, [Int])
    /// Given to everyone step by step, then archived.
    case retired
    /// On for some weeks, then off.
    case season(Who, weeks: Int)
    /// Always on; switched off when something breaks.
    case killSwitch(incidents: Int)
    /// Told by itself.
    case own
}

/// A team and the people of it who touch flags.
enum Team: String {
    /// Banners, letters, prices.
    case marketing = "Marketing"
    /// Help, refunds, calls.
    case support = "Support"
    /// Basket, payment.
    case checkout = "Checkout"
    /// Product pages, lists.
    case shop = "Shop"
    /// Search.
    case search = "Search"
    /// The app.
    case mobile = "Mobile"
    /// Parcels.
    case logistics = "Logistics"
    /// Invoices, taxes.
    case finance = "Finance"

    var people: [String] {
        switch self {
        case .marketing: ["Li", "Ana", "Li"]
        case .support: ["Jo", "Mia", "Jo"]
        case .checkout: ["Sam", "Li"]
        case .shop: ["Ana", "Omar", "Ana"]
        case .search: ["Omar", "Sam"]
        case .mobile: ["Mia", "Sam", "Mia"]
        case .logistics: ["Omar", "Jo"]
        case .finance: ["Ana", "Sam"]
        }
    }
}
