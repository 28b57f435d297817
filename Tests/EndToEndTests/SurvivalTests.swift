import Foundation
import Testing

/// Nothing that was confirmed is lost, whenever the process is killed.
@Suite(.serialized, .waiting)
struct SurvivalTests {
    @Test func `a change in the dashboard is there after a kill and a new start`() throws {
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        try terminal.enter("flagdeck")
        try terminal.see("5 flags")

        try terminal.press("t")
        try terminal.see("Draft saved")
        try terminal.killProgram()
        let newest = try #require(try workplace.history().first)
        try terminal.enter("reset; flagdeck")
        try terminal.see("5 flags")
        try terminal.see("on → off")

        #expect(newest.sequence == 3)
        #expect(newest.sentence.hasPrefix("drafted: turned "))
        #expect(try terminal.screen().contains { $0.contains("5 Review·1") })
    }

    @Test func `kills at random moments lose no confirmed command`() throws {
        var random = SeededKills.random("commands")
        let workplace = try Workplace()
        try workplace.done("init")
        try workplace.done("audience", "create", "vip")
        var script = try CommandScript(workplace)
        try script.measure()

        for _ in 0..<SeededKills.count {
            try script.runUntilKilled(after: Double.random(in: 0...1.6, using: &random))
            try script.check()
        }

        try script.checkEverything()
    }

    @Test func `after a killed init, another one makes the data whole`() throws {
        var random = SeededKills.random("init")
        let whole = try Workplace()
        try whole.done("init")
        for _ in 0..<max(1, SeededKills.count / 5) {
            let workplace = try Workplace()
            let program = try workplace.start(["init"])
            workplace.await(Int.random(in: 0...whole.dataBytes, using: &random), of: program)
            program.send(SIGKILL)
            let killed = try program.end()

            let again = try workplace.flagdeck("init")
            let environments = try workplace.flagdeck("environment", "list", "--json")

            #expect([0, 3].contains(again.code), "\(again)")
            #expect(killed.output.isEmpty || again.code == 3)
            let keys = try Document.read(environments.output).elements.map(\.["key"].text)
            #expect(keys == ["prod", "dev"], "after \(again)")
        }
    }

    @Test func `a killed import is there as a whole or not at all`() throws {
        var random = SeededKills.random("import")
        let files = [Workplace.fixture("flags"), Workplace.fixture("segments")]
        let whole = try Workplace()
        try whole.done("init")
        let bytes = whole.dataBytes
        _ = try whole.start(["import", "featbit"] + files).end()
        for _ in 0..<max(1, SeededKills.count / 10) {
            let workplace = try Workplace()
            try workplace.done("init")
            let program = try workplace.start(["import", "featbit"] + files)
            workplace.await(Int.random(in: bytes...whole.dataBytes, using: &random), of: program)
            program.send(SIGKILL)
            let isConfirmed = try program.end().output.contains("Entry 2;")

            let flags = try Document.read(workplace.done("flag", "list", "--json")).elements
            let audiences = try Document.read(workplace.done("audience", "list", "--json")).elements

            #expect([[0, 0], [5, 2]].contains([flags.count, audiences.count]))
            #expect(!isConfirmed || flags.count == 5)
        }
    }

    @Test func `kills at random moments lose no confirmed change of the dashboard`() throws {
        var random = SeededKills.random("dashboard")
        let workplace = try Workplace.withBenchmark()
        let terminal = try RealTerminal(workplace)
        var known = try workplace.history()

        for _ in 0..<max(1, SeededKills.count / 10) {
            try terminal.enter("clear; flagdeck")
            try terminal.see("5 flags")
            var confirmed: [String] = []
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                confirmed.append(try change(in: terminal))
            }
            let before = workplace.dataBytes
            try terminal.press("t")
            // Before it is written, while it is written, or after that.
            if Bool.random(using: &random) {
                _ = try Watch.answer(in: [workplace.data + "/journal"]) {
                    workplace.dataBytes > before ? true : nil
                }
            }
            confirmed += said(on: try terminal.screen()).filter { !confirmed.contains($0) }
            try terminal.killProgram()
            try terminal.enter("reset")

            let history = try workplace.history()
            let new = Array(history.dropLast(known.count).reversed())
            #expect(history.suffix(known.count) == known[...])
            #expect((confirmed.count...confirmed.count + 1).contains(new.count))
            for (flag, entry) in zip(confirmed, new) { #expect(entry.sentence.contains(flag)) }
            #expect(history.map(\.sequence) == Array((1...history.count).reversed()))
            known = history
        }

        #expect(try workplace.done("journal", "verify").contains("\(known.count) entries"))
    }
}

extension SurvivalTests {
    /// Makes a draft of the selected flag, goes on to the next, and says which flag it was.
    private func change(in terminal: RealTerminal) throws -> String {
        let before = said(on: try terminal.screen())
        try terminal.press("t")
        let screen = try terminal.see("another message") { lines in
            said(on: lines) != before && !said(on: lines).isEmpty
        }
        try terminal.press("j")
        return said(on: screen)[0]
    }

    /// The flag that the message at the bottom is about; none without a message.
    private func said(on screen: [String]) -> [String] {
        screen.compactMap { line in
            line.firstMatch(of: #/^ Draft (?:saved|removed): (.+?) (?:stays|on|off|\d+%)/#)
                .map { String($0.1) }
        }
    }
}

/// How often the tests kill, and the random numbers that they take their moments from.
enum SeededKills {
    /// `$FLAGDECK_KILLS`, or 100.
    static let count = variable("FLAGDECK_KILLS").flatMap { Int($0) } ?? 100

    /// A generator from `$FLAGDECK_SEED`, or from a new seed; it is printed.
    static func random(_ test: String) -> SplitMix {
        let seed = variable("FLAGDECK_SEED").flatMap { UInt64($0) } ?? .random(in: 1...999_999)
        print("kills of \(test): FLAGDECK_SEED=\(seed) FLAGDECK_KILLS=\(count)")
        return SplitMix(state: seed)
    }

    private static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name]
    }
}

/// Random numbers that a seed repeats: SplitMix64 (Steele and others, 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
