import JSON
import Synchronization
import TerminalUI

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Writes lines for people and JSON for programs; text from outside cannot act on the terminal.
enum Printer {
    /// Prints one text, its lines kept.
    static func print(_ text: String) {
        write(safe(text) + "\n", to: STDOUT_FILENO)
    }

    /// Prints a JSON value, indented, with everything invisible spelled out.
    static func print(_ value: JSONValue) {
        write(value.indentedText() + "\n", to: STDOUT_FILENO)
    }

    /// Prints bytes as they are, for documents that another program reads.
    static func print(bytes: [UInt8]) {
        write(String(decoding: bytes, as: UTF8.self), to: STDOUT_FILENO)
    }

    /// Prints to standard error.
    static func complain(_ text: String) {
        write(safe(text) + "\n", to: STDERR_FILENO)
    }

    /// Prints rows in aligned columns under a header; the last column is not padded.
    static func print(_ header: [String], _ rows: [[String]]) {
        let cells = ([header] + rows).map { $0.map { SafeText($0) } }
        let widths = header.indices.map { column in
            cells.map { $0[column].width }.max() ?? 0
        }
        for row in cells {
            let line = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell.text : cell.padded(to: widths[column]).text
            }
            write(line.joined(separator: "  ") + "\n", to: STDOUT_FILENO)
        }
    }

    private static func safe(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { SafeText($0).text }
            .joined(separator: "\n")
    }

    /// Why something could not be printed, once it could not; the error number.
    ///
    /// A closed pipe (`flagdeck history | head`) is no failure: whoever read has read enough.
    static var failure: Int32? { failed.withLock(\.self) }

    private static let failed = Mutex<Int32?>(nil)

    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { buffer in
            var rest = UnsafeRawBufferPointer(buffer)
            while !rest.isEmpty {
                #if canImport(Glibc)
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                #else
                let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
                #endif
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    let number = errno
                    if number != EPIPE, descriptor == STDOUT_FILENO {
                        failed.withLock { $0 = number }
                    }
                    return
                }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
        }
    }
}
