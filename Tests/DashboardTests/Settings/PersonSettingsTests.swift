import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

struct PersonSettingsTests {
    @Test func `a settings file is taken name by name`() {
        var settings = PersonSettings()
        settings.read(config: "theme = \"paper\"\nmouse = false\nvim = false\n")

        #expect(settings.theme.name == "paper")
        #expect(!settings.usesMouse)
        #expect(!settings.usesVimKeys)
        #expect(settings.problems == [])
    }

    @Test func `what is not understood is told with its line, and the rest holds`() {
        var settings = PersonSettings()
        settings.read(config: "theme = \"neon\"\nmouse = 3\nspeed = 1\nvim = false\n")

        #expect(!settings.usesVimKeys)
        #expect(settings.usesMouse)
        #expect(
            settings.problems == [
                "config.toml, line 1: there are no colours called \"neon\".",
                "config.toml, line 2: \"mouse\" must be true or false.",
                "config.toml, line 3: there is no \"speed\", only theme, theme-light, "
                    + "theme-dark, mouse and vim.",
            ]
        )
    }

    @Test func `colours can depend on what the terminal says`() {
        var settings = PersonSettings()
        settings.read(config: "theme = \"mono\"\ntheme-light = \"paper\"\ntheme-dark = \"\"\n")

        #expect(settings.problems == [])
        #expect(settings.theme(on: nil).name == "mono")
        #expect(settings.theme(on: .light).name == "paper")
        #expect(settings.theme(on: .dark).name == "mono")
    }

    @Test func `colours for a light or dark terminal that do not exist are told`() {
        var settings = PersonSettings()
        settings.read(config: "theme-light = \"neon\"\ntheme-dark = 3\n")

        #expect(settings.paired.isEmpty)
        #expect(
            settings.problems == [
                "config.toml, line 1: there are no colours called \"neon\".",
                "config.toml, line 2: \"theme-dark\" must be a name in quotes.",
            ]
        )
    }

    @Test func `a file that is no TOML changes nothing`() {
        var settings = PersonSettings()
        settings.read(config: "theme = \"paper\"\nmouse = \n")

        #expect(settings.theme == .standard)
        #expect(settings.problems.count == 1)
        #expect(settings.problems.first?.hasPrefix("config.toml, line 2:") ?? false)
    }

    @Test func `wrong names of actions and keys are told, right ones are taken`() {
        var settings = PersonSettings()
        settings.read(
            keys: "flags.toggle = [\"F5\", \"Alt-x\"]\nflags.explode = \"x\"\n"
                + "publish = \"Esc\"\nundo = 3\nquit = \"Q\"\n"
        )

        #expect(settings.keys["flags.toggle"]?.keys == [.function(5)])
        #expect(settings.keys["quit"]?.keys == [.character("Q")])
        #expect(settings.keys.count == 2)
        #expect(
            settings.problems == [
                "keys.toml, line 1: there is no key \"Alt-x\".",
                "keys.toml, line 2: nothing is called \"flags.explode\".",
                "keys.toml, line 3: Esc always goes back.",
                "keys.toml, line 4: write keys in quotes, as in [\"t\", \"F5\"].",
            ]
        )
    }

    @Test func `a session file reads back as it was`() throws {
        var session = SessionText()
        var place = ScreenPlace()
        place.tab = 3
        place.environment = GUID("6f9619ff-8b86-d011-b42d-00cf4fc964ff")
        place.query = "a \"quoted\" word"
        place.showsArchived = true
        session.places["/data/with.dot and \"quote\""] = place
        session.times["/data/with.dot and \"quote\""] = 5
        session.used["flags.toggle"] = PaletteUse(count: 3, milliseconds: 9)

        #expect(try SessionText(toml: session.toml) == session)
    }

    @Test func `only the last places and uses are kept`() throws {
        var session = SessionText()
        for number in 0...SessionText.placeLimit {
            session.places["/\(number)"] = ScreenPlace()
            session.times["/\(number)"] = Int64(number)
        }
        for number in 0...SessionText.useLimit {
            session.used["\(number)"] = PaletteUse(count: 1, milliseconds: Int64(number))
        }

        let kept = try SessionText(toml: session.toml)

        #expect(kept.places.count == SessionText.placeLimit)
        #expect(kept.places["/0"] == nil)
        #expect(kept.used.count == SessionText.useLimit)
        #expect(kept.used["0"] == nil)
    }
}
