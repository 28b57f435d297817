import Foundation

/// A folder of one test that holds everything the program may read or write; it goes with this
/// value.
///
/// Home, settings, data and temporary files all lie in it, so nothing of the person who runs the
/// tests is seen or touched.
final class Workplace: Sendable {
    /// The folder; short, because the socket of the terminal lies in it too.
    let path: String

    /// Where the program keeps its data unless it is told otherwise.
    var data: String { path + "/data" }

    /// The file that names the process that was last started by typing `flagdeck`.
    var processFile: String { path + "/process" }

    init() throws {
        var name = Array("/tmp/flagdeck-e2e-XXXXXX".utf8CString)
        let made = name.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } }
        path = String(cString: try required(made, "no folder can be made in /tmp"))
        for folder in ["home", "bin", "tmp"] {
            try FileManager.default.createDirectory(
                atPath: path + "/" + folder,
                withIntermediateDirectories: false
            )
        }
        // A link, because a file that was just written may be too busy to be started.
        try FileManager.default.createSymbolicLink(
            atPath: path + "/bin/flagdeck",
            withDestinationPath: Program.path
        )
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The variables of everything that is started here.
    var variables: [String: String] {
        let home = path + "/home"
        return [
            "PATH": "\(path)/bin:/usr/bin:/bin", "HOME": home, "TMPDIR": path + "/tmp",
            "XDG_CONFIG_HOME": home + "/config", "XDG_DATA_HOME": home + "/share",
            "XDG_STATE_HOME": home + "/state", "FLAGDECK_DATA": data, "LANG": "C.UTF-8",
            "TZ": "UTC", "TMUX_TMPDIR": path,
        ]
    }

    /// What an interactive shell reads first: typing `flagdeck` also tells the test which process
    /// it has become.
    var shellSettings: String {
        """
        PS1='READY> '
        flagdeck() {
            /bin/sh -c 'echo $$ > "\(processFile)"; exec "\(Program.path)" "$@"' flagdeck "$@"
        }

        """
    }

    /// Writes a file here and returns its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let file = path + "/" + name
        try Data(text.utf8).write(to: URL(filePath: file))
        return file
    }

    /// The journal's files by their names, without the one that says who has it open.
    func journal() throws -> [String: Data] {
        try files(below: data + "/journal").filter { $0.key != "lock" }
    }

    /// The bytes of all files of the data.
    var dataBytes: Int {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: data)) ?? []
        return names.reduce(0) { sum, name in
            var status = stat()
            guard lstat(data + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG
            else { return sum }
            return sum + Int(status.st_size)
        }
    }

    /// Waits until the data has so many bytes, or the program that writes it has ended.
    func await(_ bytes: Int, of program: Program) {
        while dataBytes < bytes, program.ended() == nil { sched_yield() }
    }

    /// Every file below a folder, by its name in that folder.
    func files(below root: String) throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: root)
        let files = names.compactMap { name -> (String, Data)? in
            var isFolder: ObjCBool = false
            let path = root + "/" + name
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
                !isFolder.boolValue
            else { return nil }
            return FileManager.default.contents(atPath: path).map { (name, $0) }
        }
        return Dictionary(uniqueKeysWithValues: files)
    }

    /// Runs the program to its end.
    func flagdeck(
        _ arguments: String...,
        variables: [String: String] = [:],
        input: String = "/dev/null",
        seconds: Double = Program.patience
    ) throws -> Outcome {
        let program = try start(arguments, variables: variables, input: input)
        return try program.end(within: seconds)
    }

    /// Runs the program and returns what it printed.
    ///
    /// - Throws: ``Unexpected`` with everything that it printed, unless it ended with 0.
    @discardableResult
    func done(_ arguments: String...) throws -> String {
        let outcome = try start(arguments).end()
        guard outcome.code == 0 else {
            throw Unexpected("flagdeck \(arguments.joined(separator: " ")): \(outcome)")
        }
        return outcome.output
    }

    /// Starts the program.
    func start(
        _ arguments: [String],
        variables: [String: String] = [:],
        input: String = "/dev/null"
    ) throws -> Program {
        try Program(
            [Program.path] + arguments,
            variables: self.variables.merging(variables) { $1 },
            input: input,
            outputFolder: path
        )
    }

    /// Runs a line of the shell, in which `flagdeck` is the program.
    func shell(_ line: String, seconds: Double = Program.patience) throws -> Outcome {
        try Program(["/bin/sh", "-c", line], variables: variables, outputFolder: path)
            .end(within: seconds)
    }
}

/// Something is not as the test needs it.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The value, or a failure that says what is missing.
func required<Value>(_ value: Value?, _ missing: String) throws -> Value {
    guard let value else { throw Unexpected(missing) }
    return value
}
