import Dispatch
import Foundation
import Synchronization

/// A Python with the packages that applications use, installed once for all tests of a run.
///
/// It is the newest thing from outside that tests need: `python3` with its module `venv`, and the
/// network for the packages in `Python/requirements.txt`. `$FLAGDECK_PYTHON` names an interpreter
/// that has them already, so that nothing is installed.
enum Python {
    /// Runs a script of `Tests/EndToEndTests/Python` to its end and reads what it reports.
    ///
    /// Scripts run one after the other, on a thread of their own: they take long, and the threads
    /// that tests share are few.
    ///
    /// - Throws: ``Unexpected`` with everything that it printed, unless it ended with 0.
    static func run(
        _ script: String,
        _ arguments: String...,
        in workplace: Workplace,
        seconds: Double = 4 * Program.patience
    ) async throws -> Document {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result { try runNow(script, arguments, workplace, seconds) }
                )
            }
        }
    }

    private static let queue = DispatchQueue(label: "Python")

    private static func runNow(
        _ script: String,
        _ arguments: [String],
        _ workplace: Workplace,
        _ seconds: Double
    ) throws -> Document {
        let outcome = try start([folder + "/" + script] + arguments, in: workplace)
            .end(within: seconds)
        let lines = outcome.output.split(separator: "\n")
        guard outcome.code == 0, let report = lines.last else {
            throw Unexpected("\(script): \(outcome)")
        }
        return try Document.read(String(report))
    }

    /// Starts the interpreter.
    static func start(_ arguments: [String], in workplace: Workplace) throws -> Program {
        let variables = ["PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": folder]
        return try Program(
            [try interpreter.get()] + arguments,
            variables: workplace.variables.merging(variables) { $1 },
            outputFolder: workplace.path
        )
    }

    /// A program that came with the packages.
    static func tool(_ name: String) throws -> String {
        let path = try interpreter.get()
        return path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/") + "/" + name
    }

    /// Where the scripts are.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Python").standardizedFileURL.path

    private static let interpreter = Result { () throws -> String in
        if let given = ProcessInfo.processInfo.environment["FLAGDECK_PYTHON"] { return given }
        try FileManager.default.createDirectory(
            atPath: house,
            withIntermediateDirectories: true
        )
        atexit { try? FileManager.default.removeItem(atPath: Python.house) }
        try install(
            ["python3", "-m", "venv", house + "/venv"],
            whenItFails: "Python 3 with its module venv is needed: apt-get install python3-venv"
        )
        try install(
            [
                house + "/venv/bin/python", "-m", "pip", "install", "--quiet",
                "--disable-pip-version-check", "--requirement", folder + "/requirements.txt",
            ],
            whenItFails: "The packages of requirements.txt are needed, and the network for them"
        )
        return house + "/venv/bin/python"
    }

    private static let house = NSTemporaryDirectory() + "flagdeck-python-\(getpid())"

    private static func install(_ words: [String], whenItFails reason: String) throws {
        let program = try Program(
            ["/usr/bin/env"] + words,
            variables: ProcessInfo.processInfo.environment,
            outputFolder: house
        )
        let outcome = try program.end(within: 300)
        guard outcome.code == 0 else { throw Unexpected("\(reason).\n\(outcome)") }
    }
}
