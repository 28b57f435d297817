#if os(Linux)
import Glibc

/// Many connections that stay open, each with one request under way at any time.
final class HTTPClient {
    /// Whole answers that came.
    private(set) var answerCount = 0

    private let poller = Poller()
    private var readers: [Int32: AnswerReader] = [:]
    private let requests: RequestWriter
    private var requestCount = 0
    private var failure: String?

    init(port: UInt16, connections: Int, _ requests: RequestWriter) {
        self.requests = requests
        for source in 0..<connections {
            guard let socket = poller.connect(to: port, source: source) else {
                failure = "There are no sockets left."
                return
            }
            readers[socket] = AnswerReader()
        }
    }

    /// Asks and reads for so long.
    func run(microseconds: Int64) throws {
        let end = Surroundings.microseconds() + microseconds
        while failure == nil, Surroundings.microseconds() < end {
            // Never asleep: to wake it would cost the server.
            poller.wait(milliseconds: 0) { socket, event in
                switch event {
                case .writable: begin(socket)
                case .closed: failure = "A connection ended."
                case .read(let bytes): read(bytes, from: socket)
                }
            }
        }
        if let failure { throw BenchFailure(failure) }
    }

    /// Closes everything.
    func end() {
        for socket in readers.keys { close(socket) }
        poller.end()
    }

    /// The body of one answer.
    static func answer(to request: [UInt8], at port: UInt16) throws -> [UInt8] {
        let poller = Poller()
        defer { poller.end() }
        guard let socket = poller.connect(to: port, source: 0) else {
            throw BenchFailure("There are no sockets left.")
        }
        defer { close(socket) }
        let patience = Surroundings.microseconds() + 5_000_000
        var reader = AnswerReader(keepsBody: true)
        var isAsked = false
        while !reader.isWhole {
            guard Surroundings.microseconds() < patience else {
                throw BenchFailure("The server does not answer.")
            }
            poller.wait(milliseconds: 100) { socket, event in
                switch event {
                case .writable where !isAsked: isAsked = poller.send(request, to: socket)
                case .read(let bytes): reader.read(bytes)
                default: break
                }
            }
        }
        guard reader.isGood else { throw BenchFailure("The server refused a request.") }
        return reader.body
    }

    /// Sends the first request of a connection.
    private func begin(_ socket: Int32) {
        guard readers[socket]?.isFresh == true else { return }
        readers[socket]?.isFresh = false
        ask(socket)
    }

    private func ask(_ socket: Int32) {
        requestCount += 1
        if !poller.send(requests.request(requestCount), to: socket) {
            failure = "A request did not go at once."
        }
    }

    private func read(_ bytes: UnsafeRawBufferPointer, from socket: Int32) {
        guard let place = readers.index(forKey: socket) else { return }
        readers.values[place].read(bytes)
        guard readers.values[place].isWhole else { return }
        guard readers.values[place].isGood else {
            failure = "The server refused a request."
            return
        }
        answerCount += 1
        ask(socket)
    }
}

/// Finds the end of an HTTP answer with a length.
struct AnswerReader {
    /// No request was sent yet.
    var isFresh = true
    /// The last byte has come.
    private(set) var isWhole = false
    /// The status is 200.
    private(set) var isGood = false
    /// The body, if it is kept.
    private(set) var body: [UInt8] = []

    private let keepsBody: Bool
    private var head: [UInt8] = []
    private var rest: Int?

    init(keepsBody: Bool = false) {
        self.keepsBody = keepsBody
    }

    /// Takes bytes; those after a whole answer begin the next one.
    mutating func read(_ bytes: UnsafeRawBufferPointer) {
        isWhole = false
        if let rest {
            take(bytes, of: rest)
        } else if head.isEmpty {
            readHead(bytes)
        } else {
            head += bytes
            let all = head
            head = []
            all.withUnsafeBytes { readHead($0) }
        }
    }

    private mutating func readHead(_ bytes: UnsafeRawBufferPointer) {
        guard let end = Self.place(of: "\r\n\r\n", in: bytes),
            // In any case: `Content-Length`, `content-length`.
            let length = Self.place(of: "ength: ", in: bytes)
        else {
            head = Array(bytes)
            return
        }
        var size = 0
        for byte in bytes[(length + 7)...] {
            guard (0x30...0x39).contains(byte) else { break }
            size = size * 10 + Int(byte - 0x30)
        }
        isGood = bytes[9] == 0x32 && bytes[10] == 0x30 && bytes[11] == 0x30
        take(UnsafeRawBufferPointer(rebasing: bytes[(end + 4)...]), of: size)
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer, of size: Int) {
        if keepsBody { body += bytes }
        isWhole = bytes.count >= size
        rest = isWhole ? nil : size - bytes.count
    }

    private static func place(of text: StaticString, in bytes: UnsafeRawBufferPointer) -> Int? {
        let (first, count) = (Int32(text.utf8Start[0]), text.utf8CodeUnitCount)
        guard let base = bytes.baseAddress else { return nil }
        var place = 0
        while bytes.count - place >= count,
            let found = memchr(base + place, first, bytes.count - place - count + 1)
        {
            let here = base.distance(to: UnsafeRawPointer(found))
            if memcmp(found, text.utf8Start, count) == 0 { return here }
            place = here + 1
        }
        return nil
    }
}
#endif
