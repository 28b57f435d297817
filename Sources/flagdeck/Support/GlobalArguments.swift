/// Options that are understood before the command too: `flagdeck --data DIR flag list`.
///
/// The parser knows options only behind the command that declares them, so those in front are put
/// behind it.
enum GlobalArguments {
    private static let options: Set<String> = [
        "--data", "--environment", "-e", "--actor", "--connect", "--token-file",
        "--tls-ca",
    ]
    private static let switches: Set<String> = ["--plain-http"]

    /// The arguments with the global options that stand in front put behind everything else.
    ///
    /// Without a command behind them they stay where they are: the dashboard takes them.
    static func moved(behindCommandIn arguments: [String]) -> [String] {
        var rest = arguments[...]
        var moved: [String] = []
        while let word = rest.first {
            let name = word.split(separator: "=", maxSplits: 1).first.map(String.init) ?? ""
            guard options.contains(name) || switches.contains(word) else { break }
            let count = word.contains("=") || switches.contains(word) ? 1 : 2
            guard rest.count >= count else { return arguments }
            moved += rest.prefix(count)
            rest = rest.dropFirst(count)
        }
        guard let command = rest.first, !command.hasPrefix("-") else { return arguments }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return Array(rest[..<end]) + moved + Array(rest[end...])
    }
}
