import CCurl
import Dispatch

/// Posts through the system's libcurl: HTTP and HTTPS, with the certificates and proxies that the
/// system knows.
public enum CurlSending {
    /// Sends a post and waits for its answer on a thread of its own.
    @Sendable
    public static func send(_ post: OutgoingPost) async -> PostAnswer {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: sent(post)) }
        }
    }

    /// Waiting for an answer holds a thread; ``PostLimits/postsAtOnce`` bounds them.
    private static let queue = DispatchQueue(label: "webhooks", attributes: .concurrent)

    private static func sent(_ post: OutgoingPost) -> PostAnswer {
        var outcome = ccurl_outcome()
        let lines = post.fields.map { field in
            // Without a value, this is how libcurl wants a field to be written.
            field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
        }
        let answer = withFields(lines[...], []) { fields in
            [UInt8](unsafeUninitializedCapacity: PostLimits.keptBytes) { buffer, count in
                ccurl_post(
                    post.url,
                    fields,
                    fields.count,
                    post.body,
                    post.body.count,
                    PostLimits.seconds * 1000,
                    buffer.baseAddress,
                    buffer.count,
                    PostLimits.answerBytes,
                    &outcome
                )
                count = outcome.size
            }
        }
        switch outcome.status {
        case 1...: return .answered(status: outcome.status, beginning: answer)
        case 0: return .failed(words(of: outcome))
        default:
            return .failed("libcurl is missing on this machine; install the package libcurl4")
        }
    }

    /// The lines as C wants them, for as long as the work lasts.
    private static func withFields<Result>(
        _ lines: ArraySlice<String>,
        _ fields: [UnsafePointer<CChar>?],
        _ work: ([UnsafePointer<CChar>?]) -> Result
    ) -> Result {
        guard let line = lines.first else { return work(fields) }
        return line.withCString { withFields(lines.dropFirst(), fields + [$0], work) }
    }

    private static func words(of outcome: ccurl_outcome) -> String {
        withUnsafeBytes(of: outcome.problem) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
