import ArgumentParser
import FlagModel

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How a person says that a number of entries may be lost.
struct LossOption: ParsableArguments {
    @Option(
        name: .customLong("lose"),
        help: ArgumentHelp(
            "The number of entries that will be lost; otherwise you are asked to type it.",
            valueName: "count"
        )
    )
    var count: UInt64?

    /// Asks for the number, unless it was given or nothing is lost.
    ///
    /// - Parameters:
    ///   - exact: how many will be lost.
    ///   - what: what happens, as a sentence.
    /// - Returns: the number that was given or typed.
    /// - Throws: ``CommandFailure`` when nobody can be asked, or another number was typed.
    func confirmed(_ exact: UInt64, _ what: String) throws -> UInt64 {
        if let count { return count }
        guard exact > 0 else { return 0 }
        let entries = Words.count(Int(exact), "entry", "entries")
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(
                .refused,
                "\(what) \(entries) would be lost for good. Nothing was changed. "
                    + "To do it, add: --lose \(exact)"
            )
        }
        Printer.complain(
            "\(what) \(entries) will be lost for good. To go on, type that number, \(exact):"
        )
        let typed = readLine().flatMap { UInt64($0) }
        guard typed == exact else {
            throw CommandFailure(.refused, "That is not the number. Nothing was changed.")
        }
        return exact
    }
}
