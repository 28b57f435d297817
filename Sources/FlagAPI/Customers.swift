public import FlagModel

/// Somebody whom applications have shown flags to, or whom an import brought.
///
/// Customers are observed, not decided: they are no part of the model.
public struct Customer: Hashable, Sendable {
    /// What applications call them.
    public let key: CustomerKey
    /// What people call them; may be empty.
    public var name: String
    /// What is known of them, by name.
    public var attributes: [String: String]
    /// When an application last named them; `nil` for those whom only an import brought.
    public var lastSeenAt: Moment?

    /// Bytes of a customer's name or of one attribute's value, at the most.
    public static let maximumTextBytes = 1024
    /// Attributes of one customer, at the most.
    public static let maximumAttributes = 100

    /// Puts the parts together.
    public init(
        key: CustomerKey,
        name: String,
        attributes: [String: String] = [:],
        lastSeenAt: Moment? = nil
    ) {
        self.key = key
        self.name = name
        self.attributes = attributes
        self.lastSeenAt = lastSeenAt
    }
}

/// Asks for customers by a part of their name, their key or an attribute's value.
public struct CustomerRequest: Hashable, Sendable {
    /// The part, in any case, accents or not; empty finds everybody.
    public var text: String
    /// How many at the most, 1 to 1,000.
    public var limit: Int

    /// The most customers of one page.
    public static let maximumLimit = 1000

    /// Puts the parts together.
    public init(text: String, limit: Int = 50) {
        self.text = text
        self.limit = limit
    }
}

/// Customers that were found.
public struct CustomerPage: Hashable, Sendable {
    /// The first of them.
    public let customers: [Customer]
    /// How many there are; counted up to ``countLimit``.
    public let count: Int
    /// Customers that are known altogether.
    public let known: Int

    /// Counting stops here; screens then say "10,000+".
    public static let countLimit = 10_000

    /// Puts the parts together.
    public init(customers: [Customer], count: Int, known: Int) {
        self.customers = customers
        self.count = count
        self.known = known
    }
}

/// What became of an import of customers.
public struct CustomerImport: Hashable, Sendable {
    /// Customers who were not known before.
    public let added: Int
    /// Customers whose name or attributes were put in place of earlier ones.
    public let updated: Int

    /// Puts the parts together.
    public init(added: Int, updated: Int) {
        self.added = added
        self.updated = updated
    }
}
