import FlagAPI
import FlagService
import Testing

/// Who asks a closed service for what comes hears that nothing does.
struct ClosedServiceTests {
    @Test func `updates of a closed service are its last model and their end`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        await service.close()

        var entries: [UInt64] = []
        for await picture in try await service.updates() { entries.append(picture.entry) }

        #expect(entries == [1])
    }

    @Test func `following a closed service ends at once`() async throws {
        let fixture = try ServiceFixture()
        let service = try await fixture.begin()
        await service.close()

        let (picture, entries) = await service.follow()
        var count = 0
        for await _ in entries { count += 1 }

        #expect(picture.entry == 1)
        #expect(count == 0)
    }
}
