import Testing

/// A rule that holds for nobody comes with an import, and its author is told.
@Suite(.waiting)
struct BrokenRuleTests {
    private static let flags = """
        [{"id":"5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7a21","name":"New checkout","key":"new-checkout",
        "variationType":"boolean","variations":[{"id":"r","name":"On","value":"true"},
        {"id":"g","name":"Off","value":"false"}],"targetUsers":[],
        "rules":[{"id":"1","name":"By country","conditions":[
        {"id":"c","property":"country","op":"MatchRegex","value":"("}],
        "variations":[{"id":"r","rollout":[0,1],"exptRollout":1}]}],
        "fallthrough":{"variations":[{"id":"g","rollout":[0,1],"exptRollout":1}]},
        "isEnabled":true,"disabledVariationId":"g","exptIncludeAllTargets":true,"tags":[],
        "isArchived":false,"createdAt":"2026-01-05T09:00:00.001Z",
        "updatedAt":"2026-01-05T10:00:00.100Z"}]
        """

    @Test func `an import counts it and the flag's page says what is wrong`() throws {
        let workplace = try Workplace()
        try workplace.done("init")
        let file = try workplace.write(Self.flags, to: "flags.json")

        let outcome = try workplace.flagdeck("import", "featbit", file)
        let page = try workplace.done("flag", "show", "new-checkout")

        #expect(outcome.code == 0)
        #expect(
            outcome.errors == """
                Note: New checkout: 1 of 1 rule holds for nobody. To see why: flagdeck flag show \
                new-checkout

                """
        )
        #expect(
            page.contains(
                "\nTake a look: The rule \"By country\" holds for nobody: the pattern \"(\" "
                    + "cannot be used: missing closing parenthesis at byte 1.\n"
            )
        )
    }
}
