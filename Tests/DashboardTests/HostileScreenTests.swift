import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Names made of every block of Unicode, on every screen that shows names.
struct HostileScreenTests {
    private static let blockSize: UInt32 = 256
    private static let flagCount: UInt32 = 14

    /// Where blocks begin, a deck's worth at a time; surrogates are no text.
    static let groups: [[UInt32]] = {
        let planes = Array(0...3) + [14, 15, 16]
        let starts = planes.flatMap { plane in
            stride(from: UInt32(plane) << 16, to: UInt32(plane + 1) << 16, by: Int(blockSize))
        }
        return stride(from: 0, to: starts.count, by: Int(flagCount)).map { first in
            Array(starts[first..<min(starts.count, first + Int(flagCount))])
        }
    }()

    /// A name of a block: letters around a few of its characters.
    private static func name(of block: UInt32) -> String {
        var text = "N".unicodeScalars
        for offset in [0, 1, 47, 128, 200, 255] as [UInt32] {
            guard let scalar = Unicode.Scalar(block + offset) else { continue }
            text.append(scalar)
        }
        text.append("z")
        return String(text)
    }

    @Test func `names of every block leave every column where it is`() throws {
        var shown = 0
        for group in Self.groups {
            let deck = Deck(Fixture.quiet)
            for (index, block) in group.enumerated() {
                let id = Fixture.flagID(UInt8(10 + index))
                let edit = FlagEdit.rename(Self.name(of: block))
                // What no name may hold is refused before it can be shown.
                let change = Change.editFlag(environment: Fixture.live, flag: id, edit)
                guard (try? deck.service.model.previewing([change])) != nil else { continue }
                try deck.other("Jo", change)
                shown += 1
            }
            deck.press("R")
            for size in GoldenScreenTests.sizes {
                deck.resize(size.columns, size.rows)
                for keys in ["1", "\r", "w", "1:N", "4C-10428"] {
                    deck.press(.escape, .escape)
                    for key in keys { deck.press(key == "\r" ? .enter : .character(key)) }
                    Self.check(draw(deck.state), block: group)
                }
                deck.press(.escape, .escape, .escape)
            }
        }
        // The others hold nothing that a name may hold, such as planes for private use.
        #expect(shown > 500)
    }

    /// Every row is as wide as the screen, whatever stands in it, and states stay below each other.
    private static func check(_ canvas: Canvas, block: [UInt32]) {
        for y in 0..<canvas.size.rows {
            let row = canvas.row(y)
            let width = row.reduce(0) { $0 + Int($1.width) }
            #expect(width == canvas.size.columns, "\(block) \(canvas.plainText())")
            let isTorn = zip(row, row.dropFirst()).contains { left, right in
                (left.width == 2) != right.isContinuation
            }
            #expect(!isTorn, "\(block) \(canvas.plainText())")
        }
    }
}
