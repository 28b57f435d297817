import Testing

@testable import TerminalUI

struct SettingsFileTests {
    @Test func `every name comes with its value and its line`() throws {
        let file = try SettingsFile(
            toml: "# mine\ntheme = \"dark\"\nmouse = false\n\nflags.toggle = [\"t\", \"F5\"]\n\n"
                + "[place.\"/a.b\"]\ntab = 3\nwhen = 1979-05-27\n"
        )

        #expect(
            file.entries.map(\.name) == [
                "theme", "mouse", "flags.toggle", "place./a.b.tab",
                "place./a.b.when",
            ]
        )
        #expect(file.entries.map(\.line) == [2, 3, 5, 8, 9])
        #expect(
            file.entries.map(\.value)
                == [.text("dark"), .flag(false), .texts(["t", "F5"]), .number(3), .other]
        )
    }

    @Test func `what is no TOML is told with its line`() {
        #expect(throws: SettingsSyntaxError.self) { try SettingsFile(toml: "a = 1\nb = \n") }
        do throws(SettingsSyntaxError) {
            _ = try SettingsFile(toml: "a = 1\nb = [\n")
            Issue.record("it was taken")
        } catch {
            #expect(error.line >= 2)
            #expect(!error.message.isEmpty)
        }
    }

    @Test(arguments: ["", "plain", "\"\\", "a\nb\tc", "\u{1B}[31m", "é旗👩‍👩‍👧", "\u{7F}\u{9B}"])
    func `quoted text reads back as it was`(text: String) throws {
        let file = try SettingsFile(toml: "a = \(SettingsText.quoted(text))\n")

        #expect(file.entries.map(\.value) == [.text(text)])
    }

    @Test func `setting a name keeps every other line`() {
        let before = "# mine\n  theme = \"dark\" # night\nmouse = true\n\n[other]\ntheme = 1\n"

        #expect(
            SettingsText.setting("theme", to: "\"light\"", in: before)
                == "# mine\ntheme = \"light\"\nmouse = true\n\n[other]\ntheme = 1\n"
        )
        #expect(
            SettingsText.setting("vim", to: "false", in: "[other]\na = 1\n")
                == "vim = false\n\n[other]\na = 1\n"
        )
        #expect(SettingsText.setting("vim", to: "false", in: "") == "vim = false\n")
    }
}
