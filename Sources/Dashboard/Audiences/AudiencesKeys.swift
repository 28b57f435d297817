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
            audienceKey("a", .add, "add customer", "Add customers", 11, editable(view)),
            audienceKey("N", .keepOut, "keep out", "Keep a customer out", nil, editable(view)),
            audienceKey(
                "e",
                .edit,
                "edit",
                "Change name, description and tags",
                12,
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
            audienceKey("n", .new, "new", "Make an audience", 13, .yes),
            audienceKey("w", .who, "who changed it", "Who changed it, and when", 40, onOne),
            audienceKey("y", .copyKey, "copy key", "Copy the key of the audience", nil, onOne),
            Binding(
                .character("/"),
                action: .find,
                label: "find",
                help: "Find audiences by name, key or tag",
                footer: 14
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
            bindings.append(
                Binding(
                    .tab,
                    .backTab,
                    action: .nextPart,
                    label: "other side",
                    help: "Move in the detail, or in the list again"
                )
            )
        }
        return bindings
    }

    private func audiencePageBindings(_ page: AudiencePage) -> [Binding] {
        let view = currentAudience
        let onCustomer: Availability =
            page.selected == nil
            ? .no(reason: "There is no customer here. Tab goes to the next part.") : .yes
        return [
            Binding(
                .left,
                .character("h"),
                action: .back,
                label: "back",
                help: "Back to the list",
                footer: 16
            ),
            Binding(
                .tab,
                .backTab,
                action: .nextPart,
                label: "next part",
                help: "Members, then never, then rules",
                footer: 10
            ),
            audienceKey("a", .add, "add", "Add customers to the members", 11, editable(view)),
            audienceKey(
                "d",
                .remove,
                "remove",
                "Take the selected customer off this list",
                12,
                isEditable(view) ? onCustomer : editable(view)
            ),
            audienceKey("N", .keepOut, "keep out", "Keep a customer out", 13, editable(view)),
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
            audienceKey("w", .who, "who changed it", "Who changed it, and when", 40, .yes),
            audienceKey(
                "y",
                .copyKey,
                "copy key",
                "Copy the key of the selected customer",
                nil,
                onCustomer
            ),
        ]
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
        guard let audience = view.latest, !(view.draft != nil && view.after == nil) else {
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
