import Testing

@testable import Webhooks

/// When a post is tried again.
struct RetryRuleTests {
    @Test func `a post is tried three times two seconds apart, then after longer and longer times`()
    {
        let pauses = (1...6).map { RetryRule.pause(afterTries: $0) }

        #expect(pauses == [2000, 2000, 60_000, 600_000, 3_600_000, nil])
    }

    @Test func `before the first try there is no pause`() {
        #expect(RetryRule.pause(afterTries: 0) == nil)
    }
}
