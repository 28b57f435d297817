import Foundation
import Testing

/// The commands that look after the journal, as an operator uses them.
@Suite(.waiting)
struct JournalCareTests {
    @Test func `a backup while a server runs is whole, and restores to the same history`()
        throws
    {
        let workplace = try Workplace.withFlags(3)
        let server = try workplace.start(["serve", "--port", "0"])
        defer { server.send(SIGKILL) }
        try server.prints("Applications connect to")
        let place = workplace.path + "/copy"
        let target = workplace.path + "/again"

        let taken = try workplace.done("journal", "backup", place, "--json")
        try workplace.done("journal", "restore", place, "--to", target)

        let head = try required(Document.read(taken)["head"].text, "no head")
        #expect(try workplace.done("journal", "verify").contains(head))
        #expect(try workplace.done("journal", "verify", "--data", target).contains(head))
        let original = try workplace.done("history", "--json")
        #expect(try workplace.done("history", "--json", "--data", target) == original)
        let check = try workplace.flagdeck("journal", "verify", "--data", place)
        #expect(check.output.contains("all 3 files are as they were"))
        #expect(try workplace.flagdeck("journal", "backup", place).code == 3)
        #expect(try workplace.flagdeck("journal", "restore", place, "--to", target).code == 3)
        let locked = try workplace.flagdeck("journal", "rotate")
        #expect(locked.code == 4)
        #expect(locked.errors.contains("process \(server.processID)"))
    }

    @Test func `damage is named once, and a repair says exactly what it loses`() throws {
        let workplace = try Workplace.withFlags(5)
        try workplace.damage(entry: 3)
        let before = try workplace.journal()

        let verified = try workplace.flagdeck("journal", "verify")
        let plan = try workplace.flagdeck("journal", "repair")
        let asked = try workplace.flagdeck("journal", "repair", "--keep-through", "2")
        let other = try workplace.flagdeck(
            "journal",
            "repair",
            "--keep-through",
            "2",
            "--lose",
            "1"
        )

        #expect(verified.code == 5)
        let lines = verified.output.split(separator: "\n").filter { $0.contains(".journal") }
        #expect(lines.count == 1)
        #expect(verified.output.contains("entry 3: It does not read back (body checksum)."))
        #expect(plan.code == 0)
        #expect(plan.output.contains("entry 3  cannot be read"))
        #expect(plan.output.contains("entry 4  reads back"))
        #expect(asked.code == 3)
        #expect(asked.errors.contains("--lose 4"))
        #expect(other.code == 3)
        #expect(try workplace.journal() == before)

        let repaired = try workplace.flagdeck(
            "journal",
            "repair",
            "--salvage",
            "--lose",
            "1",
            "--note",
            "the disk"
        )
        #expect(repaired.code == 0, "\(repaired)")
        #expect(try workplace.done("journal", "verify", "--state").contains("6 entries"))
        let history = try workplace.done("history")
        #expect(history.contains("repaired the journal after damage"))
        #expect(history.contains("made the flag F5"))
        #expect(!history.contains("made the flag F2"))
        let names = try FileManager.default.contentsOfDirectory(atPath: workplace.data)
        let broken = try required(names.first { $0.hasPrefix("journal.broken") }, "no original")
        let kept = try workplace.files(below: workplace.data + "/" + broken)
        #expect(kept.filter { $0.key != "lock" } == before)
    }

    @Test func `what is archived is read as before, what is forgotten is told of`() throws {
        let workplace = try Workplace.withFlags(3)
        try workplace.done("journal", "snapshot")
        try workplace.done("journal", "rotate")
        try workplace.done("flag", "on", "f1")
        let history = try workplace.done("history")

        #expect(try workplace.done("journal", "archive").contains("through entry 4"))
        #expect(try workplace.done("history") == history)
        #expect(try workplace.flagdeck("journal", "forget", "--through", "4").code == 3)
        try workplace.done("journal", "forget", "--through", "4", "--lose", "4", "--note", "old")

        let after = try workplace.done("history")
        #expect(after.contains("forgot entries 1 to 4 for good (old)"))
        #expect(!after.contains("made the flag F1"))
        #expect(try workplace.done("flag", "list").contains("f3"))
        #expect(try workplace.done("journal", "verify", "--state").contains("2 entries"))
        let undo = try workplace.flagdeck("undo", "2")
        #expect(undo.code == 3)
        #expect(undo.errors.contains("forgotten on purpose"))
    }

    @Test func `a checkpoint finds another history, and a key in the data is refused`() throws {
        let workplace = try Workplace.withFlags(2)
        let key = workplace.path + "/key"
        let notes = workplace.path + "/notes"
        let publicKey = try workplace.done("journal", "checkpoint", "--make-key", "--key", key)
        try workplace.write(
            try workplace.done("journal", "checkpoint", "--key", key),
            to: "notes"
        )
        try workplace.write(publicKey, to: "key.pub")
        let check = ["--checkpoint", notes, "--public-key", workplace.path + "/key.pub"]

        let sound = try workplace.start(["journal", "verify"] + check).end()
        let other = workplace.path + "/other"
        try workplace.done("init", "--data", other)
        let rewritten = try workplace.start(["journal", "verify", "--data", other] + check).end()
        let inside = workplace.data + "/key"
        let refused = try workplace.flagdeck(
            "journal",
            "checkpoint",
            "--make-key",
            "--key",
            inside
        )

        #expect(sound.code == 0)
        #expect(sound.output.contains("1 kept head found in the chain"))
        #expect(rewritten.code == 5)
        #expect(rewritten.output.contains("checkpoint of another journal"))
        #expect(refused.code == 3)
        #expect(!FileManager.default.fileExists(atPath: inside))
    }

    @Test func `a follower sees every entry while writers come and go`() throws {
        let workplace = try Workplace.withFlags(1)
        let follower = try workplace.start(["journal", "follow", "--from", "1", "--json"])
        defer { follower.send(SIGKILL) }

        for number in 2...4 { try workplace.done("flag", "create", "f\(number)") }
        let server = try workplace.start(["serve", "--port", "0"])
        try server.prints("Applications connect to")
        try workplace.done("flag", "on", "f1")
        server.send(SIGKILL)
        _ = try server.end()
        try workplace.done("flag", "off", "f1")

        let printed = try follower.prints("\"sequence\":7,")
        let lines = printed.split(separator: "\n").map(String.init)
        let numbers = try lines.map { try Document.read($0)["sequence"].number }
        #expect(numbers == [1, 2, 3, 4, 5, 6, 7])
    }
}

extension Workplace {
    /// Data with flags f1, f2 and so on, one entry each behind the first.
    static func withFlags(_ count: Int) throws -> Workplace {
        let workplace = try Workplace()
        try workplace.done("init")
        for number in 1...count { try workplace.done("flag", "create", "f\(number)") }
        return workplace
    }

    /// Flips a bit in an entry's body.
    func damage(entry: Int) throws {
        let path = data + "/journal/00000000000000000001.journal"
        var bytes = Array(try Data(contentsOf: URL(filePath: path)))
        let feeds = bytes.indices.filter { bytes[$0] == 10 }
        bytes[feeds[entry - 1] + 230] ^= 1
        try Data(bytes).write(to: URL(filePath: path))
    }
}
