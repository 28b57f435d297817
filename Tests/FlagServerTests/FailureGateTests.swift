import FlagModel
import Testing

@testable import FlagServer

struct FailureGateTests {
    private static func moment(_ seconds: Int64) -> Moment {
        Moment(microseconds: 1_784_278_800_000_000 + seconds * 1_000_000)
    }

    @Test(arguments: [(5, 0), (6, 1), (7, 2), (8, 4), (11, 32), (12, 60), (50, 60)])
    func `five failures cost nothing, each further one doubles the wait`(
        failures: Int,
        seconds: Int
    ) {
        var gate = FailureGate()
        for _ in 0..<failures { gate.failed("10.0.0.1", at: Self.moment(0)) }

        #expect(gate.secondsToWait("10.0.0.1", at: Self.moment(0)) == seconds)
        #expect(gate.secondsToWait("10.0.0.1", at: Self.moment(Int64(seconds))) == 0)
        #expect(gate.secondsToWait("10.0.0.2", at: Self.moment(0)) == 0)
    }

    @Test(arguments: [(59, 1), (60, 0)])
    func `a minute without failures forgives`(pause: Int64, wait: Int) {
        var gate = FailureGate()
        for _ in 0..<5 { gate.failed("10.0.0.1", at: Self.moment(0)) }
        gate.failed("10.0.0.1", at: Self.moment(pause))

        #expect(gate.secondsToWait("10.0.0.1", at: Self.moment(pause)) == wait)
    }

    @Test func `a clock that is put back makes nobody wait longer`() {
        var gate = FailureGate()
        for _ in 0..<20 { gate.failed("10.0.0.1", at: Self.moment(3600)) }

        #expect(gate.secondsToWait("10.0.0.1", at: Self.moment(0)) == 60)
    }

    @Test func `a flood of addresses takes no more room than ten thousand`() {
        var gate = FailureGate()
        for number in 0..<50_000 { gate.failed("\(number)", at: Self.moment(Int64(number / 1000))) }

        #expect(gate.addressCount <= FailureGate.maximumAddresses)
        for _ in 0..<6 { gate.failed("49999", at: Self.moment(50)) }
        #expect(gate.secondsToWait("49999", at: Self.moment(50)) > 0)
    }
}
