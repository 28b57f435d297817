/// Every size and count that the model accepts; each is tested at its edge.
///
/// `docs/reference/limits.md` is generated from ``Limits/table``.
public enum Limits {
    /// Bytes of a key.
    public static let keyLength = 1...128
    /// Characters of the name of a flag, version, rule, audience, environment or experiment.
    public static let nameLength = 1...128
    /// Bytes of a description, a purpose or a note.
    public static let textBytes = 0...8192
    /// Characters of a person's name.
    public static let personLength = 1...64
    /// Characters of one tag.
    public static let tagLength = 1...64
    /// Tags on one flag or audience.
    public static let tagCount = 0...64
    /// Bytes of an id that came with an import (variation, rule, condition).
    public static let foreignIDBytes = 1...128
    /// Bytes of the value that a version hands out.
    public static let valueBytes = 0...65_536
    /// Versions of one flag.
    public static let variationCount = 1...256
    /// Rules of one flag or audience.
    public static let ruleCount = 0...500
    /// Conditions of one flag or audience, over all its rules.
    public static let conditionCount = 0...2000
    /// Bytes of the value of one condition.
    public static let conditionValueBytes = 0...4_194_304
    /// Bytes of the name of an attribute.
    public static let attributeNameBytes = 1...256
    /// Bytes of a regular expression that a condition looks for.
    public static let patternBytes = 0...4096
    /// Bytes of a text in which a regular expression is looked for; a longer one is not searched.
    public static let searchedBytes = 0...4096
    /// Steps of one search; one that takes more is ended, and finds neither yes nor no.
    public static let searchSteps = 0...100_000
    /// Kibibytes of memory for one search, as ``searchSteps``.
    public static let searchKibibytes = 0...1024
    /// Bytes of a customer's key.
    public static let customerKeyBytes = 1...512
    /// Customers named on one flag.
    public static let targetCount = 0...100_000
    /// Members, and as many exceptions, of one audience.
    public static let memberCount = 0...1_000_000
    /// Flags in one environment.
    public static let flagCount = 0...100_000
    /// Audiences in one environment.
    public static let audienceCount = 0...10_000
    /// Experiments in one environment.
    public static let experimentCount = 0...10_000
    /// Bytes of the name of an event that an experiment counts: all that are kept of reports.
    public static let eventNameBytes = 1...256
    /// Full days that an experiment is planned to run.
    public static let experimentDays = 1...365
    /// Metrics of one experiment that must not get worse.
    public static let guardrailCount = 0...10
    /// Metrics of one experiment that are looked at besides.
    public static let otherMetricCount = 0...20
    /// Customers that an experiment is planned to have.
    public static let plannedPeople = 1...1_000_000_000
    /// The smallest change that matters, in hundredths of a percent.
    public static let smallestChange = 1...10_000
    /// How much worse a guardrail may get, in hundredths of a percent.
    public static let metricMargin = 0...10_000
    /// Days after a customer's first exposure in which events count.
    public static let windowDays = 1...365
    /// Days after a customer's first exposure between which somebody comes back.
    public static let retentionDays = 0...365
    /// Runs of one experiment.
    public static let runCount = 0...100
    /// Environments altogether.
    public static let environmentCount = 0...100
    /// Secrets of one environment.
    public static let secretCount = 0...100
    /// People who are written down.
    public static let peopleCount = 0...10_000
    /// Roles of one person.
    public static let grantCount = 0...100
    /// Tokens of one person.
    public static let tokenCount = 0...50
    /// Webhooks altogether.
    public static let webhookCount = 0...100
    /// Bytes of a webhook's address.
    public static let webhookAddressBytes = 1...2048
    /// Header fields of a webhook.
    public static let webhookHeaderCount = 0...20
    /// Bytes of the name of a webhook's header field.
    public static let webhookHeaderNameBytes = 1...128
    /// Bytes of the value of a webhook's header field.
    public static let webhookHeaderValueBytes = 0...4096
    /// Bytes of a webhook's secret.
    public static let webhookSecretBytes = 0...256
    /// Bytes of a webhook's template.
    public static let webhookTemplateBytes = 0...32_768
    /// Triggers altogether.
    public static let triggerCount = 0...1000
    /// Characters of a trigger's text; with what stands before it, history takes it for a person.
    public static let triggerDescriptionLength = 1...55
    /// Drafts waiting altogether.
    public static let draftCount = 0...1000
    /// Drafts waiting that one person began, so that nobody uses up those of all.
    public static let ownDraftCount = 0...200
    /// People who work on one draft, besides whoever began it.
    public static let draftOtherCount = 0...20
    /// Decisions about one draft.
    public static let decisionCount = 0...100
    /// Comments on one draft.
    public static let commentCount = 0...200
    /// Comments of one person on one draft, so that nobody uses up those of all.
    public static let ownCommentCount = 0...100
    /// People who must approve what changes an environment.
    public static let approvalCount = 1...10
    /// The reach from which on a review is needed, in hundredths of a percent of customers.
    public static let reviewShare = 0...10_000
    /// Hours in which whoever published may put it back without a review.
    public static let putBackHours = 0...24
    /// Schedules waiting altogether.
    public static let scheduleCount = 0...10_000
    /// Changes in one schedule.
    public static let scheduledChangeCount = 1...1000
    /// Days from now to the time of a schedule.
    public static let scheduleDays = 0...3650
    /// Characters of what people call a schedule.
    public static let scheduleTitleLength = 1...500
    /// Steps of one schedule, the first one counted.
    public static let scheduleStepCount = 1...100
    /// Times in the rhythm of one schedule that comes back.
    public static let scheduleTurnCount = 1...10
    /// Characters of the name of a zone.
    public static let zoneNameLength = 0...64
    /// Changes in one change set.
    public static let changeCount = 1...250_000
    /// Bytes of JSON that an import brought and Flagdeck has no word for, per flag or audience.
    public static let extrasBytes = 0...16_384
    /// Levels of lists and objects in that JSON.
    ///
    /// An entry puts up to 13 levels around it (a draft of a plan), and ``JSONLimits/ownRecord``
    /// reads 64.
    public static let extrasDepth = 0...32

