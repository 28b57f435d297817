/// Puts values back aspect by aspect, and remembers where somebody has decided anew since.
///
/// Each value is seen three times: `before` an entry, `after` it, and at `present`. Where the entry
/// changed nothing, the present stays. Where it did, the value from before comes back if the
/// present one is what the entry left; otherwise the present stays and the aspect stands in the
/// way.
struct Merge {
    /// Aspects in which somebody has decided anew.
    private(set) var obstacles: Set<Aspect> = []

    /// Notes that somebody has decided anew.
    mutating func note(_ aspect: Aspect) {
        obstacles.insert(aspect)
    }

    /// Puts one value back.
    mutating func value<Value: Equatable>(
        _ aspect: Aspect,
        _ before: Value,
        _ after: Value,
        _ present: inout Value
    ) {
        guard before != after else { return }
        guard present == after else {
            obstacles.insert(aspect)
            return
        }
        present = before
    }

    /// Puts back a list whose items have identities, item by item.
    ///
    /// An item that returns stands before the nearest one that followed it and is still there, so
    /// whatever was put in since keeps going first. Another order is put back only if the order is
    /// still what the entry left.
    ///
    /// - Parameters:
    ///   - aspect: what the list is.
    ///   - before: the list before the entry.
    ///   - after: the list as the entry left it.
    ///   - present: the list now; changed in place.
    ///   - id: an item's identity.
    ///   - item: puts one item back that all three lists have.
    mutating func list<Item: Equatable, ID: Hashable>(
        _ aspect: Aspect,
        _ before: [Item],
        _ after: [Item],
        _ present: inout [Item],
        id: (Item) -> ID,
        item: (inout Merge, Item, Item, inout Item) -> Void
    ) {
        guard before != after else { return }
        guard present != after else {
            present = before
            return
        }
        let (old, left) = (before.map(id), after.map(id))
        let hasMoved = old.filter(left.contains) != left.filter(old.contains)
        let isOrderKept = present.map(id) == left
        var result = present
        for kept in after where !before.contains(kept) {
            guard let place = result.firstIndex(where: { id($0) == id(kept) }) else {
                obstacles.insert(aspect)
                continue
            }
            if let earlier = before.first(where: { id($0) == id(kept) }) {
                item(&self, earlier, kept, &result[place])
            } else if result[place] == kept {
                result.remove(at: place)
            } else {
                obstacles.insert(aspect)
            }
        }
        for (index, gone) in before.enumerated().reversed() where !left.contains(id(gone)) {
            guard !result.contains(where: { id($0) == id(gone) }) else {
                obstacles.insert(aspect)
                continue
            }
            var place = result.count
            for follower in old[(index + 1)...].reversed() {
                place = result.firstIndex { id($0) == follower } ?? place
            }
            result.insert(gone, at: place)
        }
        if hasMoved {
            if isOrderKept {
                let rank = Dictionary(zip(old, old.indices), uniquingKeysWith: min)
                let ranked = result.enumerated().sorted { left, right in
                    (rank[id(left.element)] ?? .max, left.offset)
                        < (rank[id(right.element)] ?? .max, right.offset)
                }
                result = ranked.map(\.element)
            } else {
                obstacles.insert(aspect)
            }
        }
        present = result
    }

    /// Puts back who is on a list, customer by customer.
    mutating func customers(
        _ aspect: Aspect,
        _ before: [CustomerKey],
        _ after: [CustomerKey],
        _ present: inout [CustomerKey]
    ) {
        guard before != after else { return }
        guard present != after else {
            present = before
            return
        }
        let (old, left, now) = (Set(before), Set(after), Set(present))
        let came = left.subtracting(old)
        let gone = before.filter { !left.contains($0) }
        if !came.isSubset(of: now) || gone.contains(where: now.contains) {
            obstacles.insert(aspect)
        }
        present.removeAll(where: came.contains)
        present += gone.filter { !now.contains($0) }
    }

    /// Puts back who was given what by hand, customer by customer.
    mutating func targets(_ before: [Target], _ after: [Target], _ present: inout [Target]) {
        guard before != after else { return }
        guard present != after else {
            present = before
            return
        }
        let (old, left, now) = (before.byCustomer, after.byCustomer, present.byCustomer)
        var returning: Set<CustomerKey> = []
        for customer in Set(old.keys).union(left.keys) where old[customer] != left[customer] {
            if now[customer] == left[customer] {
                returning.insert(customer)
            } else {
                obstacles.insert(.byHand)
            }
        }
        let empties = Set(present.filter(\.customers.isEmpty).map(\.variationID))
        for index in present.indices {
            present[index].customers.removeAll(where: returning.contains)
        }
        for target in before {
            let back = target.customers.filter(returning.contains)
            guard !back.isEmpty else { continue }
            if let index = present.firstIndex(where: { $0.variationID == target.variationID }) {
                present[index].customers += back
            } else {
                present.append(Target(variationID: target.variationID, customers: back))
            }
        }
        present.removeAll { $0.customers.isEmpty && !empties.contains($0.variationID) }
    }
}

extension [Target] {
    /// The versions that each customer was given by hand; an import may have named one twice.
    fileprivate var byCustomer: [CustomerKey: Set<String>] {
        var versions: [CustomerKey: Set<String>] = [:]
        for target in self {
            for customer in target.customers {
                versions[customer, default: []].insert(target.variationID)
            }
        }
        return versions
    }
}
