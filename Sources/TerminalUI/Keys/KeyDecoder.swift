/// Turns the bytes of a terminal into keys and pastes.
///
/// It reads nothing and knows no time: the caller hands it what one read gave, and says when the
/// terminal has been silent. Sequences that mean nothing here are swallowed whole, so that their
/// letters never act as keys.
public struct KeyDecoder: Sendable {
    /// What the bytes meant.
    public enum Event: Hashable, Sendable {
        /// A key.
        case key(Key)
        /// Pasted text, as the terminal marked it.
        case paste(String)
        /// More printable keys in one read than a person types.
        case burst(String)
        /// The terminal's answer about one of its modes; 1 and 2 mean that it knows the mode.
        case mode(number: Int, state: Int)
        /// The mouse was pressed or its wheel moved.
        case mouse(MouseEvent)
        /// The terminal says how its background looks.
        case brightness(Brightness)
    }

    /// How long a lone Esc may wait for the rest of a sequence.
    public static let escapeDelayMilliseconds: Int32 = 25
    /// How long a paste may pause before it counts as ended.
    public static let pasteDelayMilliseconds: Int32 = 1000
    /// How many printable keys in one read still count as typed.
    public static let burstLimit = 6
    /// How many bytes of one paste are kept; the rest is dropped.
    public static let pasteLimitBytes = 1 << 20

    private var pending: [UInt8] = []
    private var pasted: [UInt8]?

    /// Makes a decoder that has seen nothing.
    public init() {}

    /// How long to wait for more before ``silence()`` is due; `nil` when nothing is unfinished.
    public var waitMilliseconds: Int32? {
        if pasted != nil { return Self.pasteDelayMilliseconds }
        return pending.isEmpty ? nil : Self.escapeDelayMilliseconds
    }

    /// Takes the bytes of one read.
    ///
    /// - Returns: everything that is complete, in order.
    public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Event] {
        pending.append(contentsOf: bytes)
        var events: [Event] = []
        while !pending.isEmpty {
            if pasted != nil {
                guard let event = continuePaste() else { break }
                events.append(event)
            } else {
                let (count, event) = KeySequence.next(pending)
                if count == 0 { break }
                pending.removeFirst(count)
                switch event {
                case .pasteStart: pasted = []
                case .event(let event): events.append(event)
                case .nothing: break
                }
            }
        }
        return Self.mergingBursts(events)
    }

    /// Nothing came for as long as ``waitMilliseconds`` said: what is unfinished ends here.
    public mutating func silence() -> [Event] {
        if let text = pasted {
            pasted = nil
            let rest = text + pending
            pending = []
            return [.paste(String(decoding: rest, as: UTF8.self))]
        }
        let isEscape = pending.first == 0x1B && pending.count == 1
        pending = []
        return isEscape ? [.key(.escape)] : []
    }

    /// Moves pending bytes into the paste, up to its end.
    private mutating func continuePaste() -> Event? {
        let end = Array("\u{1B}[201~".utf8)
        let place = pending.firstIndex(of: 0x1B) ?? pending.count
        keepPasted(pending[..<place])
        pending.removeFirst(place)
        if pending.starts(with: end) {
            pending.removeFirst(end.count)
            let text = String(decoding: pasted ?? [], as: UTF8.self)
            pasted = nil
            return .paste(text)
        }
        // Part of the end may still be on its way; any other Esc belongs to the text.
        if end.starts(with: pending) { return nil }
        keepPasted(pending.prefix(1))
        pending.removeFirst()
        return continuePaste()
    }

    private mutating func keepPasted(_ bytes: ArraySlice<UInt8>) {
        let room = Self.pasteLimitBytes - (pasted?.count ?? 0)
        pasted?.append(contentsOf: bytes.prefix(max(0, room)))
    }

    /// Joins runs of printable keys that nobody can have typed.
    ///
    /// A key that repeats is no such run: it is held down.
    private static func mergingBursts(_ events: [Event]) -> [Event] {
        guard events.count > burstLimit else { return events }
        var result: [Event] = []
        var run: [Event] = []
        for event in events {
            if text(of: event) == nil {
                result += merged(run)
                run = []
                result.append(event)
            } else {
                run.append(event)
            }
        }
        return result + merged(run)
    }

    private static func merged(_ run: [Event]) -> [Event] {
        let characters = run.filter { if case .key(.character) = $0 { true } else { false } }
        guard characters.count > burstLimit, Set(characters).count > 1 else { return run }
        return [.burst(run.compactMap(text(of:)).joined())]
    }

    private static func text(of event: Event) -> String? {
        switch event {
        case .key(.character(let character)): String(character)
        case .key(.enter): "\n"
        case .key(.tab): "\t"
        default: nil
        }
    }
}
