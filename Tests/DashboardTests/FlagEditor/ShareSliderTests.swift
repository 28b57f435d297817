import FlagModel
import FoundationEssentials
import Testing

@testable import Dashboard

struct ShareSliderTests {
    static func flag(_ count: Int) -> Flag {
        Flag(
            id: Fixture.id(77),
            key: Fixture.key("colour"),
            name: "Colour",
            kind: .string,
            variations: (0..<count).map { Variation(id: "v\($0)", name: "V\($0)", value: "\($0)") },
            defaultVariationID: "v0",
            offVariationID: "v0",
            revision: Fixture.id(78),
            createdAt: Fixture.now
        )
    }

    private static func slider(_ parts: [Int]) -> ShareSlider {
        let serving = Serving(
            parts: parts.enumerated().map { (variationID: "v\($0.offset)", parts: $0.element) }
        )
        return ShareSlider(serving, of: flag(parts.count))
    }

    private static func parts(_ slider: ShareSlider) -> [Int] { slider.rows.map(\.parts) }

    @Test func `the shares always make 100, whatever keys are pressed`() {
        let seed = ProcessInfo.processInfo.environment["FLAGDECK_SEED"].flatMap(UInt64.init) ?? 5
        var random = SplitMix64(seed: seed)
        for count in 1...6 {
            let flag = Self.flag(count)
            var slider = ShareSlider(Serving(everyone: "v0"), of: flag)
            for _ in 0..<400 {
                let before = slider
                let index = Int.random(in: 0..<count, using: &random)
                switch Int.random(in: 0..<8, using: &random) {
                case 0: slider.togglePin(index)
                case 1: try? slider.makeEqual()
                case 2: try? slider.set(index, to: Int.random(in: -9...100_009, using: &random))
                case let key:
                    let step = [1000, -1000, 10_000, -10_000, 1][key % 5]
                    try? slider.set(index, to: slider.rows[index].parts + step)
                }
                let parts = Self.parts(slider)
                #expect(parts.reduce(0, +) == Share.whole, "seed \(seed)")
                #expect(parts.allSatisfy { $0 >= 0 }, "seed \(seed)")
                for (old, new) in zip(before.rows, slider.rows) where old.isPinned && new.isPinned {
                    #expect(old.parts == new.parts, "a pinned share moved, seed \(seed)")
                }
                let serving = slider.serving(like: Serving(everyone: "v0"))
                #expect(serving.tiles, "seed \(seed)")
            }
        }
    }

    @Test func `moving one share takes from the others in proportion`() throws {
        var slider = Self.slider([60_000, 30_000, 10_000])

        try slider.set(2, to: 40_000)

        #expect(Self.parts(slider) == [40_000, 20_000, 40_000])
    }

    @Test func `pinned shares do not move, and say when nothing can give`() throws {
        var slider = Self.slider([60_000, 30_000, 10_000])
        slider.togglePin(0)

        try slider.set(2, to: 90_000)
        #expect(Self.parts(slider) == [60_000, 0, 40_000])
        #expect(throws: ShareSlider.Obstacle.nothingLeft) { try slider.set(2, to: 41_000) }
        slider.togglePin(1)
        #expect(throws: ShareSlider.Obstacle.othersPinned) { try slider.set(2, to: 20_000) }
        slider.togglePin(2)
        #expect(throws: ShareSlider.Obstacle.pinned) { try slider.set(2, to: 20_000) }
    }

    @Test func `equal shares differ by one part at the most`() throws {
        var slider = Self.slider([100_000, 0, 0])

        try slider.makeEqual()

        #expect(Self.parts(slider) == [33_334, 33_333, 33_333])
        #expect(slider.percents == ["33.4%", "33.3%", "33.3%"])
        #expect(throws: ShareSlider.Obstacle.already) { try slider.makeEqual() }
    }

    @Test func `one version has nobody to take from`() {
        var slider = Self.slider([100_000])

        #expect(throws: ShareSlider.Obstacle.onlyOne) { try slider.set(0, to: 5) }
        #expect(throws: ShareSlider.Obstacle.onlyOne) { try slider.makeEqual() }
    }

    @Test func `tiny shares are shown with as many decimals as they need`() {
        #expect(Self.slider([99_950, 50]).percents == ["99.950%", "0.050%"])
        #expect(Self.slider([75_000, 25_000]).percents == ["75.0%", "25.0%"])
    }

    @Test func `shown percents make 100 for random shares`() {
        let seed = ProcessInfo.processInfo.environment["FLAGDECK_SEED"].flatMap(UInt64.init) ?? 9
        var random = SplitMix64(seed: seed)
        for _ in 0..<500 {
            let first = Int.random(in: 0...Share.whole, using: &random)
            let second = Int.random(in: 0...(Share.whole - first), using: &random)
            let shown = Self.slider([first, second, Share.whole - first - second]).percents
            let thousandths = shown.compactMap { DashboardState.parts(percent: $0) }
            #expect(thousandths.reduce(0, +) == Share.whole, "seed \(seed): \(shown)")
        }
    }

    @Test func `those who have a version keep it when its share grows`() throws {
        var slider = ShareSlider(Fixture.serving(25_000), of: Self.onOff)

        try slider.set(0, to: 50_000)

        #expect(slider.serving(like: Fixture.serving(25_000)) == Fixture.serving(50_000))
    }

    @Test func `from nobody on the new version grows from the bottom`() throws {
        var slider = ShareSlider(Serving(everyone: "off"), of: Self.onOff)

        try slider.set(0, to: 10_000)

        #expect(slider.serving(like: Serving(everyone: "off")) == Fixture.serving(10_000))
    }

    private static let onOff = Fixture.newFlag(77, "on-off", "On or off")

    @Test func `what counts for experiments never grows wider than it was set`() throws {
        var old = Fixture.serving(50_000)
        old.shares[0].experimentParts = 10_000
        var slider = ShareSlider(old, of: Self.onOff)

        try slider.set(0, to: 60_000)
        #expect(slider.serving(like: old).shares.map(\.experimentParts) == [10_000, 40_000])
        try slider.set(0, to: 5000)

        #expect(slider.serving(like: old).shares.map(\.experimentParts) == [5000, 95_000])
    }
}
