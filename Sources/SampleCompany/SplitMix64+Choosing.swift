import FlagModel

extension SplitMix64 {
    /// A whole number of a range.
    ///
    /// The arithmetic is our own, because the standard library's may
    /// change with its versions and the story must not.
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// Whether something happens that happens so many times in 100.
    mutating func happens(_ percent: Int) -> Bool {
        number(0...99) < percent
    }

    /// One of some elements, of which there is at least one.
    mutating func one<Element>(of elements: [Element]) -> Element {
        elements[number(0...elements.count - 1)]
    }
}
