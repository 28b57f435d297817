import Foundation

extension Program {
    /// Waits until a text stands in what it has printed.
    ///
    /// - Returns: everything that it has printed by then.
    /// - Throws: ``Unexpected`` with what it printed, when it printed for the last time or the time
    ///   is over.
    @discardableResult
    func prints(_ text: String, within seconds: Double = patience) throws -> String {
        try prints(text, to: outputFile, within: seconds)
    }

    /// Waits until a text stands in what it has complained of.
    ///
    /// - Returns: everything that it has complained of by then.
    /// - Throws: ``Unexpected``, as ``prints(_:within:)`` does.
    @discardableResult
    func complains(_ text: String, within seconds: Double = patience) throws -> String {
        try prints(text, to: errorFile, within: seconds)
    }

    private func prints(_ text: String, to file: String, within seconds: Double) throws -> String {
        // Watched before it is read for the first time: nothing is missed.
        let watch = try Watch([file])
        let end = ContinuousClock.now + .seconds(seconds)
        var mayPrintMore = ended() == nil
        while true {
            let printed = Self.text(of: file)
            if printed.contains(text) { return printed }
            guard mayPrintMore else {
                throw Unexpected("it ended without \"\(text)\": \(printed.prefix(4000))")
            }
            switch watch.next(until: end) {
            case .written: break
            case .closed: mayPrintMore = false
            case nil:
                throw Unexpected("no \"\(text)\" after \(seconds) s: \(printed.prefix(4000))")
            }
        }
    }
}
