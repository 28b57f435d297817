import FlagModel
import Foundation
import Testing

@testable import Observations

struct ReportsPageTests {
    @Test func `the page of reports tells every limit as it is`() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../docs/reference/reports.md").standardized
        let page = try String(contentsOf: file, encoding: .utf8)

        for row in TrafficLimits.table {
            let line = "| \(row.subject) | \(Words.grouped(row.most)) | \(row.unit) |"
            #expect(page.contains(line + "\n"))
        }
    }

    @Test func `every limit has a name of its own`() {
        #expect(Set(TrafficLimits.table.map(\.subject)).count == TrafficLimits.table.count)
    }
}
