#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What a loop knows of one connection; used under the loop's lock only.
struct OpenConnection {
    let descriptor: Int32
    let frames: AsyncStream<[UInt8]>.Continuation
    var reader: FrameReader
    /// Frames that were received and not taken care of.
    var untaken = 0
    /// When it is closed whatever happens.
    var deadline: ContinuousClock.Instant?
    /// It ends when nothing waits any more.
    var isClosing = false
    /// The peer is gone; what it sent before is still read.
    private(set) var isHungUp = false
    private var receivedFrames = 0
    /// With so many frames in all there is no deadline any more.
    private var expectedFrames = 1
    private var waiting: [[UInt8]] = []
    private var sentOfFirst = 0
    /// Bytes that wait to be sent.
    private(set) var waitingBytes = 0

    /// How one step ended.
    enum Step {
        case goesOn, ends
    }

    init(
        descriptor: Int32,
        frames: AsyncStream<[UInt8]>.Continuation,
        limits: FrameLimits,
        deadline: ContinuousClock.Instant?
    ) {
        self.descriptor = descriptor
        self.frames = frames
        self.deadline = deadline
        reader = FrameReader(maximumBytes: limits.greetingBytes)
    }

    /// What the loop should wait for.
    func events(_ limits: FrameLimits) -> Int16 {
        var events = 0
        if !isClosing, untaken < limits.untakenFrames, waitingBytes <= limits.pausingBytes {
            events |= Int(POLLIN)
        }
        if waitingBytes > 0 { events |= Int(POLLOUT) }
        return Int16(events)
    }

    /// Adds bytes and sends what the system takes at once.
    mutating func add(_ bytes: [UInt8]) -> Step {
        waiting.append(bytes)
        waitingBytes += bytes.count
        return waiting.count == 1 ? flush() : .goesOn
    }

    /// Sends what the system takes at once.
    ///
    /// Where nobody listens any more, what waits is dropped; what the peer said before is still
    /// read.
    mutating func flush() -> Step {
        while let first = waiting.first {
            let count = first.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[sentOfFirst...])
                #if canImport(Glibc)
                return send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                #else
                return send(descriptor, rest.baseAddress, rest.count, 0)
                #endif
            }
            if count < 0 {
                guard !Self.isTemporary(errno) else { return .goesOn }
                waiting = []
                (waitingBytes, sentOfFirst) = (0, 0)
                break
            }
            sentOfFirst += count
            waitingBytes -= count
            guard sentOfFirst == first.count else { continue }
            waiting.removeFirst()
            sentOfFirst = 0
        }
        return isClosing ? .ends : .goesOn
    }

    /// Reads what is there, up to the size of the buffer, and hands on the frames that are whole.
    mutating func receive(_ buffer: UnsafeMutableRawBufferPointer) -> Step {
        let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        if count < 0 { return Self.isTemporary(errno) ? .goesOn : .ends }
        guard count > 0 else { return .ends }
        do throws(FrameTooLarge) {
            for frame in try reader.take(UnsafeRawBufferPointer(rebasing: buffer[..<count])) {
                untaken += 1
                receivedFrames += 1
                // The peer has done its part; what it said is now for this process to judge.
                if receivedFrames >= expectedFrames { deadline = nil }
                frames.yield(frame)
            }
            return .goesOn
        } catch {
            return .ends
        }
    }

    /// Sets a deadline for a number of frames in all, unless they are there already.
    mutating func expect(_ count: Int, until moment: ContinuousClock.Instant) {
        guard receivedFrames < count, !isClosing else { return }
        expectedFrames = count
        deadline = moment
    }

    /// The peer is gone, and nothing is read at the moment.
    ///
    /// What it sent before is read once there is room, but nobody would read an answer.
    mutating func hangUp(_ limits: FrameLimits) -> Step {
        guard !isClosing, untaken >= limits.untakenFrames else { return .ends }
        isHungUp = true
        return .goesOn
    }

    private static func isTemporary(_ number: Int32) -> Bool {
        number == EAGAIN || number == EWOULDBLOCK || number == EINTR
    }
}
