import CursesTerminal
import Dashboard
import Synchronization

/// Where other threads leave messages for the loop; the only thing that they share with it.
final class Inbox: Sendable {
    private let messages = Mutex<[Message]>([])
    private let pipe: WakePipe

    init() throws(TerminalError) {
        pipe = try WakePipe()
    }

    /// What the loop waits on.
    var descriptor: Int32 { pipe.descriptor }

    /// Leaves a message and wakes the loop.
    func post(_ message: Message) {
        let isFirst = messages.withLock { messages in
            messages.append(message)
            return messages.count == 1
        }
        if isFirst { pipe.wake() }
    }

    /// Takes everything that was left, oldest first.
    func take() -> [Message] {
        messages.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}
