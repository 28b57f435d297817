import FlagAPI
import FlagModel

/// What the limits leave of how an application describes a customer.
struct SoundDescription {
    private(set) var name: String
    private(set) var attributes: [String: String]
    /// Parts that were left out.
    private(set) var leftOut = 0

    init(_ customer: Customer) {
        name = customer.name
        attributes = customer.attributes
        if name.utf8.count > Customer.maximumTextBytes {
            name = ""
            leftOut += 1
        }
        let unsound = attributes.contains { !Self.isSound($0.key, $0.value) }
        if unsound {
            let sound = attributes.filter { Self.isSound($0.key, $0.value) }
            leftOut += attributes.count - sound.count
            attributes = sound
        }
        guard attributes.count > Customer.maximumAttributes else { return }
        // The first by name, so that the same ones stay every time.
        let names = Set(attributes.keys.sorted().prefix(Customer.maximumAttributes))
        leftOut += attributes.count - names.count
        attributes = attributes.filter { names.contains($0.key) }
    }

    private static func isSound(_ name: String, _ value: String) -> Bool {
        Limits.attributeNameBytes.contains(name.utf8.count)
            && value.utf8.count <= Customer.maximumTextBytes
    }
}
