public import FlagAPI
import FlagModel

/// In which way a customer is larger than allowed.
public enum CustomerFault: Hashable, Sendable {
    /// The name has so many bytes, more than ``Customer/maximumTextBytes``.
    case longName(bytes: Int)
    /// A value has so many bytes, more than ``Customer/maximumTextBytes``.
    case longValue(attribute: String, bytes: Int)
    /// The name of an attribute has so many bytes, outside ``Limits/attributeNameBytes``.
    case attributeName(bytes: Int)
    /// So many attributes, more than ``Customer/maximumAttributes``.
    case manyAttributes(count: Int)

    /// The first fault of `customer`, or `nil` when there is none.
    public init?(in customer: Customer) {
        let nameBytes = customer.name.utf8.count
        let attributes = customer.attributes
        if nameBytes > Customer.maximumTextBytes {
            self = .longName(bytes: nameBytes)
        } else if attributes.count > Customer.maximumAttributes {
            self = .manyAttributes(count: attributes.count)
        } else if let name = attributes.keys.lazy.filter(Self.isBadName).min() {
            self = .attributeName(bytes: name.utf8.count)
        } else if let long = attributes.filter({ Self.isLong($0.value) }).min(by: {
            $0.key < $1.key
        }) {
            self = .longValue(attribute: long.key, bytes: long.value.utf8.count)
        } else {
            return nil
        }
    }

    private static func isBadName(_ name: String) -> Bool {
        !Limits.attributeNameBytes.contains(name.utf8.count)
    }

    private static func isLong(_ value: String) -> Bool {
        value.utf8.count > Customer.maximumTextBytes
    }
}

extension CustomerFault: CustomStringConvertible {
    /// The fault as a sentence without its full stop.
    public var description: String {
        switch self {
        case .longName(let bytes):
            "the name has \(bytes) bytes, and \(Customer.maximumTextBytes) are the most"
        case .longValue(let attribute, let bytes):
            "the value of \"\(attribute)\" has \(bytes) bytes, and "
                + "\(Customer.maximumTextBytes) are the most"
        case .attributeName(let bytes):
            "the name of an attribute has \(bytes) bytes, and "
                + "\(Limits.attributeNameBytes.lowerBound) to "
                + "\(Limits.attributeNameBytes.upperBound) are allowed"
        case .manyAttributes(let count):
            "there are \(count) attributes, and \(Customer.maximumAttributes) are the most"
        }
    }
}
