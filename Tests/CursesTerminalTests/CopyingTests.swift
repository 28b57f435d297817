import Testing

@testable import CursesTerminal

struct CopyingTests {
    /// The test vectors of RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("é旗", "w6nml5c="),
    ])
    func `text is written in base64`(text: String, encoded: String) {
        #expect(CursesTerminal.base64(text.utf8) == encoded)
    }
}
