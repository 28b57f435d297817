import FlagModel
import TestSupport
import Testing

struct LimitsPageTests {
    @Test func `the page of limits is what the limits say`() {
        let file = TextFile(path: "docs/reference/limits.md")
        if TextFile.isRegenerating { file.write(Array(Self.page.utf8)) }

        #expect(String(decoding: file.bytes, as: UTF8.self) == Self.page, "FLAGDECK_REGENERATE=1")
    }

    @Test func `every row has a name of its own, and bounds in order`() {
        #expect(Set(Limits.table.map(\.subject)).count == Limits.table.count)
        #expect(Limits.table.allSatisfy { $0.range.lowerBound < $0.range.upperBound })
    }

    private static var page: String {
        let rows = Limits.table.map { row in
            let (least, most) = (row.range.lowerBound, row.range.upperBound)
            return "| \(row.subject) | \(Words.grouped(least)) | \(Words.grouped(most)) "
                + "| \(row.unit) |\n"
        }
        return """
            # Limits

            *Reference. This page is generated from `Sources/FlagModel/Values/Limits.swift`: \
            `FLAGDECK_REGENERATE=1 swift test --filter LimitsPageTests` writes it anew.*

            Everything that grows has a limit. A change that would go beyond one is refused with \
            the code `limit.exceeded`, `text.bad` or the code of the name, the sentence says the \
            limit, and nothing is changed.

            | what | least | most | counted in |
            |---|---:|---:|---|
            \(rows.joined())
            Characters are Unicode scalars: an "é" is one or two, an emoji often several. Bytes \
            are those of UTF-8.

            """
    }
}
