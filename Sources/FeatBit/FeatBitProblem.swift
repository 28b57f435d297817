/// Why files cannot be imported from FeatBit; nothing was changed.
public enum FeatBitProblem: Error, Hashable, Sendable {
    /// A file of more bytes than ``FeatBitDocument/maximumFileBytes``.
    case tooLarge(file: String)
    /// A file that is not JSON, or JSON that two programs could read in two ways; the line and the
    /// column in bytes count from 1.
    case notJSON(file: String, line: Int, column: Int, reason: String)
    /// A part of a file that is no flag and no segment.
    case notFeatBit(file: String, path: String, reason: String)
    /// A field that is missing, of another type, or holds what cannot be.
    case malformed(Place, reason: String)
    /// Two flags, or two segments, with the same id or key.
    case duplicate(Place, what: String, earlier: Place)
    /// A rule looks at a segment that neither the document nor the environment has.
    case unknownAudience(Place, id: String)
    /// A rule of a flag that is not archived looks at a segment that is.
    case archivedAudience(Place, name: String)
    /// Something else in the environment has the key already.
    case keyTaken(Place, key: String, existing: String)

    /// Where in the files something is.
    public struct Place: Hashable, Sendable {
        /// The name of the file.
        public let file: String
        /// The flag or segment in words: `the flag "New checkout"`.
        public let item: String
        /// The way into it: `rules[0].conditions[2].op`; empty for the whole.
        public let path: String

        /// Puts the parts together.
        public init(file: String, item: String, path: String = "") {
            self.file = file
            self.item = item
            self.path = path
        }

        func at(_ path: String) -> Place { Place(file: file, item: item, path: path) }

        var words: String {
            path.isEmpty ? "\(item) in \(file)" : "\(path) of \(item) in \(file)"
        }
    }
}

extension FeatBitProblem {
    /// A stable name for programs.
    public var code: String {
        switch self {
        case .tooLarge: "featbit.too-large"
        case .notJSON: "featbit.json"
        case .notFeatBit: "featbit.unrecognised"
        case .malformed: "featbit.malformed"
        case .duplicate: "featbit.duplicate"
        case .unknownAudience: "featbit.audience-unknown"
        case .archivedAudience: "featbit.audience-archived"
        case .keyTaken: "featbit.key-taken"
        }
    }
}

extension FeatBitProblem: CustomStringConvertible {
    /// What is wrong, where, and what to do next.
    ///
    /// Holds text from outside: print it through the
    /// type that makes it safe.
    public var description: String {
        switch self {
        case .tooLarge(let file):
            "\(file) is larger than \(FeatBitDocument.maximumFileBytes >> 20) MiB. Split it into "
                + "several files and import them together."
        case .notJSON(let file, let line, let column, let reason):
            "\(file) cannot be read as JSON: \(reason), at line \(line), column \(column). "
                + "Export the file again, or correct it there."
        case .notFeatBit(let file, let path, let reason):
            "\(path.isEmpty ? file : "\(path) in \(file)") \(reason)."
        case .malformed(let place, let reason):
            "\(place.words) \(reason). Correct it there or in FeatBit, and import again."
        case .duplicate(let place, let what, let earlier):
            "\(place.words) has the same \(what) as \(earlier.words). Remove one of them, and "
                + "import again."
        case .unknownAudience(let place, let id):
            "\(place.words) looks at the segment \(id), which is neither in the files nor in the "
                + "environment. Import the segments together with the flags."
        case .archivedAudience(let place, let name):
            "\(place.words) looks at the segment \"\(name)\", which is archived. Restore the "
                + "segment, or take it out of the rule, and import again."
        case .keyTaken(let place, let key, let existing):
            "\(place.words) has the key \"\(key)\" of \(existing), which is another one here. "
                + "Import into an empty environment, or delete the other one first."
        }
    }
}
