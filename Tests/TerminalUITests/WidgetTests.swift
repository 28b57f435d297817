import Testing

@testable import TerminalUI

struct WidgetTests {
    @Test func `the selection stays inside and on screen whatever happens`() {
        var random = SeededGenerator(for: "WidgetTests")
        var list = ListView(count: 10)
        for _ in 0..<5000 {
            let height = Int.random(in: 0...12, using: &random)
            switch Int.random(in: 0...7, using: &random) {
            case 0: list.move(.pageUp, height: height)
            case 1: list.move(.pageDown, height: height)
            case 2: list.move(.start, height: height)
            case 3: list.move(.end, height: height)
            case 4: list.move(.rows(Int.random(in: -5...5, using: &random)), height: height)
            case 5: list.setCount(Int.random(in: 0...40, using: &random), height: height)
            case 6:
                let place = Int.random(in: 0...40, using: &random)
                list.setCount(40, selection: place, height: height)
            default: list.move(.halfPageDown, height: height)
            }
            let rows = list.visibleRows(height: height)

            #expect(rows.count <= height)
            #expect(
                list.count == 0 ? list.selection == 0 : (0..<list.count).contains(list.selection)
            )
            #expect(list.count == 0 || height == 0 || rows.contains(list.selection))
            #expect(rows.count == min(height, list.count))
        }
    }

    @Test func `a page keeps one row of the old screen`() {
        var list = ListView(count: 100)

        list.move(.pageDown, height: 10)
        #expect(list.selection == 9)
        #expect(list.visibleRows(height: 10) == 9..<19)
        list.move(.rows(Int.max), height: 10)
        #expect(list.selection == 99)
        list.move(.rows(Int.min), height: 10)
        #expect(list.selection == 0)
    }

    @Test func `the selected row keeps its place on screen when rows come in above`() {
        var list = ListView(count: 50)
        list.select(20, height: 10)
        let place = list.selection - list.offset

        list.setCount(53, selection: 23, height: 10)

        #expect(list.selection - list.offset == place)
    }

    @Test func `a field edits at its cursor`() {
        var field = TextField(text: "ab")

        for key in [Key.left, .character("旗"), .home, .delete, .end, .backspace] {
            let isTaken = field.handle(key)
            #expect(isTaken)
        }

        #expect(field.text == "旗")
        #expect(field.cursor == 1)
        let takesEnter = field.handle(.enter)
        #expect(!takesEnter)
    }

    @Test(arguments: [
        ([Key.character("x")], "x"), ([.character("x"), .character("y")], "xy"),
        ([.right, .character("x")], "30 daysx"), ([.end, .character("x")], "30 daysx"),
        ([.backspace], "30 day"), ([.home, .character("x")], "x30 days"), ([.control("u")], ""),
    ])
    func `typing replaces a suggestion, and other keys keep it`(keys: [Key], text: String) {
        var field = TextField(suggesting: "30 days")

        for key in keys { field.handle(key) }

        #expect(field.text == text)
        #expect(!field.isSuggestion)
    }

    @Test func `a paste replaces a suggestion`() {
        var field = TextField(suggesting: "30 days", limit: 10)

        #expect(field.insert("2 weeks") == 0)

        #expect(field.text == "2 weeks")
    }

    @Test func `a suggestion says in words that typing replaces it`() {
        var canvas = Canvas(size: Size(columns: 40, rows: 1))
        var field = TextField(suggesting: "30 days")

        field.draw(on: &canvas, at: Point(x: 0, y: 0), width: 40)
        #expect(canvas.plainText().hasPrefix("30 days               typing replaces it"))

        field.handle(.right)
        canvas = Canvas(size: Size(columns: 40, rows: 1))
        field.draw(on: &canvas, at: Point(x: 0, y: 0), width: 40)
        #expect(!canvas.plainText().contains("typing"))
    }

    @Test(arguments: [
        ("one\ntwo\r\n", "one two"), ("a\tb", "a b"), ("\n", ""), ("a\u{301}", "a\u{301}"),
    ])
    func `a pasted line break becomes a blank`(pasted: String, text: String) {
        var field = TextField()

        field.insert(pasted)

        #expect(field.text == text)
    }

    @Test func `a field takes no more than its limit`() {
        var field = TextField(text: "abc", limit: 5)

        #expect(field.insert("defgh") == 3)
        field.handle(.character("x"))

        #expect(field.text == "abcde")
        #expect(field.cursor == 5)
    }

    @Test func `words and lines can be deleted`() {
        var field = TextField(text: "one two  ")

        field.handle(.control("w"))
        #expect(field.text == "one ")
        field.handle(.control("u"))
        #expect(field.text == "")
    }

    @Test(arguments: 0...12)
    func `the cursor is always inside of the field`(width: Int) {
        var random = SeededGenerator(for: "TextField")
        var field = TextField(limit: 30)
        let keys: [Key] = [
            .left, .right, .home, .end, .backspace, .delete, .character("a"), .character("旗"),
            .character("\u{301}"), .character("\u{1B}"), .control("w"),
        ]
        for _ in 0..<400 {
            field.handle(keys.randomElement(using: &random) ?? .left)
            let (text, column) = field.visible(width: width)

            #expect(text.width <= width)
            #expect((0...max(0, width - 1)).contains(column))
            #expect((0...field.text.count).contains(field.cursor))
        }
    }

    @Test(arguments: [
        (80, [40, 12, 20, 2]), (60, [25, 12, 15, 2]), (40, [22, 12, 0, 2]), (24, [24, 0, 0, 0]),
        (10, [10, 0, 0, 0]),
        (0, [0, 0, 0, 0]),
    ])
    func `columns share what there is`(total: Int, expected: [Int]) {
        let layout = ColumnLayout([
            .flexible(minimum: 20, maximum: 40, importance: 40),
            .fixed(12, importance: 30),
            .flexible(minimum: 10, maximum: 20, importance: 10),
            .fixed(2, alignment: .trailing, importance: 20),
        ])

        let widths = layout.widths(total: total)
        let shown = widths.filter { $0 > 0 }

        #expect(shown.reduce(0, +) + max(0, shown.count - 1) * layout.gap <= max(0, total))
        #expect(widths == expected)
    }
}
