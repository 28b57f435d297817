#if os(Linux)
import FlagModel
import Glibc

/// Many SDKs of servers at once: each connects, upgrades, asks for everything, reads it to its last
/// byte, and keeps listening.
final class StreamClient {
    /// Microseconds from the planned moment of each connection to its whole sync.
    private(set) var syncTimes: [Int64] = []
    /// Connections that ended before.
    private(set) var failureCount = 0
    /// When each message after the sync was there to its last byte.
    private(set) var toldAt: [Int64] = []
    /// Bytes of the last whole message.
    private(set) var messageBytes = 0

    private let poller = Poller()
    private var connections: [Int32: Connection] = [:]
    private let port: UInt16
    private let upgrade: [UInt8]
    private var openedCount = 0

    private struct Connection {
        let planned: Int64
        var state = State.connecting
        var head: [UInt8] = []
        var frames = FrameReader()
    }

    private enum State {
        case connecting, upgrading, syncing, listening
    }

    init(port: UInt16, secret: String) {
        self.port = port
        let token = Self.token(secret, milliseconds: Surroundings.now().milliseconds)
        upgrade = Array(
            """
            GET /streaming?type=server&token=\(token) HTTP/1.1\r
            Host: 127.0.0.1:\(port)\r
            User-Agent: flagdeck-bench\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            \r

            """.utf8
        )
    }

    /// Connections that were opened or tried.
    var count: Int { openedCount }

    /// Begins one more connection.
    ///
    /// - Parameter planned: when it should have begun; its time counts from there.
    func open(planned: Int64) {
        openedCount += 1
        guard let socket = poller.connect(to: port, source: openedCount) else {
            failureCount += 1
            return
        }
        connections[socket] = Connection(planned: planned)
    }

    /// Waits for whatever comes first and goes on with it.
    func step(milliseconds: Int) {
        poller.wait(milliseconds: milliseconds) { socket, event in
            switch event {
            case .writable:
                guard case .connecting? = connections[socket]?.state else { return }
                connections[socket]?.state = .upgrading
                if !poller.send(upgrade, to: socket) { fail(socket) }
            case .read(let bytes): read(bytes, from: socket)
            case .closed: fail(socket)
            }
        }
    }

    /// Forgets what was told so far.
    func forgetTold() {
        toldAt.removeAll(keepingCapacity: true)
    }

    /// Closes everything.
    func end() {
        for socket in connections.keys { close(socket) }
        connections = [:]
        poller.end()
    }

    private func fail(_ socket: Int32) {
        guard let gone = connections.removeValue(forKey: socket) else { return }
        close(socket)
        if case .listening = gone.state { return }
        failureCount += 1
    }

    private func read(_ bytes: UnsafeRawBufferPointer, from socket: Int32) {
        guard let place = connections.index(forKey: socket) else { return }
        var isWrong = false
        withUnsafeMutablePointer(to: &connections.values[place]) { connection in
            guard case .upgrading = connection.pointee.state else {
                readMessages(bytes, &connection.pointee)
                return
            }
            connection.pointee.head += bytes
            guard connection.pointee.head.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return }
            isWrong = !connection.pointee.head.starts(with: "HTTP/1.1 101".utf8)
            connection.pointee.head = []
            connection.pointee.state = .syncing
        }
        guard !isWrong else { return fail(socket) }
        guard case .syncing = connections.values[place].state,
            connections.values[place].frames.isFresh
        else { return }
        if !poller.send(Self.wantsAll, to: socket) { fail(socket) }
    }

    private func readMessages(_ bytes: UnsafeRawBufferPointer, _ connection: inout Connection) {
        connection.frames.read(bytes) { size in
            let now = Surroundings.microseconds()
            messageBytes = size
            if case .syncing = connection.state {
                connection.state = .listening
                syncTimes.append(now - connection.planned)
            } else {
                toldAt.append(now)
            }
        }
    }

    /// The request for everything, as a masked frame; the mask is four zeros.
    private static let wantsAll: [UInt8] = {
        let text = "{\"messageType\":\"data-sync\",\"data\":{\"timestamp\":0}}"
        return [0x81, 0x80 | UInt8(text.utf8.count), 0, 0, 0, 0] + text.utf8
    }()

    /// What FeatBit's SDKs make of a secret and the time.
    private static func token(_ secret: String, milliseconds: Int64) -> String {
        let alphabet = Array("QBWSPHDXZU")
        func spelled(_ number: Int64, _ width: Int) -> String {
            let digits = String(number)
            let zeros = String(repeating: "0", count: max(0, width - digits.count))
            return String((zeros + digits).map { alphabet[$0.wholeNumberValue ?? 0] })
        }
        let place = 20
        let time = spelled(milliseconds, 0)
        return spelled(Int64(place), 3) + spelled(Int64(time.count), 2) + secret.prefix(place)
            + time + secret.dropFirst(place)
    }
}

/// Finds the ends of a server's WebSocket messages; their text is counted, not kept.
struct FrameReader {
    private var header: [UInt8] = []
    private var rest = 0
    private var size = 0
    /// Whether nothing has come yet.
    private(set) var isFresh = true

    /// Takes bytes and tells the size of every message that ends in them.
    mutating func read(_ bytes: UnsafeRawBufferPointer, whole: (Int) -> Void) {
        isFresh = false
        var place = 0
        while place < bytes.count {
            if rest > 0 {
                let taken = min(rest, bytes.count - place)
                rest -= taken
                place += taken
            } else {
                header.append(bytes[place])
                place += 1
                guard let found = Self.size(header) else { continue }
                header.removeAll(keepingCapacity: false)
                size = found
                rest = found
            }
            if rest == 0, header.isEmpty { whole(size) }
        }
    }

    /// The size that a whole header says; `nil` while it is not whole.
    private static func size(_ header: [UInt8]) -> Int? {
        guard header.count >= 2 else { return nil }
        let width = header[1] == 127 ? 8 : header[1] == 126 ? 2 : 0
        guard header.count == 2 + width else { return nil }
        guard width > 0 else { return Int(header[1]) }
        return header[2...].reduce(0) { $0 << 8 | Int($1) }
    }
}
#endif
