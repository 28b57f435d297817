import FlagModel
import ScheduleProof
import Testing

/// A few weeks in every zone; `flagdeck-prove schedules` does a year.
struct ScheduleProofTests {
    @Test(arguments: ProofZones.all.map(\.name))
    func `every plan happens once, at the time that its rule says`(name: String) async throws {
        let zone = try #require(ProofZones.all.first { $0.name == name })

        let tally = try await ScheduleProof(seed: 7, days: 4).run(zone)

        #expect(tally.flaws == [], "seed 7")
        #expect(tally.occurrences > 80)
    }

    @Test func `a service that takes a zone for another one is found out`() async throws {
        let zone = try #require(ProofZones.all.first { $0.name == "Asia/Kathmandu" })

        let tally = try await ScheduleProof(seed: 7, days: 4).run(zone, given: .utc)

        #expect(tally.flaws.count >= 5)
    }
}
