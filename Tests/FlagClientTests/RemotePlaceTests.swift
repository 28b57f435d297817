import FlagClient
import Testing

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
            try RemotePlace(text, isInsecure: true)
        }
    }

    @Test(arguments: [
        "flags.example.com", "10.0.0.5", "127.0.0.1.example.com", "localhost.example.com",
    ])
    func `a token goes to another machine only when that was said`(host: String) throws {
        #expect(throws: RemotePlace.Fault.readableOnTheWay(host: host)) {
            try RemotePlace("http://\(host):5100")
        }
        #expect(try RemotePlace("http://\(host):5100", isInsecure: true).host == host)
    }

    @Test func `an encrypted address says how to get there`() {
        let fault = #expect(throws: RemotePlace.Fault.self) {
            try RemotePlace("https://flags.example.com/x", isInsecure: true)
        }
        #expect(fault == .encrypted(host: "flags.example.com"))
        #expect(fault?.text.contains("ssh -N -L") == true)
    }
}
