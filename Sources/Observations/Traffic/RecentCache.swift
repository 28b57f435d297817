/// Remembers at least the last `capacity` things that were used, and at most twice as many.
///
/// Two generations: when the young one is full it becomes the old one, and what was old and not
/// used since is forgotten.
///
/// - Complexity: O(1) for everything, without a list to keep in order.
struct RecentCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let capacity: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    /// Makes an empty one.
    ///
    /// - Parameter capacity: things of one generation, at least 1.
    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// Things that are remembered.
    var count: Int { young.count + old.count }

    /// What is remembered of `key`.
    mutating func value(for key: Key) -> Value? {
        if let value = young[key] { return value }
        guard let value = old.removeValue(forKey: key) else { return nil }
        insert(value, for: key)
        return value
    }

    /// Changes what is remembered of `key` where it lies.
    ///
    /// - Parameters:
    ///   - key: what it is remembered by.
    ///   - body: changes it, and tells something about it.
    /// - Returns: what `body` tells; `nil` when nothing is remembered.
    mutating func change<Result>(_ key: Key, _ body: (inout Value) -> Result) -> Result? {
        if let index = young.index(forKey: key) { return body(&young.values[index]) }
        guard var value = old.removeValue(forKey: key) else { return nil }
        let result = body(&value)
        insert(value, for: key)
        return result
    }

    /// Remembers `value`.
    mutating func insert(_ value: Value, for key: Key) {
        if young.count >= capacity {
            swap(&young, &old)
            // The room is kept, so that memory neither grows nor shrinks.
            young.removeAll(keepingCapacity: true)
        }
        young[key] = value
    }

    /// Forgets everything.
    mutating func removeAll() {
        young = [:]
        old = [:]
    }
}
