import Testing

@testable import Dashboard

struct TimeOrderTests {
    private static func ordered(_ times: [Int64], _ names: [String]) -> [Int] {
        TimeOrder.latestFirst(Array(times.indices), times: times) { names[$0] }
    }

    @Test func `many times come latest first, and equal ones by name`() {
        var random = SystemRandomNumberGenerator()
        for width in [1, 10, 1_000_000, 4_000_000_000_000, Int64.max / 4] as [Int64] {
            let times = (0..<2000).map { _ in Int64.random(in: -width...width, using: &random) }
            let names = times.map { _ in String(Int.random(in: 0..<500, using: &random)) }

            let found = Self.ordered(times, names)

            let expected = times.indices.sorted { left, right in
                if times[left] != times[right] { return times[left] > times[right] }
                return (names[left], left) < (names[right], right)
            }
            #expect(found.map { times[$0] } == expected.map { times[$0] }, "up to \(width)")
            #expect(found.map { names[$0] } == expected.map { names[$0] }, "up to \(width)")
            #expect(Set(found).count == times.count)
        }
    }

    @Test func `only the wanted places are put in order`() {
        let times: [Int64] = [5, 9, 7, 9]

        let found = TimeOrder.latestFirst([0, 3, 2], times: times) { "\(9 - $0)" }

        #expect(found == [3, 2, 0])
        #expect(TimeOrder.latestFirst([], times: times) { "\($0)" } == [])
    }

    @Test func `a name is asked for only where times are equal`() {
        var asked: [Int] = []

        let found = TimeOrder.latestFirst([0, 1, 2], times: [1, 2, 2]) { place in
            asked.append(place)
            return place == 1 ? "b" : "a"
        }

        #expect(found == [2, 1, 0])
        #expect(Set(asked) == [1, 2])
    }
}
