import FlagModel
import Testing

struct CustomerKeyTests {
    private static let composed = "Ren\u{E9}"
    private static let decomposed = "Rene\u{301}"

    @Test func `keys with other bytes are other customers, whatever they look like`() throws {
        let (left, right) = (
            try CustomerKey(Self.composed), try CustomerKey(Self.decomposed)
        )

        #expect(Self.composed == Self.decomposed)
        #expect(left != right)
        #expect(Set([left, right]).count == 2)
        #expect(left > right)
    }

    @Test func `equal bytes are one customer`() throws {
        let pieces = ["C", "-", "10428"]

        #expect(try CustomerKey("C-10428") == CustomerKey(pieces.joined()))
        #expect(try Set([CustomerKey("C-10428"), CustomerKey(pieces.joined())]).count == 1)
    }

    @Test func `upper and lower case are other customers`() throws {
        #expect(try CustomerKey("c-1") != CustomerKey("C-1"))
        #expect(try CustomerKey("C-1") < CustomerKey("c-1"))
    }

    @Test(arguments: ["", String(repeating: "é", count: 256) + "x"])
    func `nothing and too much are refused with the number of bytes`(text: String) {
        #expect(throws: Refusal.customerKeyLength(text.utf8.count)) { try CustomerKey(text) }
    }

    @Test func `an audience keeps both spellings apart`() throws {
        var fixture = try Fixture()
        try fixture.edit(.addMembers([Insertion(CustomerKey(Self.composed))]))
        try fixture.edit(.addMembers([Insertion(CustomerKey(Self.decomposed))]))

        try fixture.edit(.removeMembers([CustomerKey(Self.composed)]))

        let members = try fixture.state.audience(fixture.audience.id)?.members
        #expect(try members == [CustomerKey(Self.decomposed)])
    }
}
