/// All keys of one screen.
///
/// The order is the order in the help overlay.
public struct KeyTable<Action: Hashable & Sendable>: Hashable, Sendable {
    /// What a key leads to.
    public enum Answer: Hashable, Sendable {
        /// The action to take.
        case action(Action)
        /// The key has a meaning here but cannot act now; the sentence says why.
        case refused(reason: SafeText)
        /// The key has no meaning here.
        case unknown
    }

    /// Two bindings of one table that claim the same key.
    public struct Conflict: Hashable, Sendable {
        /// The key.
        public let key: Key
        /// What the earlier binding does.
        public let first: Action
        /// What the later binding does.
        public let second: Action
    }

    /// The bindings in order.
    public var bindings: [KeyBinding<Action>]

    /// Makes a table.
    public init(_ bindings: [KeyBinding<Action>]) {
        self.bindings = bindings
    }

    /// Joins two tables; the keys of `left` come first.
    public static func + (left: KeyTable, right: KeyTable) -> KeyTable {
        KeyTable(left.bindings + right.bindings)
    }

    /// The bindings that belong to this screen now: all that are not hidden.
    public var visible: [KeyBinding<Action>] {
        bindings.filter { $0.availability != .hidden }
    }

    /// What pressing `key` leads to.
    public func answer(to key: Key) -> Answer {
        for binding in bindings where binding.keys.contains(key) {
            switch binding.availability {
            case .yes: return .action(binding.action)
            case .no(let reason): return .refused(reason: reason)
            case .hidden: continue
            }
        }
        return .unknown
    }

    /// The binding for `action`, for showing its key beside its name.
    public func binding(for action: Action) -> KeyBinding<Action>? {
        bindings.first { $0.action == action }
    }

    /// Every key that two bindings claim, hidden ones included; a good table has none.
    public func conflicts() -> [Conflict] {
        var owners: [Key: Action] = [:]
        var found: [Conflict] = []
        for binding in bindings {
            for key in binding.keys {
                if let first = owners[key] {
                    found.append(Conflict(key: key, first: first, second: binding.action))
                } else {
                    owners[key] = binding.action
                }
            }
        }
        return found
    }
}
