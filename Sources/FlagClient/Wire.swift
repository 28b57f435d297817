import UnixSocket

/// What carries questions to a service and its messages back, whatever it is made of.
struct Wire: Sendable {
    /// The service's messages, in order, for one reader; they end when the connection does.
    let frames: AsyncStream<[UInt8]>
    /// Sends the question with a number; never waits.
    let send: @Sendable (_ number: UInt64, _ question: [UInt8]) -> Void
    /// A message was taken care of.
    let taken: @Sendable () -> Void
    /// Ends the connection.
    let close: @Sendable () -> Void
    /// Bytes of a question, at the most.
    let questionBytes: Int
}

extension Wire {
    /// A socket of this machine.
    init(_ connection: FrameConnection, questionBytes: Int) {
        self.init(
            frames: connection.frames,
            send: { _, question in connection.send(question) },
            taken: { connection.taken() },
            close: { connection.close() },
            questionBytes: questionBytes
        )
    }
}
