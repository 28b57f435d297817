import JSON
import Synchronization
import Testing

@testable import FlagModel

/// Models whose flags stay in their bytes until somebody looks at them.
struct StoredModelTests {
    /// A document as a snapshot has it: an index, the model, and something behind it.
    static func document(_ model: Model, isIndexed: Bool) -> [UInt8] {
        let (bytes, index) = model.canonicalBytes(indexedFrom: "\"model\":".utf8.count)
        var document = Array("{".utf8)
        if isIndexed, let index {
            document += Array("\"flags\":\"".utf8) + index + Array("\",".utf8)
        }
        return document + Array("\"model\":".utf8) + bytes + Array(",\"requests\":[]}".utf8)
    }

    static func read(_ document: [UInt8], rebuild: (@Sendable () -> Model?)? = nil) throws -> Model
    {
        let stored = try StoredDocument(document[...], rebuild: rebuild)
        return try JSONFields(stored.rest).required("model", stored.model)
    }

    /// Models on a long way of random changes.
    private static func models(_ count: Int, _ name: String) throws -> [Model] {
        var fixture = try Fixture()
        var random = SplitMix64(seed: seed(name))
        var models = [Model(), fixture.model, try Golden.model()]
        while models.count < count {
            for _ in 0..<20 {
                var source = RandomChanges(random: random, model: fixture.model)
                let change = source.next()
                random = source.random
                if let change { _ = try? fixture.make([change]) }
            }
            models.append(fixture.model)
        }
        return models
    }

    @Test(arguments: [true, false])
    func `a model that is read lazily equals the one that was written`(isIndexed: Bool) throws {
        let rebuild: (@Sendable () -> Model?)? = isIndexed ? { @Sendable in nil } : nil
        for model in try Self.models(60, "stored models") {
            let document = Self.document(model, isIndexed: isIndexed)

            let read = try Self.read(document, rebuild: rebuild)

            #expect(read == model)
            #expect(model == read)
            #expect(read.json == model.json)
            #expect(read.canonicalBytes().bytes == model.json.canonicalBytes())
            #expect(Self.document(read, isIndexed: isIndexed) == document)
            #expect(model.differences(to: read) == [])
            #expect(read.withAllFlagsRead == model)
            #expect(read.withAllFlagsRead.json == model.json)
            for (old, new) in zip(model.environments, read.environments) {
                #expect(new.flagCount == old.flagCount)
                #expect(new.archivedFlagCount == old.flags.count(where: \.isArchived))
                for flag in old.flags {
                    #expect(new.flag(flag.id) == flag)
                    #expect(new.flag(flag.key) == flag)
                }
            }
        }
    }

    @Test func `both readings of a model stay equal whatever is changed in them`() throws {
        var random = SplitMix64(seed: seed("changes of stored models"))
        var fixture = try Fixture()
        for round in 0..<40 {
            var lazy = fixture
            lazy.model = try Self.read(Self.document(fixture.model, isIndexed: true)) { nil }
            let before = (fixture.model, lazy.model)
            for _ in 0..<40 {
                var source = RandomChanges(random: random, model: fixture.model)
                let change = source.next()
                random = source.random
                guard let change else { continue }
                let (made, same) = (
                    Result { try fixture.make([change]) },
                    Result { try lazy.make([change]) }
                )
                #expect((try? made.get())?.changeSet == (try? same.get())?.changeSet)
                #expect((try? made.get())?.inverse == (try? same.get())?.inverse)
                (lazy.random, lazy.now) = (fixture.random, fixture.now)
            }
            #expect(lazy.model == fixture.model, "round \(round)")
            #expect(lazy.model.canonicalBytes().bytes == fixture.model.json.canonicalBytes())
            let (told, said) = (
                before.0.differences(to: fixture.model),
                before.1.differences(to: lazy.model)
            )
            #expect(Set(told) == Set(said))
            #expect(told.count == said.count)
        }
    }

