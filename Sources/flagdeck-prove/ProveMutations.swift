import ArgumentParser
import JournalProof

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Breaks each rule of the journal in a copy of the source, and expects a test to fail.
struct ProveMutations: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutations",
        abstract: "Break each rule of the journal in a copy of the source; a test must fail.",
        discussion: """
            Run it in the package's directory. Each rule costs a build and the journal's tests. \
            Ends with 1 when a broken rule was noticed by no test.
            """
    )

    @Option(help: "Where the copy is made and built; kept, so that a second run is faster.")
    var copy = "/tmp/flagdeck-mutations"

    @Option(help: "Only rules whose words contain one of these, with commas between.")
    var only: String?

    @Option(name: .customLong("write"), help: "Put the table between the marks of this page.")
    var page: String?

    func run() async throws {
        let chosen = Mutation.all.filter { mutation in
            only.map { $0.split(separator: ",").contains { mutation.rule.contains($0) } } ?? true
        }
        let folder = MutationFolder(path: copy)
        try folder.prepare()
        let sound = try folder.runTests()
        guard sound.status == 0 else {
            throw ValidationError("Without any change a test fails: \(sound.firstFailure ?? "?")")
        }
        var lines = ["| rule that was broken | first test that failed |", "|---|---|"]
        var survivors = 0
        for mutation in chosen {
            let outcome = try folder.outcome(of: mutation)
            if outcome == nil { survivors += 1 }
            print("\(mutation.rule): \(outcome ?? "NOBODY NOTICED")")
            fflush(nil)
            lines.append("| \(mutation.rule) | \(outcome ?? "**none**") |")
        }
        lines += ["", "\(chosen.count) rules, \(chosen.count - survivors) noticed."]
        let table = lines.joined(separator: "\n")
        print("\n" + table)
        if let page { try PageFile.put(table, under: "mutations", into: page) }
        guard survivors == 0 else { throw ExitCode(1) }
    }
}

/// A copy of the small part of the package that the journal needs.
struct MutationFolder {
    let path: String

    private static let parts = [
        "Package.swift", "Package.resolved", "Sources/JSON", "Sources/Journal",
        "Sources/JournalProof", "Tests/JournalTests",
    ]

    /// What is added to the package's description: only these targets, only what they need.
    private static let description = """

        let kept: Set<String> = ["JSON", "Journal", "JournalProof", "JournalTests"]
        package.targets = package.targets.filter { kept.contains($0.name) }
        package.products = []
        package.dependencies = package.dependencies.filter { dependency in
            guard case .sourceControl(_, let location, _) = dependency.kind else { return false }
            return location.contains("swift-crypto")
        }

        """

    /// Makes the copy anew; what was built before stays.
    func prepare() throws {
        try shell("mkdir -p \(path)/Sources \(path)/Tests")
        for part in Self.parts {
            try shell("rm -rf \(path)/\(part)")
            try shell("test ! -e \(part) || cp -R -p \(part) \(path)/\(part)")
        }
        let package = path + "/Package.swift"
        try PageFile.write(try PageFile.read(package) + Self.description, to: package)
    }

    /// Breaks a rule, runs the tests, mends it.
    ///
    /// - Returns: the first test that failed; nil when none did.
    func outcome(of mutation: Mutation) throws -> String? {
        let file = "\(path)/Sources/Journal/\(mutation.file)"
        let source = try PageFile.read(file)
        guard let broken = mutation.applied(to: source) else {
            throw ValidationError("\(mutation.file) has no longer: \(mutation.text)")
        }
        try PageFile.write(broken, to: file)
        defer { try? PageFile.write(source, to: file) }
        let result = try runTests()
        guard result.status != 0 else { return nil }
        guard let failure = result.firstFailure else {
            throw ValidationError("\(mutation.rule): neither built nor tested; see \(path)/log")
        }
        return failure
    }

    /// Builds and runs the journal's tests.
    func runTests() throws -> (status: Int32, firstFailure: String?) {
        let status = try shell("cd \(path) && \(Self.commands)", mayFail: true)
        guard status != Self.timeLimitStatus else { return (status, "(a test waited for ever)") }
        let log = try PageFile.read(path + "/log")
        let failure = log.split(separator: "\n").first { $0.contains(" recorded an issue") }
        let crash = log.split(separator: "\n").first { $0.contains("Fatal error") }
        return (status, (failure ?? crash).map(Self.name))
    }

    /// Builds, then runs the tests to the first one that fails.
    ///
    /// That is enough to know, and a broken rule may let others wait for ever. The list's own test
    /// sees only a sound source.
    private static let commands = """
        swift build --build-tests > log 2>&1 || exit 1
        timeout 300 swift test --skip-build --skip MutationListTests --filter JournalTests \
            >> log 2>&1 &
        tests=$!
        while kill -0 $tests 2> /dev/null; do
            if grep -q ' recorded an issue' log; then
                kill $tests; wait $tests 2> /dev/null; exit 1
            fi
            sleep 1
        done
        wait $tests
        """

    /// What `timeout` ends with when it had to end its command.
    private static let timeLimitStatus: Int32 = 124

    /// The test's name in a line of the log.
    private static func name(_ line: Substring) -> String {
        let parts = line.split(separator: "\"")
        return parts.count > 2 ? String(parts[1]) : String(line.prefix(80))
    }

    @discardableResult
    private func shell(_ command: String, mayFail: Bool = false) throws -> Int32 {
        let status = system(command)
        let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128
        guard mayFail || code == 0 else { throw ValidationError("\(command) ended with \(code)") }
        return code
    }
}
