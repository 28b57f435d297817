/// A post as it goes out.
public struct OutgoingPost: Hashable, Sendable {
    /// Where to.
    public let url: String
    /// Header fields, in order.
    public let fields: [Field]
    /// The body: JSON.
    public let body: [UInt8]

    /// A header field.
    public struct Field: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Its value.
        public let value: String
    }
}

/// What came of a post.
public enum PostAnswer: Hashable, Sendable {
    /// An answer with a status, and its beginning.
    case answered(status: Int, beginning: [UInt8])
    /// None came, for a reason in words.
    case failed(String)
}

/// Sends a post and waits for its answer.
public typealias PostSending = @Sendable (OutgoingPost) async -> PostAnswer

/// The sizes and times of posts; each is tested at its edge.
public enum PostLimits {
    /// Seconds until an answer must be there.
    public static let seconds = 10
    /// Bytes of an answer that are read.
    public static let answerBytes = 65_536
    /// Bytes of an answer that are kept.
    public static let keptBytes = 1024
    /// Posts of one webhook that are remembered once they are done.
    public static let rememberedPosts = 1000
    /// Bytes of a body that is kept for sending it again once the post is done.
    public static let rememberedBodyBytes = 262_144
    /// Posts that are under way at once, one to each webhook.
    public static let postsAtOnce = 8
}
