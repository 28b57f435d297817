public import FlagModel

/// What else needs a decision in an environment besides the drafts that were just made, the worst
/// first.
public struct Agenda: Hashable, Sendable {
    /// What needs a decision.
    public var items: [Item]
    /// What could not be looked at, and why, one sentence each.
    public var gaps: [String]

    /// One thing that somebody should decide about.
    public struct Item: Hashable, Sendable {
        /// What it is.
        public var kind: Kind
        /// How much it matters now.
        public var urgency: Urgency
        /// What it is about.
        public var subject: Subject
        /// What commands call it; empty for drafts and plans.
        public var key: String
        /// What people call it.
        public var name: String
        /// Why it is here, in sentences.
        public var why: String
        /// Since when it is so, or when it will happen; `nil` when nobody knows.
        public var at: Moment?
    }

    /// What an item is, in the order in which items of the same urgency stand.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// An experiment that has an answer, or cannot get one.
        case experiment
        /// A draft that waits for long.
        case draft
        /// Something that ends by itself: a setting, a trial.
        case ending
        /// Something that happens by itself.
        case plan
        /// A flag that no application asks for.
        case unused
        /// A flag that has given everybody the same for long.
        case settled
    }

    /// How much an item matters now, the most urgent first.
    public enum Urgency: String, CaseIterable, Hashable, Sendable {
        /// Customers are harmed, or what was decided will not happen.
        case wrong
        /// Somebody waits for an answer.
        case answer
        /// It happens within a week unless somebody decides otherwise.
        case soon
        /// Nothing happens if nobody decides, but things pile up.
        case tidy

        /// What stands above such items.
        public var title: String {
            switch self {
            case .wrong: "Something is wrong"
            case .answer: "Waits for an answer"
            case .soon: "Happens within a week"
            case .tidy: "Could be tidied up"
            }
        }
    }

    /// Days that are looked ahead, and that a draft may wait before it is named.
    public static let days = 7
    /// Months after which a flag counts as forgotten, unless somebody says otherwise.
    public static let usualMonths = 3
    /// Months that can be asked for: reports are kept a little longer than a year.
    public static let months = 1...12
    /// The tag of flags that are meant to stay as they are.
    public static let permanentTag = "permanent"

    /// Puts the parts together, and the worst first.
    public init(_ items: [Item], gaps: [String]) {
        self.items = items.sorted(by: Self.isWorse)
        self.gaps = gaps
    }

    /// The items of one urgency, in order.
    public func items(_ urgency: Urgency) -> [Item] { items.filter { $0.urgency == urgency } }

    private static func isWorse(_ left: Item, _ right: Item) -> Bool {
        let (first, second) = (place(left), place(right))
        guard first == second else { return first < second }
        guard left.at == right.at else { return left.at ?? .distantPast < right.at ?? .distantPast }
        return (left.name, left.subject.id) < (right.name, right.subject.id)
    }

    private static func place(_ item: Item) -> Int {
        let urgency = Urgency.allCases.firstIndex(of: item.urgency) ?? 0
        return urgency * Kind.allCases.count + (Kind.allCases.firstIndex(of: item.kind) ?? 0)
    }
}

extension Moment {
    fileprivate static let distantPast = Moment(microseconds: .min)

    /// So many days earlier or later, each of 24 hours.
    func adding(days: Int) -> Moment { adding(microseconds: Int64(days) * 86_400_000_000) }
}
