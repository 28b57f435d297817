/// What the connections of a loop may cost.
public struct FrameLimits: Hashable, Sendable {
    /// Bytes of a frame that comes in before ``FrameConnection/accept()``.
    public var greetingBytes: Int
    /// Bytes of a frame that comes in after it.
    public var frameBytes: Int
    /// Seconds that the first frame may take to come in; then the connection is closed.
    public var greetingSeconds: Int
    /// Frames that were received and not yet taken care of, per connection.
    ///
    /// At the limit nothing is read until one is.
    public var untakenFrames: Int
    /// Bytes that wait to be sent on one connection above which nothing is read from it.
    public var pausingBytes: Int
    /// Bytes that may wait to be sent on one connection when another frame is added.
    ///
    /// Above it the connection is lost: whoever is at the other end does not read. A single frame
    /// may be larger.
    public var waitingBytes: Int
    /// Milliseconds that a connection which is closed may take to read what still waits.
    public var closingMilliseconds: Int

    /// States the limits.
    public init(
        greetingBytes: Int,
        frameBytes: Int,
        greetingSeconds: Int = 10,
        untakenFrames: Int = 16,
        pausingBytes: Int = 1 << 20,
        waitingBytes: Int = 16 << 20,
        closingMilliseconds: Int = 1000
    ) {
        self.greetingBytes = greetingBytes
        self.frameBytes = frameBytes
        self.greetingSeconds = greetingSeconds
        self.untakenFrames = untakenFrames
        self.pausingBytes = pausingBytes
        self.waitingBytes = waitingBytes
        self.closingMilliseconds = closingMilliseconds
    }
}
