import JSON
import Testing

@testable import FlagModel

/// Flags that are read straight from their bytes.
struct FlagReadingTests {
    /// Flags in many states: what random changes make, and one with every optional field.
    private static func flags() throws -> [Flag] {
        var fixture = try Fixture()
        var random = SplitMix64(seed: seed("flags to read"))
        var flags = [try Golden.flag(1), try Golden.flag(2)]
        for _ in 0..<600 {
            var source = RandomChanges(random: random, model: fixture.model)
            let change = source.next()
            random = source.random
            guard let change, (try? fixture.make([change])) != nil else { continue }
            guard let state = fixture.model.environment(fixture.live) else { continue }
            flags += state.flags
        }
        return flags
    }

    private static func read(_ bytes: [UInt8]) -> (flag: Flag, places: FlagPlaces)? {
        bytes.withUnsafeBufferPointer { buffer in
            var reader = CanonicalReader(buffer)
            var places = FlagPlaces()
            guard let flag = try? Flag(&reader, noting: &places), reader.isAtEnd else { return nil }
            return (flag, places)
        }
    }

    @Test func `a flag that is read from its bytes is the flag that was written`() throws {
        for flag in try Self.flags() {
            let bytes = flag.json.canonicalBytes()

            let (read, places) = try #require(Self.read(bytes))

            #expect(read == flag)
            #expect(places.length == bytes.count)
            let parts = [
                (places.id, "\"\(flag.id.text)\""), (places.key, "\"\(flag.key.text)\""),
                (places.updated, "\(flag.updatedAt.microseconds)"),
            ]
            for (place, text) in parts {
                #expect(bytes[Int(place)...].starts(with: text.utf8))
            }
            #expect(places.looksAtAudiences == !flag.audienceIDs.isEmpty)
        }
    }

    @Test func `damaged bytes are refused, or mean the same as the long way says`() throws {
        var random = SplitMix64(seed: seed("damaged flags"))
        let flags = try Self.flags()
        var (refused, taken) = (0, 0)
        for _ in 0..<20_000 {
            let flag = try #require(flags.randomElement(using: &random))
            var bytes = flag.json.canonicalBytes()
            let place = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(bytes[place], at: place)
            default: bytes.removeSubrange(place...)
            }
            guard let (read, _) = Self.read(bytes) else {
                refused += 1
                continue
            }
            taken += 1
            #expect(read == (try? Flag(json: JSONValue(parsing: bytes))))
            #expect(read.json.canonicalBytes() == bytes)
        }
        #expect(refused > 1000)
        #expect(taken > 1000)
    }

    @Test(arguments: [
        ("\"on\":true", "\"on\": true"), ("\"on\":true", "\"on\":true,\"on\":true"),
        ("\"archived\":true,", "\"archived\":false,"),
        (",\"tags\":[\"sale\",\"shop\"]", ",\"tags\":[]"),
        ("\"owner\":\"Marketing\"", "\"owner\":\"\""), ("line\\nline", "line\\u000aline"),
        ("\"kind\":\"string\"", "\"kind\":\"colour\""),
        ("\"insights\":false,", "\"insights\":null,"),
        ("\"revision\":", "\"extra\":1,\"revision\":"), ("\"updated\":1", "\"updated\":01"),
    ])
    func `what this program would have written in another way is left to the long way`(
        part: String,
        other: String
    ) throws {
        let text = String(decoding: try Golden.flag(1).json.canonicalBytes(), as: UTF8.self)
        let range = try #require(text.range(of: part))

        let read = Self.read(Array(text.replacingCharacters(in: range, with: other).utf8))

        #expect(Self.read(Array(text.utf8)) != nil)
        #expect(read == nil)
    }
}

extension String {
    fileprivate func range(of part: String) -> Range<Index>? {
        ranges(of: part).first
    }

    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
