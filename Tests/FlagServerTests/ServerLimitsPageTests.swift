import FlagModel
import TestSupport
import Testing

@testable import FlagServer

struct ServerLimitsPageTests {
    @Test func `the page of the server's limits is what the limits say`() {
        let file = TextFile(path: "docs/reference/server-limits.md")
        if TextFile.isRegenerating { file.write(Array(Self.page.utf8)) }

        #expect(String(decoding: file.bytes, as: UTF8.self) == Self.page, "FLAGDECK_REGENERATE=1")
    }

    private static var page: String {
        let rows = RequestLimits.table.map { row in
            "| \(row.subject) | \(Words.grouped(row.most)) | \(row.unit) | \(row.beyond) |\n"
        }
        return """
            # Limits of the server

            *Reference. This page is generated from \
            `Sources/FlagServer/Protocol/RequestLimits.swift`: `FLAGDECK_REGENERATE=1 swift test \
            --filter ServerLimitsPageTests` writes it anew.*

            What one application may ask of `flagdeck serve`, and what happens beyond. Reports of \
            FeatBit's SDKs are always answered with 200, because SDKs stop reporting for good on \
            most other answers; what does not fit is counted, and shown among the applications.

            | what | most | counted in | beyond |
            |---|---:|---|---|
            \(rows.joined())
            Flags, audiences and customers have [limits of their own](limits.md).

            """
    }
}
