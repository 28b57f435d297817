import Foundation
import Testing

/// The attacks of `flagdeck-prove processes` with small numbers: real processes are killed, real
/// system calls fail, real disks are full and cut off.
///
/// An attack that this machine does not allow is left out, and says so.
@Suite(.serialized, .waiting)
struct ProcessProofTests {
    @Test(arguments: ["C5", "L1", "L2", "B1", "E1", "FULL", "C6", "SERVE"])
    func `nothing is lost, wrongly refused or damaged under`(attack: String) throws {
        let workplace = try Workplace()
        let seed = ProcessInfo.processInfo.environment["FLAGDECK_SEED"]
        let program = try Program(
            [Self.prover, "processes", "--short", "--json", "--only", attack]
                + ["--program", Program.path, "--folder", workplace.path]
                + (seed.map { ["--seed", $0] } ?? []),
            variables: workplace.variables.merging(["PATH": Self.path]) { $1 },
            outputFolder: workplace.path
        )

        let outcome = try program.end()

        let said = outcome.errors.firstMatch(of: #/seed (\d+)/#).map { String($0.1) } ?? "?"
        print("\(attack): FLAGDECK_SEED=\(said)")
        #expect(outcome.code == 0, "\(outcome)")
        let row = try Document.read(outcome.output)
        #expect(row["lost"].number == 0)
        #expect(row["falseRefusals"].number == 0)
        #expect(row["silentDamage"].number == 0)
        let notes = row["notes"].elements.compactMap(\.text)
        #expect(row["cases"].number ?? 0 > 0 || notes.contains { $0.hasPrefix("left out: ") })
    }

    /// Beside the program under test.
    private static var prover: String {
        Program.builtFolder + "/flagdeck-prove"
    }

    /// Where `mount` and `strace` are found.
    private static let path = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"
}
