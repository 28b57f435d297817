import ArgumentParser
import FlagModel
import TLS

/// The files with which a server proves who it is.
struct CertificateOptions: ParsableArguments {
    @Option(
        name: .customLong("tls-certificate"),
        help: ArgumentHelp(
            "Serve https: a file with the certificate, and behind it those of its issuers.",
            valueName: "file"
        )
    )
    var certificatePath: String?

    @Option(
        name: .customLong("tls-key"),
        help: ArgumentHelp(
            "The key of the certificate. New files are taken while this runs.",
            valueName: "file"
        )
    )
    var keyPath: String?

    func validate() throws {
        guard (certificatePath == nil) == (keyPath == nil) else {
            throw ValidationError("--tls-certificate and --tls-key go together.")
        }
        guard certificatePath != "-", keyPath != "-" else {
            throw ValidationError("A certificate and its key are files: they are read again.")
        }
    }

    /// The certificate in the files that were named; `nil` when none were.
    func begun() throws -> ServedCertificate? {
        guard let certificatePath, let keyPath else { return nil }
        return try ServedCertificate(certificatePath: certificatePath, keyPath: keyPath)
    }
}

/// A server's certificate and the files that it is taken from, again and again.
struct ServedCertificate: Sendable {
    let certificate: ServerCertificate
    private let certificatePath: String
    private let keyPath: String

    /// Milliseconds between two looks at the files.
    private static let pause: Int64 = 10_000
    /// Days before the end on which it is said that it comes near.
    private static let warningDays: Int64 = 14

    init(certificatePath: String, keyPath: String) throws {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
        let files = try Self.files(certificatePath, keyPath)
        do throws(CertificateProblem) {
            certificate = try ServerCertificate(files, at: Surroundings.now())
        } catch {
            throw CommandFailure(.refused, error.text)
        }
    }

    /// For example "The certificate is for flags.example.com and good until 2027-01-01".
    var introduction: String {
        let names = certificate.names.isEmpty ? ["nobody by name"] : certificate.names
        return "The certificate is for \(Words.list(Array(names.prefix(5)))) and good until "
            + "\(certificate.ends.text.prefix(10))."
    }

    /// Takes new files when they are there, and says when the end comes near, until it is
    /// cancelled.
    ///
    /// Files that cannot be used change nothing. It is said once, when a second look finds the
    /// same: two files are never replaced at the same moment.
    func renewing() -> Task<Void, Never> {
        Task(executorPreference: Workers.shared) {
            var (seen, told): (String?, String?)
            while !Task.isCancelled {
                let note = self.renewed()
                if note == seen, note != told {
                    if let note { Printer.complain(note) }
                    told = note
                }
                seen = note
                await Alarm.shared.wait(milliseconds: Self.pause)
            }
        }
    }

    /// Looks at the files once.
    ///
    /// - Returns: what is wrong with them, or that the end comes near; else `nil`.
    private func renewed() -> String? {
        let now = Surroundings.now()
        do {
            let files = try Self.files(certificatePath, keyPath)
            if try certificate.renew(files, at: now) {
                Printer.print("New certificate. \(introduction)")
            }
        } catch {
            let text = (error as? CertificateProblem)?.text ?? CommandFailure(of: error).text
            return "\(text) The certificate from before stays, good until "
                + "\(certificate.ends.text.prefix(10))."
        }
        let early = certificate.ends.adding(microseconds: -Self.warningDays * 86_400_000_000)
        guard now >= early else { return nil }
        return "The certificate in \(certificatePath) ends on "
            + "\(certificate.ends.text.prefix(10)). Put a new one there; it is taken by itself."
    }

    private static func files(
        _ certificatePath: String,
        _ keyPath: String
    ) throws -> ServerCertificate.Files {
        guard !PlainFile.isOpenToEverybody(keyPath) else {
            throw CommandFailure(
                .refused,
                "\(keyPath) can be read by everybody on this machine. Close it: "
                    + "chmod o= \(keyPath)"
            )
        }
        return ServerCertificate.Files(
            certificate: PEMFile(
                path: certificatePath,
                bytes: try InputFile.read(certificatePath)
            ),
            key: PEMFile(path: keyPath, bytes: try InputFile.read(keyPath))
        )
    }
}
