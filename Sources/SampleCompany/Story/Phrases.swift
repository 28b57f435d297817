/// What people of the company give as reasons; `#` becomes the number of a ticket.
enum Phrases {
    static let made = [
        "", "", "Decided in the planning.", "From the wish list of Support.",
        "Customers ask for this every week.", "Just the switch, the code comes on Thursday.",
        "Ready to try in Practice.", "Asked for by the board.", "Competitors have it.",
        "From the survey in autumn.",
    ]
    static let practice = [
        "", "", "Trying it with test orders.", "For the test on Wednesday.",
        "So that Support can have a look.", "On in Practice until it works.",
        "For the demo.", "Mia wants to see it on the old tablet.",
    ]
    static let practiceOver = [
        "", "", "Test is over.", "Found a mistake, off until it is fixed.",
        "In the way of another test.",
    ]
    static let staff = [
        "Staff first.", "We use it ourselves for a few days.",
        "Everybody in the office, please try.",
        "Staff first, customers next week.", "Found two typos in Practice, fixed.",
    ]
    static let first = [
        "Soft start.", "First customers.", "A few people, to see whether it holds.",
        "Start small.", "Checked with Support, they know.", "Ready, let us begin.",
    ]
    static let step = [
        "", "", "No complaints so far.", "Numbers look fine, next step.",
        "Support saw nothing unusual.", "The weekend was quiet.", "Slow and steady.",
        "Load times are as before.", "Agreed in the Monday round.", "Three days without a ticket.",
        "Refunds are as before.", "Legal said yes.", "Going on as planned.",
        "Conversion is a little up and nothing breaks.", "Error rate is flat.",
        "Asked Jo, no calls about it.", "Wanted to wait for the release, it is out.",
        "Fine on phones too.",
    ]
    static let undone = [
        "Pages load slower since, going back.", "Errors doubled within an hour.",
        "Support got nine calls, back until we know why.",
        "Wrong prices in Austria, back until that is fixed.",
        "Looks broken on old phones.", "Too early, the texts are not translated.",
        "Warehouse cannot keep up, one step back.", "Double letters went out, stopping here.",
    ]
    static let again = [
        "Fixed, second try.", "The reason was something else.", "Tested again in Practice.",
        "New texts are in.", "Now with the smaller images.",
    ]
    static let target = [
        "Ticket #: asked for it on the phone.", "Ticket #: promised by Support.",
        "Ticket #: wants to try it early.", "Ticket #: could not order otherwise.",
        "Tester from the survey.", "Ticket #: trouble with an old browser.",
        "So that we can look at it together, ticket #.", "Friend of the house.",
    ]
    static let without = [
        "Ticket #: wants it as it was.", "Ticket #: trouble with an old browser.",
        "Ticket #: off for them until it is fixed.",
        "Ticket #: it hides the button on their screen.",
    ]
    static let untarget = [
        "Ticket # is closed.", "Not needed any more.", "Asked to have it like everybody else.",
        "Test is over.",
    ]
    static let described = [
        "Nobody knew what this does.", "Clearer for Support.", "After the question of Omar.",
        "Said the opposite of what it does.", "",
    ]
    static let owned = [
        "Team moved.", "They look after it anyway.", "New quarter, new owners.", "",
    ]
    static let tagged = ["Easier to find.", "", "For the report of the quarter.", ""]
    static let archived = [
        "On for everyone since weeks, the old code is gone.", "Nobody missed the switch.",
        "Clean-up day.", "Not a question any more.",
    ]
    static let seasonBegins = ["As planned.", "Texts and pictures are in.", "Marketing is ready."]
    static let seasonEnds = ["It is over.", "Out of stock.", "As planned, thank you everybody."]
    static let incident = [
        "The other side does not answer.", "Slow since the morning, off until it is fixed.",
        "Errors in the log, better safe than sorry.",
    ]
    static let calm = [
        "They fixed it.", "All quiet again.", "Works again, checked with two orders.",
    ]
    static let publish = [
        "Tuesday round.", "Read together with Jo.", "Four eyes have seen it.",
        "Before lunch.", "Discussed in the stand-up.", "Nothing risky in it.",
        "Together, so that the texts fit.", "Checked on the phone and on paper.",
        "Weekly round.", "",
    ]
    static let stated = ["", "From the list of the quarter.", "So that we know when it can go."]
    static let purposes = [
        "Until everybody has it, then the switch goes.", "Stays: a switch for emergencies.",
        "Until the test has an answer.", "Stays as long as the season comes back.",
    ]
}