    /// The limits as rows: what is counted, the least, the most, the unit.
    public static let table: [(subject: String, range: ClosedRange<Int>, unit: String)] = [
        ("key", keyLength, "bytes"), ("name", nameLength, "characters"),
        ("description, purpose or note", textBytes, "bytes"),
        ("name of a person", personLength, "characters"), ("tag", tagLength, "characters"),
        ("tags of a flag or audience", tagCount, "tags"),
        ("id from an import", foreignIDBytes, "bytes"), ("value of a version", valueBytes, "bytes"),
        ("versions of a flag", variationCount, "versions"),
        ("rules of a flag or audience", ruleCount, "rules"),
        ("conditions of a flag or audience", conditionCount, "conditions"),
        ("value of a condition", conditionValueBytes, "bytes"),
        ("name of an attribute", attributeNameBytes, "bytes"),
        ("pattern of a condition", patternBytes, "bytes"),
        ("text that is searched for a pattern", searchedBytes, "bytes"),
        ("work of one search for a pattern", searchSteps, "steps"),
        ("memory of one search for a pattern", searchKibibytes, "KiB"),
        ("key of a customer", customerKeyBytes, "bytes"),
        ("customers named on a flag", targetCount, "customers"),
        ("members of an audience, and as many exceptions", memberCount, "customers"),
        ("flags of an environment", flagCount, "flags"),
        ("audiences of an environment", audienceCount, "audiences"),
        ("experiments of an environment", experimentCount, "experiments"),
        ("name of an event that an experiment counts", eventNameBytes, "bytes"),
        ("planned length of an experiment", experimentDays, "days"),
        ("guardrails of an experiment", guardrailCount, "metrics"),
        ("other metrics of an experiment", otherMetricCount, "metrics"),
        ("people that an experiment is planned to have", plannedPeople, "people"),
        ("smallest change that matters", smallestChange, "hundredths of a percent"),
        ("how much worse a guardrail may get", metricMargin, "hundredths of a percent"),
        ("window of a metric", windowDays, "days"),
        ("days between which people come back", retentionDays, "days"),
        ("runs of an experiment", runCount, "runs"),
        ("environments", environmentCount, "environments"),
        ("secrets of an environment", secretCount, "secrets"),
        ("people", peopleCount, "people"), ("roles of a person", grantCount, "roles"),
        ("tokens of a person", tokenCount, "tokens"),
        ("webhooks", webhookCount, "webhooks"),
        ("address of a webhook", webhookAddressBytes, "bytes"),
        ("header fields of a webhook", webhookHeaderCount, "fields"),
        ("name of a webhook's header field", webhookHeaderNameBytes, "bytes"),
        ("value of a webhook's header field", webhookHeaderValueBytes, "bytes"),
        ("secret of a webhook", webhookSecretBytes, "bytes"),
        ("template of a webhook", webhookTemplateBytes, "bytes"),
        ("triggers", triggerCount, "triggers"),
        ("text of a trigger", triggerDescriptionLength, "characters"),
        ("drafts", draftCount, "drafts"), ("drafts of one person", ownDraftCount, "drafts"),
        ("others of a draft", draftOtherCount, "people"),
        ("decisions about a draft", decisionCount, "people"),
        ("comments on a draft", commentCount, "comments"),
        ("comments of one person on a draft", ownCommentCount, "comments"),
        ("people who must approve", approvalCount, "people"),
        ("reach that needs a review", reviewShare, "hundredths of a percent of customers"),
        ("time in which whoever published may put it back without a review", putBackHours, "hours"),
        ("plans that wait", scheduleCount, "plans"),
        ("changes of one plan", scheduledChangeCount, "changes"),
        ("time until a plan happens", scheduleDays, "days"),
        ("name of a plan", scheduleTitleLength, "characters"),
        ("steps of a plan", scheduleStepCount, "steps"),
        ("times in the rhythm of a plan", scheduleTurnCount, "times"),
        ("name of a zone", zoneNameLength, "characters"),
        ("changes of one entry", changeCount, "changes"),
        ("unknown fields kept from an import", extrasBytes, "bytes"),
        ("lists and objects inside each other in such fields", extrasDepth, "levels"),
    ]
}
