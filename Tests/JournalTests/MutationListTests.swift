import JournalProof
import Testing

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The list of broken rules fits the source; `flagdeck-prove mutations` breaks them.
struct MutationListTests {
    @Test(arguments: Mutation.all.map(\.rule))
    func `what a broken rule replaces stands in the source exactly once`(rule: String) throws {
        let mutation = try #require(Mutation.all.first { $0.rule == rule })
        let source = text(of: "Sources/Journal/" + mutation.file)

        let broken = try #require(mutation.applied(to: source), "\(mutation.file)")

        #expect(broken != source)
    }

    @Test func `every rule has its own name`() {
        #expect(Set(Mutation.all.map(\.rule)).count == Mutation.all.count)
        #expect(Mutation.all.count >= 38)
    }

    private func text(of path: String) -> String {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
            .dropLast(3).joined(separator: "/")
        guard let file = fopen(root + "/" + path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
