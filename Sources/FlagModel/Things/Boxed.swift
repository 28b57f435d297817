internal import HashTreeCollections

/// A large value behind one pointer, so that the tree's nodes stay small.
///
/// Look-ups in a tree of boxes take half the time of look-ups in a tree of large structs.
struct Boxed<Value: Hashable & Sendable>: Hashable, Sendable {
    private let box: Box

    var value: Value { box.value }

    init(_ value: Value) {
        box = Box(value)
    }

    private final class Box: Sendable {
        let value: Value
        init(_ value: Value) { self.value = value }
    }

    func isSame(as other: Boxed) -> Bool { box === other.box }

    static func == (left: Boxed, right: Boxed) -> Bool {
        left.isSame(as: right) || left.value == right.value
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(value)
    }
}

/// The keys whose things are not the very same in two maps, in no order.
///
/// Two maps with the same keys have the same order inside, so both are walked side by side; a key
/// that is met out of step is looked up.
func differingKeys<Thing>(
    _ old: TreeDictionary<GUID, Boxed<Thing>>,
    _ new: TreeDictionary<GUID, Boxed<Thing>>
) -> [GUID] {
    let gone = old.keys.subtracting(new.keys)
    let came = new.keys.subtracting(old.keys)
    var found = Array(gone) + Array(came)
    var others = old.makeIterator()
    for (id, value) in new where came.isEmpty || !came.contains(id) {
        var other = others.next()
        if !gone.isEmpty {
            while let passed = other, gone.contains(passed.key) { other = others.next() }
        }
        let before = other?.key == id ? other?.value : old[id]
        if let before, !before.isSame(as: value) { found.append(id) }
    }
    return found
}
