import FlagAPI
import FlagModel
import Testing
import TerminalUI

@testable import Dashboard

/// Lists of keys from a file or a paste.
struct ImportTests {
    /// The page of "VIP 2024" in Practice, with a file.
    private func deck(_ text: String, path: String = "a.csv") -> Deck {
        let deck = ConditionsSessionTests.rules().press(.tab)
        deck.service.files.texts[path] = text
        return deck
    }

    private func members(_ deck: Deck) -> [String] {
        ConditionsSessionTests.vip(deck)?.members.map(\.text) ?? []
    }

    @Test func `a file of one key a line is counted, told, and saved as one change`() {
        let deck = deck("C-10428\nN-1\n\nN-2\r\nN-1\n\"N,3\"\n")

        deck.press("i").type("a.csv").press(.control("s"))
        deck.see("4 keys: 3 new, 1 there already, 1 repeated, 1 blank line.")
        deck.see("3 are not known customers yet.").see("Enter saves it as one change.")
        #expect(deck.proposals.isEmpty)
        deck.press(.enter)

        #expect(members(deck).suffix(3) == ["N-1", "N-2", "N,3"])
        #expect(deck.proposals.count == 1)
    }

    @Test func `the column of a CSV file is chosen by its header`() {
        let deck = deck("name;keyId;city\nAnna;N-1;Berlin\nPaul;\"N;2\";Wien\n")

        deck.press("i").type("a.csv").press(.control("s"))
        deck.see("Which column holds the keys?").see("▸ keyId").see("city").press(.enter)
        deck.see("2 keys: 2 new.").press(.enter)

        #expect(members(deck).suffix(2) == ["N-1", "N;2"])
    }

    @Test func `a paste of many lines goes into the list, members or never`() {
        let deck = deck("").press("i").press(.down, .right)

        deck.send(.paste("N-1\nN-2\n\nC-10977\n"))
        deck.see("Never in VIP 2024").see("3 keys: 3 new, 1 blank line.")
        deck.see("2 are not known customers yet.").press(.enter)

        #expect(
            ConditionsSessionTests.vip(deck)?.excluded.map(\.text) == ["N-1", "N-2", "C-10977"]
        )
        deck.see("[NEVER 3]")
    }

    @Test func `a new audience from a list takes a name and a paste`() {
        let deck = Deck(Fixture.quiet).press("2").press("i")
        deck.send(.paste("N-1\nN-2"))
        deck.see("Type a name first.").type("Newsletter").see("newsletter")

        deck.send(.paste("N-1\nN-2"))
        deck.see("New audience Newsletter").see("2 keys: 2 new.").press(.enter)

        deck.see("Draft saved: new audience Newsletter with 2 customers.").see("new → 2")
        deck.press("p").type("1").press(.enter)
        let state = deck.service.model.environment(Fixture.live)
        #expect(state?.audience(Fixture.key("newsletter"))?.members.count == 2)
    }

    @Test func `a file that cannot be read is said and nothing happens`() {
        let deck = deck("").press("i").type("b.csv").press(.control("s"))

        deck.see("b.csv cannot be read")
        #expect(deck.proposals.isEmpty)
        deck.press(.enter).see("Import into VIP 2024").see("File  b.csv")
    }

    @Test func `a key that a waiting draft takes is taken`() {
        let deck = Deck(Fixture.quiet).press("2").press("n").type("Letter").press(.control("s"))
        deck.see("Draft saved: new audience Letter")

        deck.press("n").type("Letter").press(.control("s"))

        deck.see("Another audience has this key already.")
        #expect(deck.service.model.drafts.count == 1)
    }

    @Test func `nothing new cannot be saved, and the key says why`() {
        let deck = deck("C-10428\n").press("i").type("a.csv").press(.control("s"))

        deck.see("1 key: 0 new, 1 there already.").see("Nothing would change.")
        deck.press(.enter).see("There is nothing that could be added.")
        #expect(deck.proposals.isEmpty)
    }

    @Test func `Esc stops the reading, and late pieces are ignored`() {
        let deck = deck("N-1\nN-2\n")
        deck.press("i").type("a.csv")
        var state = deck.state
        let effects = update(&state, .key(.control("s")), now: deck.now)
        guard case .readKeys(let request, let generation)? = effects.last else {
            Issue.record("\(effects)")
            return
        }
        #expect(request == KeyFileRequest(path: "a.csv", offset: 0))
        _ = update(
            &state,
            .reply(
                .keyFile(
                    generation: generation,
                    .success(KeyFilePiece(bytes: Array("N-1\n".utf8), size: 8, next: 4))
                )
            ),
            now: deck.now
        )
        #expect(draw(state).plainText().contains("50%   1 keys so far"))
        _ = update(&state, .key(.escape), now: deck.now)

        let more = update(
            &state,
            .reply(
                .keyFile(
                    generation: generation + 1,
                    .success(KeyFilePiece(bytes: Array("N-2\n".utf8), size: 8, next: nil))
                )
            ),
            now: deck.now
        )
        #expect(state.overlays.isEmpty)
        #expect(more.isEmpty)
    }

    @Test func `a list holds so many keys at the most`() {
        var list = KeyList()
        let limit = KeyList.limit
        for number in 0..<limit { list.take("\(number)") }
        #expect(list.keys.count == limit)
        #expect(!list.isTooLong)

        list.take("0")
        #expect(!list.isTooLong)
        list.take("one more")
        #expect(list.isTooLong)
        #expect(list.keys.count == limit)
    }

    @Test func `a key has so many bytes at the most`() {
        var list = KeyList()
        list.take(String(repeating: "a", count: 512))
        list.take(String(repeating: "a", count: 513))
        list.take([0xFF, 0xFE])

        #expect(list.keys.count == 1)
        #expect(list.unfitCount == 2)
    }

    @Test(arguments: [1, 2, 3, 5, 1000])
    func `pieces of any size give the same keys`(size: Int) {
        let text = "\u{FEFF}id,name\r\n1,\"a\"\"b\nc\"\r\n\"2\",x\r\n\r\n  3  ,y\n4"
        let bytes = Array(text.utf8)
        var reader = KeyFileReader(KeyFileReader.Head(bytes), column: 0)
        for (place, byte) in KeyFileReader.withoutMark(bytes).enumerated()
        where place.isMultiple(of: size) {
            _ = byte
            let rest = KeyFileReader.withoutMark(bytes).dropFirst(place).prefix(size)
            reader.take(rest)
        }
        reader.finish()

        #expect(reader.list.keys.map(\.text) == ["1", "2", "3", "4"])
        #expect(reader.list.blankCount == 1)
    }
}
