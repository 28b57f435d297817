extension FlagSpec {
    /// Product pages, lists, search.
    static let shop: [FlagSpec] = [
        FlagSpec(
            "Old search page",
            "The search page of 2023. Kept for emergencies.",
            .search,
            ["search"],
            week: 0,
            .dormant
        ),
        FlagSpec(
            "Search by photo",
            "Finds articles that look like a photo.",
            .search,
            ["search"],
            week: 21,
            .staffOnly
        ),
        FlagSpec(
            "Size in search",
            "Lets people filter by their size.",
            .search,
            ["search", "sizes"],
            .settled
        ),
        FlagSpec(
            "Typing mistakes in search",
            "Finds kettles for \"kettels\".",
            .search,
            ["search"],
            week: 4,
            .rollout(.everyone, [5, 10, 25, 50, 100]),
            notes: ["Found 3% more.", "Swedish compounds work too now."]
        ),
        FlagSpec(
            "Search suggestions",
            "Suggests words while people type.",
            .search,
            ["search"],
            .settled
        ),
        FlagSpec(
            "Search ranking",
            "The order of what was found.",
            .search,
            ["search"],
            .texts([("By sales", "sales"), ("By match", "match"), ("By date", "date")]),
            week: 10,
            .rollout(.everyone, [5, 10, 20, 40]),
            notes: ["People find boots again.", "Omar watches the zero-result rate."]
        ),
        FlagSpec(
            "Search results per page",
            "How many articles one page of results shows.",
            .search,
            ["search"],
            .numbers([("48 a page", "48"), ("36 a page", "36"), ("24 a page", "24")]),
            week: 6,
            .retired
        ),
        FlagSpec(
            "Voice search",
            "A microphone in the search field.",
            .search,
            ["search", "app"],
            week: 23,
            .staffOnly
        ),
        FlagSpec(
            "New size guide",
            "Sizes by body measures instead of letters.",
            .shop,
            ["sizes", "test"],
            week: 22,
            .rollout(.everyone, [10, 25]),
            notes: ["Shoes first, coats later."]
        ),
        FlagSpec(
            "Review photos",
            "Shows photos that customers add to reviews.",
            .shop,
            ["reviews"],
            week: 19,
            .rollout(.everyone, [1, 5]),
            notes: ["Somebody must look at every photo first, so slowly."]
        ),
        FlagSpec(
            "Review translations",
            "Translates reviews into the language of the page.",
            .shop,
            ["reviews"],
            week: 8,
            .rollout(.everyone, [10, 25, 50, 100])
        ),
        FlagSpec(
            "Verified reviews only",
            "Hides reviews of people who did not buy the article.",
            .shop,
            ["reviews", "legal"],
            .settled
        ),
        FlagSpec(
            "Dark product pages",
            "Article pages with a dark background in the evening.",
            .shop,
            ["colours"],
            week: 18,
            .dormant
        ),
        FlagSpec(
            "Faster images",
            "Sends smaller images in a newer format.",
            .shop,
            ["speed"],
            week: 2,
            .rollout(.everyone, [1, 10, 50, 100]),
            notes: ["Old phones show them too.", "Pages are a third lighter."]
        ),
        FlagSpec(
            "Lazy galleries",
            "Loads the second photo only when somebody looks.",
            .shop,
            ["speed"],
            week: 5,
            .retired
        ),
        FlagSpec(
            "Product videos",
            "A short film on article pages that have one.",
            .shop,
            ["articles"],
            .settled
        ),
        FlagSpec(
            "3D view",
            "Turns furniture around with a finger.",
            .shop,
            ["articles"],
            week: 17,
            .rollout(.audience("beta-testers"), [50, 100])
        ),
        FlagSpec(
            "Compare articles",
            "Puts up to four articles side by side.",
            .shop,
            ["articles"],
            week: 11,
            .rollout(.everyone, [10, 30, 100])
        ),
        FlagSpec(
            "Wish list",
            "A list to keep and to share.",
            .shop,
            ["account"],
            .settled
        ),
        FlagSpec(
            "Shared wish lists",
            "Friends can tick off what they bought.",
            .shop,
            ["account", "gifts"],
            week: 14,
            .rollout(.everyone, [5, 20, 60])
        ),
        FlagSpec(
            "Stock in words",
            "Says \"only two left\" below ten.",
            .shop,
            ["articles"],
            .texts([("Words", "words"), ("Number", "number"), ("Hidden", "hidden")]),
            .settled
        ),
        FlagSpec(
            "Energy labels",
            "Shows the European energy label on devices.",
            .shop,
            ["articles", "legal"],
            .settled
        ),
        FlagSpec(
            "Shorter product pages",
            "Puts the long description behind a link.",
            .shop,
            ["articles", "test"],
            .texts([("Short", "short"), ("Long", "long")]),
            week: 25,
            .own
        ),
        FlagSpec(
            "Category menu",
            "How the menu of categories opens.",
            .shop,
            ["menu"],
            .texts([("Wide", "wide"), ("List", "list")]),
            week: 7,
            .retired,
            notes: ["Nobody opens the list any more."]
        ),
        FlagSpec(
            "Repair service",
            "Offers to repair what we sold, for a fixed price.",
            .shop,
            ["service"],
            week: 22,
            .dormant
        ),
        FlagSpec(
            "Second-hand corner",
            "Articles that came back, checked and cheaper.",
            .shop,
            ["articles"],
            week: 12,
            .rollout(.countries(["Sweden", "Denmark", "Finland"]), [20, 50, 100])
        ),
        FlagSpec(
            "Cyrillic alphabets",
            "Lets people type their address in Cyrillic.",
            .shop,
            ["address"],
            week: 15,
            .rollout(.countries(["Bulgaria"]), [100])
        ),
        FlagSpec(
            "Swiss prices",
            "Shows prices in francs, rounded to five centimes.",
            .finance,
            ["price"],
            .settledFor(.countries(["Switzerland"]))
        ),
        FlagSpec(
            "Page speed beacon",
            "Reports how long pages take, as a share of visits.",
            .shop,
            ["speed", "data"],
            .killSwitch(incidents: 2)
        ),
        FlagSpec(
            "Read-only shop",
            "Shows the shop without basket while we move databases.",
            .shop,
            ["switch"],
            .dormant
        ),
    ]
}
