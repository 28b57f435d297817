import Foundation
import Testing

/// Every experiment of the sample company shows the verdict that its story tells.
@Suite(.waiting)
struct DemoVerdictTests {
    private static let verdicts = [
        ("Basket reminder", "FIX do not use"),  // One group is smaller than it should be.
        ("Checkout speed", "SHIP"),  // A clear answer.
        ("Reorder button", "WAIT open"),  // An answer that is not there yet.
        ("Shorter product pages", "planned"),  // A plan that waits.
        ("Red button", "KEEP"),  // It lost, long read.
    ]

    @Test func `the five experiments of the demo show what their stories tell`() throws {
        let workplace = try Workplace()

        let result = try workplace.flagdeck(
            "screenshot",
            "experiments",
            "--demo",
            "--size",
            "120x40"
        )

        #expect(result.code == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        for (name, verdict) in Self.verdicts {
            let row = lines.first { $0.prefix(27).contains(name) }
            let words = try #require(row, "\(name) is not listed")
            #expect(words.prefix(64).contains(verdict), "\(name): \(words)")
        }
        #expect(lines.contains { $0.contains("5 experiments") })
    }
}