    @Test func `outlines say what the flags say, stored or made`() throws {
        for model in try Self.models(20, "outlines") {
            let read = try Self.read(Self.document(model, isIndexed: true)) { nil }
            for state in model.environments + read.environments {
                let outlines = Dictionary(
                    uniqueKeysWithValues: state.flagOutlines.map { ($0.id, $0) }
                )
                #expect(outlines.count == state.flagCount)
                for flag in state.flags {
                    let outline = try #require(outlines[flag.id])
                    #expect(outline.flag == flag)
                    #expect(outline.words == FlagOutline.Words(flag))
                    #expect(outline.purpose == flag.purpose)
                    #expect(outline.isEnabled == flag.isEnabled)
                    #expect(flag.summaryState(in: state) == flag.summary(in: state).state)
                    #expect(outline.updatedAt == flag.updatedAt)
                    #expect(outline.isArchived == flag.isArchived)
                    #expect(state.flagOutline(flag.id)?.words == outline.words)
                    #expect(state.hasFlag(flag.id))
                }
                let median = state.flags.map(\.updatedAt).sorted().dropFirst(state.flagCount / 2)
                    .first
                if let median {
                    let later = state.flags.filter { $0.updatedAt > median }
                    #expect(Set(state.flags(changedAfter: median)) == Set(later))
                }
                for audience in state.audiences {
                    let users = state.flags.filter { $0.audienceIDs.contains(audience.id) }
                    #expect(state.flags(using: audience.id).count == users.count)
                    #expect(
                        state.flagNamesByAudience[audience.id] ?? [] == users.map(\.name).sorted()
                    )
                }
            }
        }
    }

    @Test func `the index and a look at every byte find the same places`() throws {
        for model in try Self.models(20, "index and scan") {
            let document = Self.document(model, isIndexed: true)
            try document.withUnsafeBufferPointer { bytes in
                guard model.environments.contains(where: { $0.flagCount > 0 }) else { return }
                let indexed = try FlagIndex.lists(in: DocumentSource(document[...]))
                let scanned = try StoredList.lists(in: bytes)

                #expect(indexed.lists.map(\.found.places) == scanned.lists.map(\.found.places))
                #expect(indexed.lists.map(\.found.ids) == scanned.lists.map(\.found.ids))
                #expect(indexed.lists.map(\.found.times) == scanned.lists.map(\.found.times))
                #expect(indexed.lists.map(\.found.starts) == scanned.lists.map(\.found.starts))
                #expect(indexed.lists.map(\.found.archived) == scanned.lists.map(\.found.archived))
            }
        }
    }

    @Test func `a document without an index is refused when a bit flips, or read as it is`()
        throws
    {
        let document = Self.document(try Fixture().model, isIndexed: false)
        for place in document.indices {
            var flipped = document
            flipped[place] ^= 1 << UInt8(place % 8)
            let eager = try? JSONFields(JSONValue(parsing: flipped))
                .required("model", Model.init(json:))

            let lazy = try? Self.read(flipped)

            #expect(lazy == eager, "byte \(place)")
        }
    }

    @Test func `whatever bit of an indexed document is flipped, nothing traps`() throws {
        let model = try Fixture().model
        let document = Self.document(model, isIndexed: true)
        let index = try #require(document.firstIndex(of: UInt8(ascii: ",")))
        for place in document.indices {
            var flipped = document
            flipped[place] ^= 1 << UInt8(place % 8)
            guard let read = try? Self.read(flipped, rebuild: { model }) else { continue }

            for state in read.environments {
                // An id that the index spells wrongly is the id of nothing.
                #expect(Array(state.flags).count == state.flagCount || place < index)
                for flag in state.flags { #expect(state.flag(flag.id) == flag) }
            }
            _ = read.canonicalBytes()
        }
    }

    @Test func `a document that lies elsewhere is read block by block, each once in a walk`() throws
    {
        let model = try Self.manyFlags(1200)
        let document = Self.document(model, isIndexed: true)
        let asked = Mutex<[Range<Int>]>([])
        let source = DocumentSource(count: document.count) { range in
            asked.withLock { $0.append(range) }
            return document[range]
        }
        let stored = try StoredDocument(source, rebuild: { nil })
        let read = try JSONFields(stored.rest).required("model", stored.model)
        let opening = asked.withLock { asked in
            defer { asked = [] }
            return asked.reduce(0) { $0 + $1.count }
        }

        #expect(read == model)
        let walked = asked.withLock(\.self)
        let blocks = walked.filter { $0.count == DocumentBlocks.blockBytes }
        #expect(document.count > 8 * DocumentBlocks.blockBytes)
        #expect(opening < document.count / 4)
        #expect(Set(blocks.map(\.lowerBound)).count == blocks.count)
    }

    @Test func `flags in a part that cannot be read any more come from history`() throws {
        let model = try Self.manyFlags(400)
        let document = Self.document(model, isIndexed: true)
        let isGone = Mutex(false)
        let source = DocumentSource(count: document.count) { range in
            isGone.withLock(\.self) && range.contains(document.count / 2) ? nil : document[range]
        }
        let stored = try StoredDocument(source, rebuild: { model })
        let read = try JSONFields(stored.rest).required("model", stored.model)
        isGone.withLock { $0 = true }

        #expect(read == model)
        #expect(read.canonicalBytes().bytes == model.canonicalBytes().bytes)
        #expect(read.environments.flatMap(\.flagOutlines).allSatisfy { !$0.words.name.isEmpty })
    }

    /// A model with so many flags of about half a kilobyte.
    private static func manyFlags(_ count: Int) throws -> Model {
        var fixture = try Fixture()
        var random = SplitMix64(seed: 11)
        let flags = try (0..<count).map { number in
            let key = "many-\(number)"
            var flag = try Fixture.flag(key, "Flag \(number)", fixture.now, &random)
            flag.description = String(repeating: "words ", count: 60)
            return flag
        }
        _ = try fixture.make(flags.map { .createFlag(environment: fixture.live, $0) })
        return fixture.model
    }

    @Test func `a flag that its bytes do not give comes from history`() throws {
        let fixture = try Fixture()
        let model = fixture.model
        let text = String(decoding: Self.document(model, isIndexed: true), as: UTF8.self)
        let broken = text.replacing("\"kind\":\"boolean\"", with: "\"kind\":\"booleam\"")
        let builds = Mutex(0)

        let read = try Self.read(Array(broken.utf8)) {
            builds.withLock { $0 += 1 }
            return model
        }
        let before = builds.withLock(\.self)
        let flags = read.environment(fixture.live).map { Array($0.flags) }

        #expect(before == 0)
        #expect(Set(flags ?? []) == Set(model.environment(fixture.live)?.flags.map(\.self) ?? []))
        #expect(read.environment(fixture.live)?.flag(fixture.flag.id) == fixture.current)
        #expect(builds.withLock(\.self) == 1)
    }

    @Test func `a flag that nothing can give is not there`() throws {
        let fixture = try Fixture()
        let text = String(decoding: Self.document(fixture.model, isIndexed: true), as: UTF8.self)
        let broken = text.replacing("\"kind\":\"boolean\"", with: "\"kind\":\"booleam\"")

        let read = try Self.read(Array(broken.utf8)) { nil }

        #expect(read.environment(fixture.live)?.flag(fixture.flag.id) == nil)
        #expect(read.environment(fixture.live).map { Array($0.flags) } == [])
    }

    @Test func `without a way back, the index is not believed`() throws {
        let fixture = try Fixture()
        let text = String(decoding: Self.document(fixture.model, isIndexed: true), as: UTF8.self)
        let broken = text.replacing("\"kind\":\"boolean\"", with: "\"kind\":\"booleam\"")

        #expect(throws: JSONShapeError.self) { try Self.read(Array(broken.utf8)) }
    }
}
