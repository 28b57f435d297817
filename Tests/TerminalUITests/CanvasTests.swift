import Testing

@testable import TerminalUI

struct CanvasTests {
    /// Whether every wide character has its right half and no half stands alone.
    private static func isWhole(_ canvas: Canvas) -> Bool {
        (0..<canvas.size.rows).allSatisfy { y in
            let row = Array(canvas.row(y))
            return row.indices.allSatisfy { x in
                switch row[x].width {
                case 0: x > 0 && row[x - 1].width == 2
                case 2: x + 1 < row.count && row[x + 1].isContinuation
                default: true
                }
            }
        }
    }

    private static let texts: [SafeText] = ["plain", "旗e\u{301}旗旗x", "\u{1B}[2J", "🎉🎉", ""]

    @Test(arguments: 0...20, 0...10)
    func `drawing anywhere stays inside at any size`(columns: Int, rows: Int) {
        var canvas = Canvas(size: Size(columns: columns, rows: rows))

        for (index, text) in Self.texts.enumerated() {
            for x in -4...columns + 1 {
                canvas.draw(text, at: Point(x: x, y: (x + index) % (rows + 2) - 1), role: .key)
                canvas.draw(text, endingAt: Point(x: x, y: index), role: .bad)
                canvas.select(Rect(x: x, y: index - 1, width: index, height: x))
            }
            #expect(Self.isWhole(canvas))
        }
        canvas.horizontalRule(rows - 1, title: "旗 title", note: "1 of 3")
        canvas.verticalRule(Rect(x: columns / 2, y: 1, width: 1, height: rows), joined: true)
        canvas.box(Rect(x: -1, y: -1, width: columns, height: rows + 3), title: "Box")
        canvas.fill(Rect(x: 1, y: 1, width: 99, height: 99), with: "░")
        canvas.draw(canvas, at: Point(x: 1, y: -1))

        #expect(Self.isWhole(canvas))
        #expect(canvas.cells.count == columns * rows)
    }

    @Test func `random drawing never splits a wide character`() {
        var random = SeededGenerator(for: "CanvasTests")
        for _ in 0..<300 {
            let size = Size(
                columns: .random(in: 0...12, using: &random),
                rows: .random(in: 0...4, using: &random)
            )
            var canvas = Canvas(size: size)
            for _ in 0..<30 {
                let point = Point(
                    x: .random(in: -5...14, using: &random),
                    y: .random(in: -1...5, using: &random)
                )
                let text = Self.texts.randomElement(using: &random) ?? ""
                canvas.draw(text, at: point, maxWidth: .random(in: -1...9, using: &random))
            }
            #expect(Self.isWhole(canvas))
        }
    }

    @Test func `text and roles can be read back`() {
        var canvas = Canvas(size: Size(columns: 12, rows: 3))
        canvas.horizontalRule(0, title: "Top")
        canvas.draw("● on 旗", at: Point(x: 1, y: 1), role: .on)
        canvas.select(Rect(x: 0, y: 1, width: 3, height: 1))

        #expect(canvas.plainText() == "── Top ─────\n ● on 旗\n\n")
        #expect(
            canvas.roleText()
                == "rrthhhtrrrrr\nTOOooooo\n\n".replacing("rrthhhtr", with: "rr hhh r")
        )
    }

    @Test func `the half that a narrow character leaves is blank`() {
        var canvas = Canvas(size: Size(columns: 6, rows: 1))
        canvas.draw("旗旗旗", at: Point(x: 0, y: 0))

        canvas.draw("x", at: Point(x: 1, y: 0))
        canvas.draw("y", at: Point(x: 4, y: 0))

        #expect(canvas.plainText() == " x旗y\n")
    }

    @Test(arguments: [
        (-2, "cdef"), (-1, "bcdef"), (0, "abcdef"), (3, "   abcdef"), (7, "       a…"),
        (8, "        …"), (9, ""),
    ])
    func `text is clipped at both edges`(x: Int, shown: String) {
        var canvas = Canvas(size: Size(columns: 9, rows: 1))

        canvas.draw("abcdef", at: Point(x: x, y: 0))

        #expect(canvas.plainText() == shown + "\n")
    }

    @Test func `drawing returns where the text ended`() {
        var canvas = Canvas(size: Size(columns: 9, rows: 1))

        let end1 = canvas.draw("旗a", at: Point(x: 2, y: 0))
        #expect(end1 == 5)
        let end2 = canvas.draw("abcdefghijk", at: Point(x: 5, y: 0))
        #expect(end2 == 9)
        let end3 = canvas.draw("abc", at: Point(x: 0, y: 7))
        #expect(end3 == 3)
    }

    @Test func `in ASCII every character has a likeness of the same width`() {
        var canvas = Canvas(size: Size(columns: 40, rows: 2), glyphs: .ascii)

        canvas.draw("Müller → 旗 Ørsted ● “x” e\u{301} Ж…", at: Point(x: 0, y: 0))
        canvas.horizontalRule(1)

        #expect(
            canvas.plainText().split(separator: "\n").first == "Muller > ?  Orsted * \"x\" e ?~"
        )
        #expect(canvas.plainText().utf8.allSatisfy { $0 < 0x80 })
        #expect(Self.isWhole(canvas))
    }

    @Test(arguments: [
        (0.0, "░░░░"), (0.001, "█░░░"), (0.5, "██░░"), (0.999, "███░"), (1.0, "████"),
    ])
    func `a bar is empty or full only when its share is`(share: Double, shown: String) {
        #expect(Glyphs.unicode.bar(share: share, width: 4).text == shown)
    }

    @Test func `a rectangle outside has no part inside`() {
        let screen = Rect(Size(columns: 10, rows: 5))

        #expect(screen.intersection(Rect(x: 20, y: 1, width: 5, height: 5)).isEmpty)
        #expect(
            screen.intersection(Rect(x: 8, y: -2, width: 5, height: 4)).size
                == Size(columns: 2, rows: 2)
        )
    }

    @Test func `the picture escapes text and keeps columns`() {
        var canvas = Canvas(size: Size(columns: 10, rows: 1))
        canvas.draw("<a&\"b\">", at: Point(x: 0, y: 0))

        let picture = canvas.svg(theme: .standard)

        #expect(picture.contains("&lt;a&amp;&quot;b&quot;&gt;"))
        #expect(picture.contains("textLength=\"90\""))
        #expect(picture.hasSuffix("</svg>\n"))
    }
}
