extension Experiment.LayerPlace {
    /// Whether a customer's place is among these.
    ///
    /// - Complexity: O(*n*) in the bytes of the layer's name and the customer's key.
    public func contains(_ customer: CustomerKey) -> Bool {
        contains(customerKey: customer.text)
    }

    /// Whether the place of a customer with this key, any UTF-8, is among these.
    public func contains(customerKey: String) -> Bool {
        (lower..<max(lower, upper)).contains(Self.place(of: customerKey, in: name))
    }

    /// Whether both take some of the same layer's places.
    public func overlaps(_ other: Self) -> Bool {
        name == other.name && lower < other.upper && other.lower < upper
    }

    /// The place of a customer in a layer, 0 to 9,999.
    ///
    /// The same pair gives the same place on every machine and in every release: experiments that
    /// are over are counted again by it, so the arithmetic is frozen. It is FNV-1a with 64 bits
    /// (Fowler, Noll and Vo) over the layer's name, a zero byte and the key, whose bits are then
    /// mixed as SplitMix64 does (Steele, Lea and Flood, 2014): without that, names of the same
    /// length would put the same customers together. It shares nothing with the hash that places
    /// customers in the shares of a flag.
    public static func place(of customerKey: String, in layer: Key) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func take(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        for byte in layer.text.utf8 { take(byte) }
        take(0)
        for byte in customerKey.utf8 { take(byte) }
        var mixer = SplitMix64(seed: hash)
        return Int(mixer.next().multipliedFullWidth(by: UInt64(whole)).high)
    }
}
