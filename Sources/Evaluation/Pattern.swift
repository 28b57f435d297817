import CPCRE2
import FlagModel
import Synchronization

/// A regular expression with a hard bound on work, compiled once.
///
/// It is searched for anywhere in a text, with regard to case. PCRE2 knows the look-around and the
/// references back that FeatBit's patterns may use; a search gives up after ``maximumMatches``
/// steps, so that no pattern and no text can hold up an application.
///
/// The compiled code and the limits are only read once they are made, so any thread may use them;
/// that is why this class may call itself sendable.
final class Pattern: @unchecked Sendable {
    /// Bytes of a pattern.
    static let maximumBytes = Limits.patternBytes.upperBound
    /// Bytes of a text that is searched.
    static let maximumTextBytes = Limits.searchedBytes.upperBound
    /// Steps of one search.
    static let maximumMatches = UInt32(Limits.searchSteps.upperBound)
    /// Kibibytes that one search may take.
    static let maximumHeapKibibytes = UInt32(Limits.searchKibibytes.upperBound)

    private let code: OpaquePointer
    private let limits: OpaquePointer
    private let spares = SpareMatchData()

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

    /// What came of a search.
    enum Outcome: Hashable, Sendable {
        /// It is somewhere in the text.
        case found
        /// It is nowhere in the text.
        case missing
        /// The text has more than ``maximumTextBytes``, and was not searched.
        case textTooLong
        /// The search took more than ``maximumMatches`` steps or its memory, and was ended.
        case gaveUp

        /// Why there is no answer, in words without a full stop; `nil` when there is one.
        var fault: String? {
            switch self {
            case .found, .missing: nil
            case .textTooLong:
                "the text is not searched, as it has more than "
                    + "\(Words.grouped(Pattern.maximumTextBytes)) bytes"
            case .gaveUp:
                "the search for the pattern was ended after "
                    + "\(Words.grouped(Int(Pattern.maximumMatches))) steps"
            }
        }
    }

    /// Searches a text.
    func search(_ text: Span<UInt8>) -> Outcome {
        guard text.count <= Self.maximumTextBytes else { return .textTooLong }
        guard let data = spares.take() ?? pcre2_match_data_create_8(1, nil) else { return .gaveUp }
        defer { spares.give(data) }
        let options = UInt32(PCRE2_NO_UTF_CHECK)
        let result = text.withUnsafeBufferPointer {
            pcre2_match_8(code, $0.baseAddress, $0.count, 0, options, data, limits)
        }
        if result >= 0 { return .found }
        return result == PCRE2_ERROR_NOMATCH ? .missing : .gaveUp
    }

    private static func message(_ number: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = pcre2_get_error_message_8(number, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, Int(count))), as: UTF8.self)
    }
}

/// What one search works in, kept for the next search so that it need not be made again.
///
/// Only one is kept: where two threads search at once, one of them makes its own. Its address is
/// kept as a number, because whoever takes it out of here is the only one who has it.
private final class SpareMatchData: Sendable {
    private let spare = Atomic<UInt>(0)

    /// The kept one, which is now the caller's; `nil` when there is none.
    func take() -> OpaquePointer? {
        OpaquePointer(bitPattern: spare.exchange(0, ordering: .acquiring))
    }

    /// Keeps one, in place of one that was kept meanwhile.
    func give(_ data: OpaquePointer) {
        let other = spare.exchange(UInt(bitPattern: data), ordering: .acquiringAndReleasing)
        pcre2_match_data_free_8(OpaquePointer(bitPattern: other))
    }

    deinit { pcre2_match_data_free_8(take()) }
}
