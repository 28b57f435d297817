/// Who hears what people should know about the data, in sentences.
struct Announcer: Sendable {
    /// What opening did, such as cutting off an unfinished write: it may wait until a screen ends.
    let note: @Sendable (String) -> Void
    /// Damage that was found later: a screen shows it at once.
    let alarm: @Sendable (String) -> Void

    /// Prints everything at once.
    static let printing = Announcer(
        note: { Printer.complain($0) },
        alarm: { Printer.complain($0) }
    )
}
