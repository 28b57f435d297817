import Testing

@testable import FlagServer

struct ServerSettingsTests {
    @Test(arguments: ["127.0.0.1", "127.8.9.10", "::1", "localhost"])
    func `this machine is served without a proxy`(host: String) {
        #expect(ServerSettings(host: host).fault(isEncrypted: false) == nil)
    }

    @Test(arguments: ["0.0.0.0", "::", "10.0.0.1", "127.example.com", "example.com", ""])
    func `an address that others reach needs a certificate, or a proxy by name`(host: String) {
        let fault = ServerSettings(host: host).fault(isEncrypted: false)
        #expect(fault?.contains("--behind-proxy") == true)
        #expect(fault?.contains("--tls-certificate") == true)
        #expect(ServerSettings(host: host).fault(isEncrypted: true) == nil)
        let proxied = ServerSettings(host: host, proxy: "10.0.0.2")
        #expect(proxied.fault(isEncrypted: false) == nil)
    }
}
