import JournalProof
import Testing

@testable import Journal

/// Mistakes that other stores with the same idea have made and mended, each as its own test.
struct RegressionTests {
    @Test func `proof that is farther than 64 MiB away is found`() async throws {
        let life = try await Life(entries: 2)
        await life.journal.close()
        var image = life.disk.image
        image.remove(ProofJournal.head)
        let bytes = image[Life.segment]
        let second = try #require(bytes.dropLast().lastIndex(of: 10)) + 1
        let proof = RecordForge(ProofJournal.id).line(
            Array("{\"actor\":\"\",\"command\":\"\",\"entry\":3,\"kind\":\"k\",\"last\":true".utf8)
                + ",\"payload\":1,\"time\":1,\"version\":1}".bytes,
            sequence: 3,
            durableThrough: 2,
            after: .genesis(of: ProofJournal.id)
        )
        image[Life.segment] =
            bytes[..<second] + Array(repeating: 0, count: 68_000_000) + [10] + proof.bytes

        let error = #expect(throws: JournalError.self) { try Life.open(SimulatedDisk(image)) }

        guard case .corrupt(let corruption) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(corruption.evidence == .laterRecord(sequence: 3, durableThrough: 2))
        #expect(corruption.offset == second)
    }

    @Test func `no record and no head names what was not synced when it was written`() async throws
    {
        let recording = try await ProofRecording(LongScript(commands: 30))
        var synced: UInt64 = 0
        var written: [Int: UInt64] = [:]
        var marks = 0

        for operation in recording.log {
            switch operation {
            case .write(_, _, let bytes) where operation.isHead:
                let head = try #require(number(in: bytes[...], at: 21))
                #expect(head <= synced)
                marks += 1
            case .write(let file, _, let bytes):
                for line in bytes.split(separator: 10) where line.count >= 199 {
                    guard let sequence = number(in: line, at: 0),
                        let durable = number(in: line, at: 21)
                    else { continue }
                    #expect(durable <= synced)
                    written[file] = max(written[file, default: 0], sequence)
                    marks += 1
                }
            case .sync(let file): synced = max(synced, written[file] ?? 0)
            default: break
            }
        }

        #expect(marks > 80)
    }

    @Test(arguments: [0, 1, 2, 3])
    func `damage in the last batch is known by the head`(quarter: Int) async throws {
        let life = try await Life(entries: 3)
        await life.journal.close()
        var image = life.disk.image
        let bytes = image[Life.segment]
        let last = try #require(bytes.dropLast().lastIndex(of: 10)) + 1
        let size = (bytes.count - last) / 4
        let start = last + quarter * size
        image[Life.segment].replaceSubrange(
            start..<start + size,
            with: repeatElement(0, count: size)
        )

        let error = #expect(throws: JournalError.self) { try Life.open(SimulatedDisk(image)) }

        guard case .corrupt(let corruption) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(corruption.evidence == .head(sequence: 3))
        #expect(corruption.sequence == 3)
    }

    @Test(arguments: ["record", "first line", "head"])
    func `a hash of zeros is no hash`(place: String) async throws {
        let life = try await Life(entries: 2)
        await life.journal.close()
        var image = life.disk.image
        let forge = RecordForge(ProofJournal.id)
        let zeros = String(repeating: "0", count: 64)
        let lines = image[Life.segment].split(separator: 10).map { $0 + [10] }
        switch place {
        case "record":
            var line = Array(lines[2])
            line.replaceSubrange(125..<189, with: zeros.utf8)
            image[Life.segment] = Array(lines[0] + lines[1]) + forge.resealed(line)
        case "first line":
            let json = String(decoding: lines[0].dropLast(10), as: UTF8.self)
            let hash = Digest.genesis(of: ProofJournal.id).hex
            let parts = json.split(separator: hash, maxSplits: 1)
            image[Life.segment] =
                RecordForge.sealed(parts.joined(separator: zeros))
                + Array(lines.dropFirst().joined())
        default:
            image[ProofJournal.head] = forge.head(
                sequence: 2,
                segment: 1,
                offset: image[Life.segment].count,
                chainHash: try #require(Digest(hex: zeros))
            )
        }

        let error = #expect(throws: JournalError.self) { try Life.open(SimulatedDisk(image)) }

        #expect(error?.code == "journal.corrupt")
    }

    private func number(in line: ArraySlice<UInt8>, at offset: Int) -> UInt64? {
        let start = line.startIndex + offset
        return UInt64(String(decoding: line[start..<start + 20], as: UTF8.self))
    }
}
