import Foundation
import Testing

@testable import TerminalUI

struct BuiltInThemesTests {
    static let names = [
        "default", "dark", "light", "high-contrast", "colour-safe", "blue-yellow-safe", "midnight",
        "paper", "phosphor", "mono",
    ]

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func read(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The Swift source that the theme files stand for.
    private static func generated() throws -> String {
        let properties = [
            "builtInDefault", "builtInDark", "builtInLight", "builtInHighContrast",
            "builtInColourSafe", "builtInBlueYellowSafe", "builtInMidnight", "builtInPaper",
            "builtInPhosphor", "builtInMono",
        ]
        let themes = try zip(names, properties).map { name, property in
            try Theme(toml: read("themes/\(name).toml")).swiftSource(property: property)
        }
        return """
            // Generated from themes/*.toml: run the tests with FLAGDECK_REGENERATE=1 to renew it.
            extension Theme {
                /// Every theme that comes with the program, in the order of the picker.
                public static let builtIn: [Theme] = [
                    \(properties.joined(separator: ",\n        ")),
                ]

            \(themes.joined(separator: "\n"))}

            """
    }

    @Test func `the Swift values of the themes are those of the files`() throws {
        let path = "Sources/TerminalUI/Themes/BuiltInThemes.swift"
        let source = try Self.generated()

        if ProcessInfo.processInfo.environment["FLAGDECK_REGENERATE"] == "1" {
            try source.write(
                to: Self.root.appending(path: path),
                atomically: true,
                encoding: .utf8
            )
        }

        #expect(try Self.read(path) == source)
    }

    @Test(arguments: names)
    func `a built-in theme equals its file`(name: String) throws {
        let file = try Theme(toml: Self.read("themes/\(name).toml"))

        #expect(Theme.builtIn(named: name) == file)
        #expect(file.name == name)
    }

    @Test(arguments: names)
    func `a built-in theme is easy enough to read`(name: String) throws {
        let theme = try #require(Theme.builtIn(named: name))

        #expect(theme.check() == [])
    }

    @Test(arguments: Role.allCases)
    func `mono has no colour`(role: Role) {
        for isSelected in [false, true] {
            let look = Theme.mono.resolve(role, isSelected: isSelected)

            #expect(look.foreground == -1)
            #expect(look.background == -1)
        }
    }

    @Test(arguments: names, [0, 8, 16, 256])
    func `no theme asks for a colour that the terminal lacks`(name: String, colours: Int) throws {
        let theme = try #require(Theme.builtIn(named: name))

        for role in Role.allCases {
            let look = theme.resolve(role, isSelected: true, colours: colours)
            #expect(max(look.foreground, look.background) < colours)
        }
    }
}
