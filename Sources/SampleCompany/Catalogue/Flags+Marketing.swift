extension FlagSpec {
    /// Banners, letters, prices, seasons.
    static let marketing: [FlagSpec] = [
        FlagSpec(
            "Summer sale banner",
            "The July sale banner on the shop front page.",
            .marketing,
            ["sale", "banner"],
            .texts([("Blue banner", "blue"), ("No banner", "none")]),
            week: 25,
            .own
        ),
        FlagSpec(
            "Early bird banner",
            "Tells Plus customers about the sale a week earlier.",
            .marketing,
            ["sale", "banner"],
            week: 23,
            .season(.audience("plus-customers"), weeks: 1)
        ),
        FlagSpec(
            "Easter banner",
            "Eggs and 10% off garden things.",
            .marketing,
            ["sale", "banner"],
            week: 9,
            .season(.everyone, weeks: 3),
            notes: ["Goes up with the newsletter.", "Easter is over."]
        ),
        FlagSpec(
            "Valentine's banner",
            "Hearts on the front page until 14 February.",
            .marketing,
            ["sale", "banner"],
            week: 3,
            .season(.everyone, weeks: 2),
            notes: [
                "Approved by Ana, hearts are smaller now.", "It is over, down with the hearts.",
            ]
        ),
        FlagSpec(
            "Mother's Day banner",
            "Flowers and gift cards for Mother's Day.",
            .marketing,
            ["sale", "banner"],
            week: 15,
            .season(.countries(["Germany", "Austria", "Italy"]), weeks: 2)
        ),
        FlagSpec(
            "Winter clearance",
            "Red prices on winter coats.",
            .marketing,
            ["sale", "price"],
            week: 1,
            .season(.everyone, weeks: 5),
            notes: ["Warehouse needs the room.", "Coats are nearly gone."]
        ),
        FlagSpec(
            "Spring leftovers",
            "Up to 40% off what spring left behind.",
            .marketing,
            ["sale", "price"],
            week: 18,
            .season(.everyone, weeks: 3)
        ),
        FlagSpec(
            "Autumn colours",
            "The front page in autumn colours, from 5 October.",
            .marketing,
            ["banner", "colours"],
            week: 24,
            .dormant
        ),
        FlagSpec(
            "Student discount",
            "10% off for students who showed their card.",
            .marketing,
            ["price"],
            .settledFor(.audience("students"))
        ),
        FlagSpec(
            "Loyalty points on receipts",
            "Prints the points balance on every receipt.",
            .marketing,
            ["loyalty"],
            week: 17,
            .rollout(.plan("Plus"), [1, 5, 10]),
            notes: ["Printer test was fine.", "Receipts got one line longer, that is all."]
        ),
        FlagSpec(
            "Loyalty points double",
            "Twice the points in the customer's birthday week.",
            .marketing,
            ["loyalty"],
            week: 20,
            .rollout(.audience("vip"), [50, 100])
        ),
        FlagSpec(
            "Points for reviews",
            "50 points for a review with a photo.",
            .marketing,
            ["loyalty", "reviews"],
            week: 7,
            .rollout(.everyone, [10, 50, 100])
        ),
        FlagSpec(
            "Newsletter pop-up",
            "Asks for the newsletter after a minute on the page.",
            .marketing,
            ["letters"],
            .texts([("After a minute", "60"), ("At the end", "leave"), ("Never", "never")]),
            week: 6,
            .rollout(.audience("newcomers"), [20, 50]),
            notes: ["Only newcomers, everybody else knows us."]
        ),
        FlagSpec(
            "Back in stock mail",
            "Writes to people when an article is there again.",
            .marketing,
            ["letters"],
            .settled
        ),
        FlagSpec(
            "Price drop mail",
            "Writes to people when something on their list gets cheaper.",
            .marketing,
            ["letters"],
            week: 13,
            .rollout(.everyone, [5, 10, 25, 50, 100])
        ),
        FlagSpec(
            "Birthday letter",
            "A letter with a coupon, three days before.",
            .marketing,
            ["letters", "coupon"],
            .settled
        ),
        FlagSpec(
            "Cookie notice",
            "Which text asks for consent.",
            .marketing,
            ["legal"],
            .texts([("Short", "short"), ("Long", "long")]),
            .settled
        ),
        FlagSpec(
            "Partner shops",
            "Shows articles of partner shops in lists.",
            .shop,
            ["partners"],
            week: 20,
            .dormant
        ),
        FlagSpec(
            "Free samples",
            "A sample in every fifth parcel.",
            .marketing,
            ["parcel"],
            week: 10,
            .rollout(.audience("big-spenders"), [20, 50])
        ),
        FlagSpec(
            "Front page hero",
            "What stands at the top of the front page.",
            .marketing,
            ["banner"],
            .documents([
                ("Garden", #"{"title":"Out into the garden","image":"garden-3","dark":false}"#),
                ("Kitchen", #"{"title":"Knives that stay sharp","image":"kitchen-1","dark":true}"#),
                ("Plain", #"{"title":"Good things, kept simple","image":"plain","dark":false}"#),
            ]),
            week: 8,
            .rollout(.everyone, [30, 60, 100]),
            notes: ["Garden photos are in, thank you Mia."]
        ),
        FlagSpec(
            "Recommendations",
            "How many recommendations an article page shows.",
            .shop,
            ["articles"],
            .numbers([("Six", "6"), ("Four", "4"), ("None", "0")]),
            .settled
        ),
        FlagSpec(
            "Salesforce sync",
            "Copies new customers to Salesforce every night.",
            .marketing,
            ["data"],
            .killSwitch(incidents: 2),
            notes: ["Duplicates in Salesforce, off until they are merged."]
        ),
        FlagSpec(
            "Referral bonus",
            "5 € for both when somebody brings a friend.",
            .marketing,
            ["price", "loyalty"],
            week: 11,
            .rollout(.countries(["Netherlands", "Belgium"]), [25, 50, 100])
        ),
        FlagSpec(
            "VIP early access",
            "New articles two days earlier for VIP customers.",
            .marketing,
            ["vip"],
            .settledFor(.audience("vip"))
        ),
        FlagSpec(
            "VIP phone line",
            "Shows the number of the VIP desk on every page.",
            .support,
            ["vip", "help"],
            .settledFor(.audience("vip"))
        ),
        FlagSpec(
            "Price per litre",
            "Shows the price per litre or kilo beside every price.",
            .shop,
            ["price", "legal"],
            week: 16,
            .rollout(.countries(["France"]), [10, 25, 50]),
            notes: ["The law says from autumn, we start early."]
        ),
        FlagSpec(
            "Strike-through prices",
            "Shows the earlier price of the last 30 days.",
            .shop,
            ["price", "legal"],
            .settled
        ),
        FlagSpec(
            "Black Friday countdown",
            "A clock on the front page in November.",
            .marketing,
            ["sale", "banner"],
            week: 26,
            .dormant
        ),
    ]
}
