import CursesTerminal
import Dashboard
import FlagModel
import Synchronization

/// Where other threads leave news for the loop; the only thing that they share with it.
final class Inbox: Sendable {
    /// One piece of news.
    enum Item: Sendable {
        /// For the screens.
        case message(Message)
        /// The environment to begin in, before the first picture.
        case begin(GUID)
        /// The process was asked to end.
        case end(Int32)
        /// There is nothing to show, for this reason.
        case failure(CommandFailure)
    }

    /// What lies here, and how many answers are still to come.
    private struct Contents {
        var items: [Item] = []
        var expected = 0
    }

    private let contents = Mutex(Contents())
    private let pipe: WakePipe

    init() throws(TerminalError) {
        pipe = try WakePipe()
    }

    /// What the loop waits on.
    var descriptor: Int32 { pipe.descriptor }

    /// Leaves a message for the screens.
    func post(_ message: Message) { leave(.message(message)) }

    /// Says where to begin.
    func begin(in environment: GUID) { leave(.begin(environment)) }

    /// Says that there is nothing to show.
    func fail(_ failure: CommandFailure) { leave(.failure(failure)) }

    /// Notes that something was asked, to which ``answer(_:)`` will come.
    func expect() { contents.withLock { $0.expected += 1 } }

    /// Leaves the answer to what was asked; `nil` when there is none to give.
    func answer(_ message: Message?) {
        let isNews = contents.withLock { contents in
            contents.expected -= 1
            if let message { contents.items.append(.message(message)) }
            return contents.items.count == 1 || message == nil
        }
        if isNews { pipe.wake() }
    }

    /// Whether nothing lies here and nothing that was asked is unanswered.
    var isAtRest: Bool { contents.withLock { $0.items.isEmpty && $0.expected == 0 } }
    /// Says that the process was asked to end.
    func end(_ signal: Int32) { leave(.end(signal)) }

    /// Empties what wakes the loop, where no terminal does.
    func drain() { pipe.drain() }

    /// Takes everything that was left, oldest first.
    func take() -> [Item] {
        contents.withLock { contents in
            defer { contents.items = [] }
            return contents.items
        }
    }

    private func leave(_ item: Item) {
        let isFirst = contents.withLock { contents in
            contents.items.append(item)
            return contents.items.count == 1
        }
        if isFirst { pipe.wake() }
    }
}
