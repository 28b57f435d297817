#if os(Linux)
import Glibc

/// nginx with one worker that answers every request with the same bytes.
struct Nginx {
    /// The process that answers.
    let process: ChildProcess
    private let folder: String

    /// Where it listens.
    static let port: UInt16 = 5199
    /// Bytes of one word in its settings, at the most; longer answers are put together.
    private static let wordBytes = 3000

    /// Starts it; `nil` when it is not installed.
    init?(answering body: [UInt8], core: Int) throws {
        guard Self.isInstalled else { return nil }
        folder = "/tmp/flagdeck-bench-nginx-\(getpid())"
        mkdir(folder, 0o700)
        let path = folder + "/nginx.conf"
        let settings = Array(Self.settings(body, folder).utf8)
        guard let file = fopen(path, "w") else { throw BenchFailure("\(path) cannot be written.") }
        fwrite(settings, 1, settings.count, file)
        fclose(file)
        process = try ChildProcess(
            ["nginx", "-p", folder, "-c", path, "-e", folder + "/error.log"],
            core: core
        )
        try Self.waitUntilItAnswers()
    }

    /// Ends it and removes its files.
    func end() {
        process.end()
        Folder.remove(folder)
    }

    private static var isInstalled: Bool {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        return path.split(separator: ":").contains { access("\($0)/nginx", X_OK) == 0 }
    }

    private static func waitUntilItAnswers() throws {
        for _ in 0..<50 {
            usleep(100_000)
            let request = RequestWriter(port: port, secret: "none").first
            if (try? HTTPClient.answer(to: request, at: port)) != nil { return }
        }
        throw BenchFailure("nginx does not answer.")
    }

    private static func settings(_ body: [UInt8], _ folder: String) -> String {
        let parts = stride(from: 0, to: body.count, by: wordBytes).map { start in
            word(body[start..<min(start + wordBytes, body.count)])
        }
        let sets = parts.enumerated().map { "set $part\($0)x '\($1)';" }.joined(separator: "\n")
        let whole = parts.indices.map { "$part\($0)x" }.joined()
        let answer =
            parts.count == 1 ? "return 200 '\(parts[0])';" : "\(sets)\nreturn 200 \(whole);"
        return """
            daemon off;
            master_process off;
            pid \(folder)/nginx.pid;
            events { worker_connections 1024; }
            http {
                access_log off;
                keepalive_requests 1000000000;
                default_type application/json;
                client_body_temp_path \(folder)/body;
                proxy_temp_path \(folder)/proxy;
                fastcgi_temp_path \(folder)/fastcgi;
                uwsgi_temp_path \(folder)/uwsgi;
                scgi_temp_path \(folder)/scgi;
                server {
                    listen 127.0.0.1:\(port);
                    location / { \(answer) }
                }
            }
            """
    }

    /// Text between single quotes; a dollar would be a variable, and any letter weighs the same.
    private static func word(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self).map { letter in
            switch letter {
            case "$": "S"
            case "'": "\\'"
            case "\\": "\\\\"
            default: String(letter)
            }
        }.joined()
    }
}
#endif
