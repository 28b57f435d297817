extension FlagSpec {
    /// Basket, payment, and what comes after it.
    static let checkout: [FlagSpec] = [
        FlagSpec(
            "New checkout",
            "The new checkout in two shorter versions, compared in a test.",
            .checkout,
            ["checkout", "test"],
            .texts([
                ("Version B", "one-page"), ("Version C", "three-steps"),
                ("Today's checkout", "classic"),
            ]),
            week: 21,
            .own
        ),
        FlagSpec(
            "Checkout trust badge",
            "Shows the seal of the payment provider beside the pay button.",
            .checkout,
            ["checkout", "trust"],
            week: 14,
            .rollout(.everyone, [10, 50, 100]),
            notes: ["The seal was renewed, we may show it again."]
        ),
        FlagSpec(
            "Address check at checkout",
            "Asks again when a street and a postcode do not fit.",
            .checkout,
            ["checkout", "address"],
            week: 18,
            .rollout(.countries(["Germany"]), [5, 20, 50, 90]),
            notes: ["Fewer parcels came back last week.", "Nobody got stuck."]
        ),
        FlagSpec(
            "Pay in 3",
            "Lets people pay in three parts, without a fee.",
            .checkout,
            ["payment"],
            week: 9,
            .rollout(.countries(["United Kingdom"]), [10, 25, 50, 100]),
            notes: ["Signed with the bank, United Kingdom only."]
        ),
        FlagSpec(
            "Apple Pay",
            "Offers Apple Pay where the device has it.",
            .checkout,
            ["payment"],
            .settled
        ),
        FlagSpec(
            "Google Pay",
            "Offers Google Pay where the device has it.",
            .checkout,
            ["payment"],
            .settled
        ),
        FlagSpec(
            "PayPal",
            "Offers PayPal. Switch it off when PayPal has trouble.",
            .checkout,
            ["payment", "switch"],
            .killSwitch(incidents: 4),
            notes: ["PayPal answers with errors since 10 minutes."]
        ),
        FlagSpec(
            "Card payments",
            "Takes credit cards. Switch it off when the card provider has trouble.",
            .checkout,
            ["payment", "switch"],
            .killSwitch(incidents: 3),
            notes: ["Card provider is down, people see a hint instead."]
        ),
        FlagSpec(
            "Bank transfer",
            "Offers payment in advance by bank transfer.",
            .finance,
            ["payment"],
            .settledFor(.countries(["Germany", "Austria", "Netherlands"]))
        ),
        FlagSpec(
            "Pay by invoice",
            "Sends an invoice that is due in 14 days.",
            .finance,
            ["payment", "invoice"],
            .settledFor(.audience("plus-customers"))
        ),
        FlagSpec(
            "Invoice by post",
            "Prints the invoice and sends it by post.",
            .finance,
            ["invoice"],
            .settledFor(.plan("Business"))
        ),
        FlagSpec(
            "VAT on invoices",
            "Writes the VAT number of the customer on the invoice.",
            .finance,
            ["invoice", "tax"],
            .settledFor(.audience("business-customers"))
        ),
        FlagSpec(
            "New tax rates",
            "Reads tax rates from the new service instead of the table.",
            .finance,
            ["tax"],
            week: 5,
            .retired,
            notes: ["Same sums as the table for a week of orders."]
        ),
        FlagSpec(
            "Gift wrap",
            "Offers gift wrap in the basket for 3.90 €.",
            .shop,
            ["basket", "gifts"],
            week: 22,
            .own
        ),
        FlagSpec(
            "Gift message",
            "A card with up to 200 characters in the parcel.",
            .shop,
            ["basket", "gifts"],
            week: 3,
            .rollout(.everyone, [5, 25, 100])
        ),
        FlagSpec(
            "Gift card balance",
            "Shows what is left on a gift card before paying.",
            .checkout,
            ["payment", "gifts"],
            .settled
        ),
        FlagSpec(
            "Basket reminder",
            "A letter to people who left something in the basket, compared in a test.",
            .marketing,
            ["basket", "letters", "test"],
            .texts([("With reminder", "reminder"), ("Today's basket", "none")]),
            week: 24,
            .own
        ),
        FlagSpec(
            "Save basket for later",
            "Keeps a basket for 30 days on every device.",
            .checkout,
            ["basket"],
            .settled
        ),
        FlagSpec(
            "Basket across devices",
            "Brings the basket from the phone to the computer.",
            .mobile,
            ["basket"],
            week: 12,
            .rollout(.everyone, [1, 5, 10, 25, 50]),
            notes: ["Works on my two phones.", "One percent, over the weekend."]
        ),
        FlagSpec(
            "Minimum order value",
            "The smallest order that we send, in euros.",
            .finance,
            ["basket"],
            .numbers([("15 €", "15"), ("10 €", "10"), ("None", "0")]),
            .settledFor(.countries(["Switzerland", "United Kingdom"]))
        ),
        FlagSpec(
            "Free delivery from",
            "The order value from which delivery is free, in euros.",
            .marketing,
            ["delivery", "price"],
            .numbers([("29 €", "29"), ("39 €", "39"), ("49 €", "49")]),
            week: 16,
            .rollout(.audience("plus-customers"), [50, 100]),
            notes: ["Plus customers were promised this in May."]
        ),
        FlagSpec(
            "Ask before delete",
            "Asks once more before an address or a card is deleted.",
            .checkout,
            ["account"],
            .settled
        ),
        FlagSpec(
            "Guest checkout",
            "Lets people order without an account.",
            .checkout,
            ["checkout"],
            .settled
        ),
        FlagSpec(
            "Coupon field",
            "Where people type a coupon in the basket.",
            .marketing,
            ["basket", "coupon"],
            .texts([("Open", "open"), ("Behind a link", "link"), ("Hidden", "hidden")]),
            .settled
        ),
        FlagSpec(
            "Red buy button",
            "A red button instead of a green one. Was tested until July.",
            .shop,
            ["test", "colours"],
            .texts([("Red", "red"), ("Green", "green")]),
            week: 19,
            .own
        ),
        FlagSpec(
            "One-click reorder",
            "Orders the same things again with one press.",
            .checkout,
            ["checkout", "test"],
            week: 15,
            .rollout(.everyone, [1, 5, 10]),
            notes: ["Plus customers asked for it in the survey."]
        ),
        FlagSpec(
            "Round up for charity",
            "Offers to round the sum up for the children's hospital.",
            .marketing,
            ["basket"],
            week: 25,
            .dormant
        ),
        FlagSpec(
            "Order limit per article",
            "How many of one article a customer can order.",
            .shop,
            ["basket"],
            .numbers([("20 pieces", "20"), ("50 pieces", "50"), ("No limit", "1000")]),
            week: 4,
            .rollout(.everyone, [100]),
            notes: ["Somebody ordered 400 kettles."]
        ),
    ]
}
