public import FlagAPI
public import FlagModel
import JSON

/// Reads files of customers; the content decides the format, not the name.
///
/// | format | how it is known | customers |
/// |---|---|---|
/// | CSV | anything else | a header, then a row each; separated by commas, semicolons or tabs |
/// | JSON lines | first line is an object without `users` | an object on each line |
/// | JSON list | begins with `[` | the same objects |
/// | FeatBit's document | any other that begins with `{` | the objects of its list `users` |
///
/// ```json
/// {"key": "C-1", "name": "Ada", "attributes": {"plan": "pro"}}
/// {"keyId": "C-1", "name": "Ada", "customizedProperties": [{"name": "plan", "value": "pro"}]}
/// ```
///
/// In CSV the key is in the column `key`, `keyId` or `id` (the first of these that exists), the
/// name in `name`, each in any case; every other column is an attribute. An empty cell is no
/// attribute. JSON objects may mix both spellings; numbers and truth values become text, `null`
/// is no attribute, fields without a meaning here are passed over.
public enum CustomerFile {
    /// Bytes of a file, at the most.
    public static let maximumBytes = JSONLimits.importedFile.documentBytes

    /// What spreadsheet programs put in front of UTF-8.
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Reads every customer, or none.
    ///
    /// - Parameters:
    ///   - name: what the person called the file; only for error messages.
    ///   - bytes: the content, at most ``maximumBytes``.
    /// - Returns: at least one customer, in the order of the file.
    /// - Throws: ``CustomerFileProblem`` with the first thing wrong and its line; also when a key
    ///   comes twice.
    public static func read(
        name: String,
        bytes: [UInt8]
    ) throws(CustomerFileProblem) -> [Customer] {
        let start = try beginning(of: bytes, file: name)
        switch bytes[start] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            return try CustomerJSON(file: name, bytes: bytes).customers()
        default:
            return try CustomerCSV(file: name).customers(in: bytes)
        }
    }

    /// Reads keys, each once, in their order.
    ///
    /// Without a column, every line is a key, without the blanks around it; but a file whose
    /// first row names a column `key`, `keyId` or `id` is read as CSV by that column.
    ///
    /// - Parameters:
    ///   - name: what the person called the file; only for error messages.
    ///   - bytes: the content, at most ``maximumBytes``.
    ///   - column: the column of a CSV file that holds the keys, in any case.
    /// - Returns: at least one key.
    /// - Throws: ``CustomerFileProblem`` with the first thing wrong and its line.
    public static func keys(
        name: String,
        bytes: [UInt8],
        column: String? = nil
    ) throws(CustomerFileProblem) -> [CustomerKey] {
        _ = try beginning(of: bytes, file: name)
        return try CustomerCSV(file: name).keys(in: bytes, column: column)
    }

    /// Where the first byte stands that is neither a mark nor a blank.
    private static func beginning(
        of bytes: [UInt8],
        file: String
    ) throws(CustomerFileProblem) -> Int {
        func problem(_ reason: CustomerFileProblem.Reason) -> CustomerFileProblem {
            CustomerFileProblem(file: file, place: .whole, reason: reason)
        }
        guard bytes.count <= maximumBytes else {
            throw problem(.tooLong(limitBytes: maximumBytes))
        }
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else {
            throw problem(.isUTF16)
        }
        let start = bytes.starts(with: byteOrderMark) ? 3 : 0
        guard let first = bytes[start...].firstIndex(where: { !isBlank($0) }) else {
            throw problem(.empty)
        }
        return first
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}

/// Customers as they come in, each key once.
struct CustomerCollector {
    private(set) var customers: [Customer] = []
    private var places: [CustomerKey: CustomerFileProblem.Place] = [:]
    private let file: String

    init(file: String) {
        self.file = file
    }

    /// Checks one more customer and keeps it.
    mutating func add(
        key text: String,
        name: String,
        attributes: [String: String],
        at place: CustomerFileProblem.Place
    ) throws(CustomerFileProblem) {
        let key = try CustomerCollector.key(text, file: file, at: place)
        let customer = Customer(key: key, name: name, attributes: attributes)
        if let fault = CustomerFault(in: customer) {
            throw CustomerFileProblem(file: file, place: place, reason: .customerTooLarge(fault))
        }
        if let first = places.updateValue(place, forKey: key) {
            throw CustomerFileProblem(
                file: file,
                place: place,
                reason: .keyTwice(key, first: first)
            )
        }
        customers.append(customer)
    }

    /// The customers; there is at least one.
    func finished() throws(CustomerFileProblem) -> [Customer] {
        guard !customers.isEmpty else {
            throw CustomerFileProblem(file: file, place: .whole, reason: .empty)
        }
        return customers
    }

    /// A key, with a problem that names the place when it is none.
    static func key(
        _ text: String,
        file: String,
        at place: CustomerFileProblem.Place
    ) throws(CustomerFileProblem) -> CustomerKey {
        guard let key = try? CustomerKey(text) else {
            let reason = CustomerFileProblem.Reason.keyLength(bytes: text.utf8.count)
            throw CustomerFileProblem(file: file, place: place, reason: reason)
        }
        return key
    }
}
