import CPCRE2

/// A regular expression with a hard bound on work, compiled once.
///
/// It is searched for anywhere in a text, with regard to case. PCRE2 knows the look-around and the
/// references back that FeatBit's patterns may use; a search gives up after ``maximumMatches``
/// steps, so that no pattern and no text can hold up an application.
///
/// The compiled code and the limits are only read once they are made, so any thread may use them;
/// that is why this class may call itself sendable.
final class Pattern: @unchecked Sendable {
    /// Bytes of a pattern, and of a text that is searched.
    static let maximumBytes = 4096
    /// Steps of one search.
    static let maximumMatches: UInt32 = 100_000
    /// Kibibytes that one search may take.
    static let maximumHeapKibibytes: UInt32 = 1024

    private let code: OpaquePointer
    private let limits: OpaquePointer

    /// Why a pattern cannot be used.
    struct Fault: Error {
        /// In words, without a full stop.
        let text: String
    }

    /// Compiles a pattern.
    init(_ pattern: String) throws(Fault) {
        let bytes = Array(pattern.utf8)
        guard bytes.count <= Self.maximumBytes else {
            throw Fault(text: "it has \(bytes.count) bytes, and \(Self.maximumBytes) are the most")
        }
        var (number, offset): (Int32, Int) = (0, 0)
        let options = UInt32(PCRE2_UTF) | UInt32(PCRE2_UCP)
        guard
            let code = pcre2_compile_8(bytes, bytes.count, options, &number, &offset, nil),
            let limits = pcre2_match_context_create_8(nil)
        else { throw Fault(text: "\(Self.message(number)) at byte \(offset)") }
        pcre2_set_match_limit_8(limits, Self.maximumMatches)
        pcre2_set_depth_limit_8(limits, Self.maximumMatches)
        pcre2_set_heap_limit_8(limits, Self.maximumHeapKibibytes)
        // Where there is no compiler to machine code, the interpreter finds the same.
        pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
        (self.code, self.limits) = (code, limits)
    }

    deinit {
        pcre2_code_free_8(code)
        pcre2_match_context_free_8(limits)
    }

    /// Whether it is found in a text; `nil` when the text is too long or the search gave up.
    func isFound(in text: UTF8Text) -> Bool? {
        guard text.bytes.count <= Self.maximumBytes,
            let data = pcre2_match_data_create_8(1, nil)
        else { return nil }
        defer { pcre2_match_data_free_8(data) }
        let options = UInt32(PCRE2_NO_UTF_CHECK)
        let result = text.bytes.withUnsafeBufferPointer {
            pcre2_match_8(code, $0.baseAddress, $0.count, 0, options, data, limits)
        }
        if result >= 0 { return true }
        return result == PCRE2_ERROR_NOMATCH ? false : nil
    }

    private static func message(_ number: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = pcre2_get_error_message_8(number, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, Int(count))), as: UTF8.self)
    }
}
