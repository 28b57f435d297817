internal import TerminalUI

extension DashboardState {
    /// The keys for what the list shows, and for comparing it with another environment's.
    var listingBindings: [Binding] {
        let isNarrowed = flags.listing.isNarrowed
        return [
            Binding(
                .character("/"),
                action: .find,
                label: "find",
                help: "Find flags by name, key, owner or tag",
                footer: 14
            ),
            listingKey("f", .listing(.askPart), "only", "Show only some: on, owner, tag, age", 16),
            listingKey("s", .listing(.askOrder), "sort", "Another order of the list", 30),
            listingKey(
                "v",
                .listing(.askView),
                "views",
                "Your views: an order and a choice with a name",
                nil
            ),
            listingKey(
                "A",
                .toggleArchived,
                flags.showsArchived ? "hide archived" : "show archived",
                "Show or hide archived flags",
                nil
            ),
            listingKey(
                "=",
                .comparing(.ask),
                "compare",
                "Compare with another environment, and copy flags",
                nil
            ),
            Binding(
                .character("F"),
                action: .flags(.listing(.widen)),
                label: "show all",
                help: "Show all flags again",
                availability: isNarrowed ? .yes : .no(reason: "All flags are shown already.")
            ),
        ]
    }

    /// The keys that mark flags and do something with all marked ones.
    var markingBindings: [Binding] {
        let count = flags.marks.ids.count
        let some: Availability =
            flags.list.matches.isEmpty ? .no(reason: "There is no flag here.") : .yes
        return [
            Binding(
                .character(" "),
                action: .flags(.marking(.mark)),
                label: "mark",
                help: "Mark the flag, or not, and go down",
                footer: count > 0 ? 9 : 35,
                availability: some
            ),
            Binding(
                .character("V"),
                action: .flags(.marking(.range)),
                label: "mark from here",
                help: "Mark from here to where V is pressed again",
                availability: some
            ),
            Binding(
                .shiftDown,
                action: .flags(.marking(.markDown)),
                label: "mark down",
                help: "Mark this flag and the next",
                availability: some
            ),
            Binding(
                .shiftUp,
                action: .flags(.marking(.markUp)),
                label: "mark up",
                help: "Mark this flag and the one above",
                availability: some
            ),
            Binding(
                .character("*"),
                .character("a"),
                action: .flags(.marking(.all)),
                label: "mark all",
                help: "Mark all flags that are shown, or none of them",
                availability: some
            ),
            Binding(
                .character("m"),
                action: .flags(.marking(.ask)),
                label: "with marked",
                help: "Do something with all marked flags",
                footer: count > 0 ? 8 : nil,
                availability: count > 0
                    ? .yes : .no(reason: "Nothing is marked: Space marks the flag at the pointer.")
            ),
        ]
    }

    private func listingKey(
        _ key: Character,
        _ action: FlagsAction,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int?
    ) -> Binding {
        Binding(.character(key), action: .flags(action), label: label, help: help, footer: footer)
    }
}
