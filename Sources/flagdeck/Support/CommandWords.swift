import ArgumentParser

/// Tells a word that is no command from what may have been meant.
///
/// Most groups of commands have a usual one (`flagdeck flag` lists), and the parser takes a word
/// that it does not know for an argument of that. So words are looked at before it.
enum CommandWords {
    /// Checks the words in front, as far as they name commands.
    ///
    /// - Throws: ``CommandFailure`` for the first word that is none.
    static func check(_ words: [String]) throws(CommandFailure) {
        var group: any ParsableCommand.Type = Flagdeck.self
        var path: [String] = []
        for word in words {
            let commands = group.configuration.subcommands
            guard !commands.isEmpty, !word.hasPrefix("-") else { return }
            if path.isEmpty, word == "help" { return }
            guard let command = commands.first(where: { $0.names.contains(word) }) else {
                throw unknown(word, behind: path, of: commands)
            }
            group = command
            path.append(word)
        }
    }

    private static func unknown(
        _ word: String,
        behind path: [String],
        of commands: [any ParsableCommand.Type]
    ) -> CommandFailure {
        let offered = commands.filter { $0.configuration.shouldDisplay }
        let near = Nearness.nearest(to: word, among: offered, names: { $0.names })
        func full(_ word: String) -> String { (path + [word]).joined(separator: " ") }
        let start =
            path.isEmpty ? "There is no command \"\(word)\"." : "There is no \"\(full(word))\"."
        let advice: String
        if !near.isEmpty {
            let offers = near.map { "\"\(full($0._commandName))\"" }
            advice = "Did you mean \(Nearness.either(offers))?"
        } else if path.isEmpty {
            advice = "See: flagdeck --help"
        } else {
            let names = offered.map { $0._commandName }
            advice =
                "Behind \"\(path.joined(separator: " "))\" there can be: "
                + names.joined(separator: ", ") + "."
        }
        return CommandFailure(.wrongUsage, "\(start) \(advice)")
    }
}

extension ParsableCommand {
    /// What the command is called, and its other names.
    fileprivate static var names: [String] { [_commandName] + configuration.aliases }
}
