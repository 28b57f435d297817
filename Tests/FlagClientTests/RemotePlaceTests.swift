import Testing

@testable import FlagClient

@Suite(.waiting)
struct RemotePlaceTests {
    @Test(arguments: [
        ("http://127.0.0.1:5100", "127.0.0.1", 5100, ""),
        ("http://localhost", "localhost", 5100, ""), ("HTTP://[::1]:80/", "::1", 80, ""),
        ("http://127.1.2.3:1/flagdeck/", "127.1.2.3", 1, "/flagdeck"),
    ])
    func `an address on this machine is read`(text: String, host: String, port: Int, base: String)
        throws
    {
        let place = try RemotePlace(text)

        #expect(place.host == host)
        #expect(place.port == port)
        #expect(place.base == base)
        #expect(try RemotePlace(place.text) == place)
    }

    @Test(arguments: [
        "", "127.0.0.1", "127.0.0.1:5100", "http://", "http://:5100", "http://localhost:0",
        "http://localhost:65536", "http://localhost:5100x", "ftp://localhost",
        "http://ana:secret@localhost", "http://localhost/?a=b", "http://localhost/a b",
        "http://localhost/a\r\nX: y", "http://[localhost]", "http://[::1", "unix:///tmp/x",
    ])
    func `what is no address is refused`(text: String) {
        #expect(throws: RemotePlace.Fault.malformed(text)) {
            try RemotePlace(text, mayBePlain: true)
        }
    }

    @Test(arguments: [
        "flags.example.com", "10.0.0.5", "127.0.0.1.example.com", "localhost.example.com",
    ])
    func `a token goes to another machine only when that was said`(host: String) throws {
        #expect(throws: RemotePlace.Fault.readableOnTheWay(host: host)) {
            try RemotePlace("http://\(host):5100")
        }
        #expect(try RemotePlace("http://\(host):5100", mayBePlain: true).host == host)
        let encrypted = try RemotePlace("https://\(host):5100")
        #expect(encrypted.host == host && encrypted.isEncrypted)
    }

    @Test(arguments: [
        ("https://flags.example.com", 443, "https://flags.example.com:443"),
        ("HTTPS://Flags.example.com:5100/x/", 5100, "https://Flags.example.com:5100/x"),
        ("https://[::1]", 443, "https://[::1]:443"),
    ])
    func `an encrypted address is on the usual port of those`(
        text: String,
        port: Int,
        whole: String
    ) throws {
        let place = try RemotePlace(text)

        #expect(place.isEncrypted && place.port == port)
        #expect(place.text == whole)
        #expect(try RemotePlace(whole) == place)
    }

    @Test func `a name has 253 letters at the most`() throws {
        let name = String(repeating: "a", count: RemotePlace.nameBytes)

        #expect(try RemotePlace("https://\(name)").host == name)
        let long = "https://\(name)a"
        #expect(throws: RemotePlace.Fault.malformed(long)) { try RemotePlace(long) }
    }

    @Test func `a refusal says what to do instead`() {
        let text = RemotePlace.Fault.readableOnTheWay(host: "flags.example.com").text

        for words in ["was not sent", "https://", "ssh -N -L", "--plain-http"] {
            #expect(text.contains(words))
        }
    }
}
