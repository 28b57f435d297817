import Testing

struct FirstTests {
    @Test func `the module builds`() {}
}
