import Testing

/// The pages of `docs/how-to`, and the index that leads to them.
struct DocumentTests {
    private static let folder = "docs/how-to"

    @Test func `the index of how-to pages names every page once, and nothing else`() {
        let index = SourceTree.contents(of: "\(SourceTree.root)/\(Self.folder)/README.md")
        let linked = index.split(separator: "](").dropFirst()
            .compactMap { $0.split(separator: ")").first.map(String.init) }
            .filter { !$0.hasPrefix("../") }
        let pages = SourceTree.names(in: "\(SourceTree.root)/\(Self.folder)")
            .filter { $0.hasSuffix(".md") && $0 != "README.md" }

        #expect(linked.sorted() == pages)
    }
}
