internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The keys of the list of audiences, and of the page of one.
    var audiencesBindings: [Binding] {
        audiences.page.map(audiencePageBindings) ?? audienceListBindings
    }

    private var audienceListBindings: [Binding] {
        let view = currentAudience
        let onOne: Availability = view == nil ? .no(reason: "There is no audience here.") : .yes
        var bindings = [
            Binding(
                .enter,
                .right,
                .character("l"),
                action: .open,
                label: "open",
                help: "Who is in the audience, and who never is",
                footer: 10,
                availability: onOne
            ),
            audienceKey("a", .add, "add", "Add customers", 11, editable(view)),
            audienceKey("N", .keepOut, "keep out", "Keep a customer out", nil, editable(view)),
            audienceKey(
                "e",
                .edit,
                "edit",
                "Change name, description and tags",
                15,
                editable(view)
            ),
            audienceKey(
                "d",
                .remove,
                "remove",
                "Archive it; an archived one: restore or delete",
                nil,
                onOne
            ),
            audienceKey("n", .new, "new", "Make an audience", 12, .yes),
            audienceKey("i", .newFromList, "import", "Make an audience from a list", 13, .yes),
            audienceKey("c", .use, "use", "Give a flag to who is in it", 14, usable(view)),
            audienceKey("=", .compare, "compare", "Compare it with another one", 31, comparable),
            draftTimeBinding(view?.draft),
            audienceKey("w", .who, "who changed it", "Who changed it, and when", 40, onOne),
            audienceKey("y", .copyKey, "copy key", "Copy the key of the audience", nil, onOne),
            Binding(
                .character("/"),
                action: .find,
                label: "find",
                help: "Find audiences by name, key or tag",
                footer: 16
            ),
            audienceKey(
                "s",
                .sort,
                "sort",
                "Other order: by name, or last changed first",
                30,
                .yes
            ),
            audienceKey(
                "A",
                .toggleArchived,
                audiences.showsArchived ? "hide archived" : "show archived",
                "Show or hide archived audiences",
                nil,
                .yes
            ),
        ]
        if frame.layout.isWide {
            bindings.append(.otherSide)
        }
        return bindings
    }

    private func audiencePageBindings(_ page: AudiencePage) -> [Binding] {
        let view = currentAudience
        let onCustomer: Availability =
            page.selected == nil
            ? .no(reason: "There is no customer here. Tab goes to the next part.") : .yes
        let onRow: Availability = selectedRule == nil ? onCustomer : .yes
        return [
            .backToList(footer: 16),
            Binding(
                .tab,
                .backTab,
                action: .nextPart,
                label: "next part",
                help: "Members, then never, then rules",
                footer: 10
            ),
            audienceKey("a", .add, "add", "Add customers to the members", 12, editable(view)),
            audienceKey(
                "d",
                .remove,
                "remove",
                "Take the selected customer or rule off this list",
                13,
                isEditable(view) ? onRow : editable(view)
            ),
            draftTimeBinding(view?.draft),
            audienceKey("N", .keepOut, "keep out", "Keep a customer out", 14, editable(view)),
            Binding(
                .character("/"),
                action: .find,
                label: "find",
                help: "Find a customer in this list by key",
                footer: 14,
                availability: page.part == .rules
                    ? .no(reason: "Rules are not searched. Tab goes to the members.") : .yes
            ),
            audienceKey(
                "e",
                .edit,
                "edit",
                "Change name, description and tags",
                15,
                editable(view)
            ),
            audienceKey("i", .importKeys, "import", "Import a list", 17, editable(view)),
            audienceKey("c", .use, "use", "Give a flag to who is in it", 11, usable(view)),
            audienceKey("=", .compare, "compare", "Compare with another one", 31, comparable),
            audienceKey("w", .who, "who changed it", "Who changed it, and when", 40, .yes),
            audienceKey(
                "y",
                .copyKey,
                "copy key",
                "Copy the key of the selected customer",
                nil,
                onCustomer
            ),
        ] + ruleBindings(page)
    }

    /// What can be done with rules.
    private func ruleBindings(_ page: AudiencePage) -> [Binding] {
        let view = currentAudience
        let onRule: Availability =
            if page.part != .rules {
                .no(reason: "Tab goes to the rules first.")
            } else if selectedRule == nil {
                .no(reason: "There is no rule yet: n adds one.")
            } else {
                editable(view)
            }
        return [
            Binding(
                .enter,
                action: .audiences(.editRule),
                label: "change rule",
                help: "Change the selected rule",
                footer: page.part == .rules ? 8 : nil,
                availability: onRule
            ),
            audienceKey(
                "n",
                .newRule,
                "new rule",
                "Add a rule: whoever it holds for belongs",
                page.part == .rules ? 9 : nil,
                editable(view)
            ),
            audienceKey("K", .moveRule(by: -1), "rule up", "Move the rule up", nil, onRule),
            audienceKey("J", .moveRule(by: 1), "rule down", "Move the rule down", nil, onRule),
        ]
    }

    /// Whether a flag can ask for the audience.
    private func usable(_ view: AudienceView?) -> Availability {
        guard isEditable(view) else { return editable(view) }
        return flags.list.ids.isEmpty
            ? .no(reason: "There is no flag here yet: make one first (1, then n).") : .yes
    }

    private var comparable: Availability {
        if currentAudience == nil { return .no(reason: "There is no audience here.") }
        return audiences.list.ids.count > 1
            ? .yes : .no(reason: "There is no other audience to compare with.")
    }

    private func audienceKey(
        _ key: Character,
        _ action: AudiencesAction,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int?,
        _ availability: Availability
    ) -> Binding {
        Binding(
            .character(key),
            action: .audiences(action),
            label: label,
            help: help,
            footer: footer,
            availability: availability
        )
    }

    private func isEditable(_ view: AudienceView?) -> Bool { editable(view) == .yes }

    /// Whether the audience can be changed now.
    private func editable(_ view: AudienceView?) -> Availability {
        guard let view else { return .no(reason: "There is no audience here.") }
        if let environmentID,
            let problem = obstacle(toChanging: .audience(environment: environmentID, view.id))
        {
            return .no(reason: SafeText(problem))
        }
        guard let audience = view.latest, !(view.isOwn && view.after == nil) else {
            return view.problem == nil
                ? .no(reason: "A draft deletes this audience. Remove the draft first (p).")
                : .no(reason: "Its draft does not fit any more. Remove the draft first (p).")
        }
        return audience.isArchived
            ? .no(
                reason: "\(SafeText(audience.name)) is archived. Restore it first: d in the list."
            )
            : .yes
    }
}
