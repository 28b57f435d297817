import JSON
import Testing

/// Numbers come out as they went in, to the last bit.
struct ExactNumberTests {
    @Test func `a double of any bits is the same after writing and reading`() throws {
        var state: UInt64 = 20_260_112
        for _ in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let number = Double(bitPattern: state ^ (state >> 29))
            guard number.isFinite else { continue }
            let text = JSONValue.number(number).lineText()
            let read = try JSONValue(parsing: Array(text.utf8)).asNumber()
            #expect(read == number, "\(text)")
        }
    }

    @Test(arguments: [
        ("0.9999999999999999", 0.9999999999999999), ("0.30000000000000004", 0.1 + 0.2),
        ("5e-324", Double.leastNonzeroMagnitude),
        ("2.2250738585072014e-308", Double.leastNormalMagnitude),
        ("1.7976931348623157e308", Double.greatestFiniteMagnitude), ("1E2", 100),
        ("9007199254740993.0", 9_007_199_254_740_992),
        ("123456789012345678901234567890", 1.2345678901234568e29),
        ("0.1000000000000000055511151231257827021181583404541015625", 0.1),
    ])
    func `a text is read as the nearest double`(text: String, number: Double) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)).asNumber() == number)
    }
}
