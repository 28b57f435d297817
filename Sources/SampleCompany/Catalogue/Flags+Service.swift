extension FlagSpec {
    /// Help, parcels, the app.
    static let service: [FlagSpec] = [
        FlagSpec(
            "Free returns",
            "Sends back without cost within 60 days.",
            .support,
            ["returns"],
            week: 0,
            .settledFor(.audience("vip-2024"))
        ),
        FlagSpec(
            "Refund without photo",
            "Pays back small sums without asking for a photo.",
            .support,
            ["returns"],
            week: 21,
            .own
        ),
        FlagSpec(
            "Instant refund",
            "Pays back when the parcel is scanned, not when it arrives.",
            .support,
            ["returns"],
            week: 13,
            .rollout(.audience("vip"), [25, 50, 100]),
            notes: ["Finance agreed up to 200 €."]
        ),
        FlagSpec(
            "Return label on the phone",
            "A code to show instead of a printed label.",
            .logistics,
            ["returns", "app"],
            week: 6,
            .rollout(.everyone, [10, 25, 50, 100])
        ),
        FlagSpec(
            "Chat on the help page",
            "A chat with a person, 8 to 20 o'clock.",
            .support,
            ["help"],
            .killSwitch(incidents: 4),
            notes: ["Nobody is at the desk today, three are ill."]
        ),
        FlagSpec(
            "Chat assistant",
            "Answers simple questions before a person does.",
            .support,
            ["help"],
            week: 18,
            .rollout(.everyone, [1, 5, 10, 20]),
            notes: ["It says when it does not know.", "Jo reads every tenth conversation."]
        ),
        FlagSpec(
            "Call me back",
            "People leave a number and we call within two hours.",
            .support,
            ["help"],
            week: 9,
            .rollout(.plan("Business"), [50, 100])
        ),
        FlagSpec(
            "Help in Polish",
            "The help pages in Polish.",
            .support,
            ["help", "language"],
            week: 11,
            .rollout(.countries(["Poland"]), [100])
        ),
        FlagSpec(
            "Help in Turkish",
            "The help pages in Turkish.",
            .support,
            ["help", "language"],
            week: 24,
            .dormant
        ),
        FlagSpec(
            "Order status page",
            "Where the parcel is, without logging in.",
            .logistics,
            ["parcel"],
            .settled
        ),
        FlagSpec(
            "Live parcel map",
            "Shows the van on a map on the last mile.",
            .logistics,
            ["parcel"],
            week: 16,
            .rollout(.cities(["Berlin", "Hamburg"]), [10, 50, 100])
        ),
        FlagSpec(
            "Parcel locker",
            "Delivers to lockers at stations.",
            .logistics,
            ["delivery"],
            week: 23,
            .dormant
        ),
        FlagSpec(
            "Night delivery",
            "Delivers between 20 and 23 o'clock.",
            .logistics,
            ["delivery"],
            week: 19,
            .rollout(.cities(["Berlin"]), [5, 10, 20]),
            notes: ["Two vans more from Monday.", "Drivers say it works."]
        ),
        FlagSpec(
            "Local pick-up",
            "Orders can be picked up at the store in Munich.",
            .logistics,
            ["delivery"],
            .settledFor(.cities(["Munich"]))
        ),
        FlagSpec(
            "Saturday delivery",
            "Delivers on Saturdays for 2 € more.",
            .logistics,
            ["delivery"],
            week: 8,
            .rollout(.countries(["Germany", "Austria"]), [10, 50, 100])
        ),
        FlagSpec(
            "Carbon-neutral parcel",
            "Adds 30 cents for trees, if people want.",
            .logistics,
            ["delivery"],
            .settled
        ),
        FlagSpec(
            "Parcel carrier",
            "Who brings parcels to Austria and Switzerland.",
            .logistics,
            ["parcel"],
            .texts([("Post", "post"), ("DHL", "dhl"), ("GLS", "gls")]),
            .settledFor(.countries(["Austria", "Switzerland"]))
        ),
        FlagSpec(
            "Delivery promise",
            "What the article page says about delivery.",
            .logistics,
            ["delivery"],
            .documents([
                ("Day", #"{"style":"day","cutoff":"15:00"}"#),
                ("Range", #"{"style":"range","days":[2,4]}"#),
            ]),
            week: 10,
            .rollout(.everyone, [10, 25, 50]),
            notes: ["Right for 97 of 100 parcels."]
        ),
        FlagSpec(
            "Mobile app banner",
            "Asks phone visitors to try the app.",
            .mobile,
            ["app", "banner"],
            .settled
        ),
        FlagSpec(
            "App dark mode",
            "Follows the phone's dark mode.",
            .mobile,
            ["app", "colours"],
            week: 3,
            .retired,
            notes: ["Looks good on every phone in the drawer."]
        ),
        FlagSpec(
            "App shake to report",
            "Shaking the phone opens a report for Support.",
            .mobile,
            ["app", "help"],
            week: 13,
            .rollout(.audience("beta-testers"), [100])
        ),
        FlagSpec(
            "App push on delivery",
            "A message when the parcel is at the door.",
            .mobile,
            ["app", "parcel"],
            .settled
        ),
        FlagSpec(
            "App barcode scan",
            "Finds an article by its barcode.",
            .mobile,
            ["app", "search"],
            week: 20,
            .rollout(.everyone, [5, 15, 30])
        ),
        FlagSpec(
            "App start screen",
            "What the app shows first.",
            .mobile,
            ["app"],
            .texts([("Offers", "offers"), ("Last seen", "last"), ("Search", "search")]),
            week: 14,
            .rollout(.everyone, [10, 20, 40]),
            notes: ["Mia's favourite, but let us see."]
        ),
        FlagSpec(
            "Face unlock",
            "Opens the account in the app with a face or a finger.",
            .mobile,
            ["app", "account"],
            .settled
        ),
        FlagSpec(
            "Passkeys",
            "Signs people in without a password.",
            .mobile,
            ["account"],
            week: 12,
            .rollout(.everyone, [1, 5, 10, 25, 50, 75]),
            notes: ["Staff use it since two weeks.", "Support knows how to reset it."]
        ),
        FlagSpec(
            "Two-step sign-in",
            "Asks for a code when the device is new.",
            .mobile,
            ["account"],
            .settledFor(.audience("business-customers"))
        ),
        FlagSpec(
            "Delete my account",
            "People can delete their account themselves.",
            .support,
            ["account", "legal"],
            .settled
        ),
        FlagSpec(
            "Company accounts",
            "Several people order for one company.",
            .shop,
            ["account"],
            week: 15,
            .rollout(.plan("Business"), [10, 30, 60])
        ),
        FlagSpec(
            "Export my data",
            "Gives people everything that we know of them.",
            .support,
            ["account", "legal"],
            .settled
        ),
        FlagSpec(
            "Maintenance notice",
            "A line at the top of every page before we close for an hour.",
            .support,
            ["switch"],
            week: 2,
            .season(.everyone, weeks: 1),
            notes: ["Database move on Sunday.", "All moved, nobody called."]
        ),
        FlagSpec(
            "Opening hours",
            "What the help page says about when we answer.",
            .support,
            ["help"],
            .texts([("8 to 20", "8-20"), ("9 to 18", "9-18")]),
            .settled
        ),
    ]

    /// All flags, in the order of the pages above.
    static let all = checkout + marketing + shop + service
}
