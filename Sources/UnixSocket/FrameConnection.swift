/// One connection of a ``FrameLoop``.
public struct FrameConnection: Sendable {
    /// Who is at the other end.
    public let peer: Peer
    /// What comes in, in order, for one reader.
    ///
    /// It ends when the connection does. Call ``taken()`` once a frame has been taken care of.
    public let frames: AsyncStream<[UInt8]>

    let id: Int
    let loop: FrameLoop

    /// Sends a frame; never waits.
    ///
    /// A peer that does not read loses the connection: see ``FrameLimits/waitingBytes``.
    public func send(_ frame: [UInt8]) {
        loop.send(frame, on: id)
    }

    /// A frame was taken care of; another one may be read in its place.
    public func taken() {
        loop.taken(on: id)
    }

    /// The peer is who it should be: larger frames are read from now on.
    public func accept() {
        loop.accept(id)
    }

    /// Ends the connection unless so many frames have come in, since its beginning, in time.
    ///
    /// - Parameters:
    ///   - count: frames in all; at least 1.
    ///   - seconds: from now on.
    public func expectFrames(_ count: Int, withinSeconds seconds: Int) {
        loop.expect(count, withinSeconds: seconds, on: id)
    }

    /// Reads nothing more, sends what waits, and ends the connection.
    public func close() {
        loop.close(id)
    }
}
