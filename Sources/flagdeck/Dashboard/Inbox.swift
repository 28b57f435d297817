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

    private let items = Mutex<[Item]>([])
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

    /// Says that the process was asked to end.
    func end(_ signal: Int32) { leave(.end(signal)) }

    /// Empties what wakes the loop, where no terminal does.
    func drain() { pipe.drain() }

    /// Takes everything that was left, oldest first.
    func take() -> [Item] {
        items.withLock { items in
            defer { items = [] }
            return items
        }
    }

    private func leave(_ item: Item) {
        let isFirst = items.withLock { items in
            items.append(item)
            return items.count == 1
        }
        if isFirst { pipe.wake() }
    }
}
