internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The keys of the list of flags, and of the page of one.
    var flagsBindings: [Binding] {
        let isPage = flags.page != nil
        // What one key does to a flag must not miss those that are marked.
        let hasMarks = !isPage && !flags.marks.ids.isEmpty
        let view = currentFlagID.flatMap(flagView)
        let onOne: Availability = view == nil ? .no(reason: "There is no flag here.") : .yes
        var bindings: [Binding] = []
        if isPage {
            bindings.append(.backToList(footer: 1))
        } else {
            bindings.append(
                Binding(
                    .enter,
                    .right,
                    .character("l"),
                    action: .open,
                    label: "open",
                    help: "Everything about the flag",
                    footer: 10,
                    availability: onOne
                )
            )
        }
        bindings += [
            hasMarks
                ? flagKey(
                    "t",
                    .marking(.ask),
                    "on/off",
                    "Turn the marked flags on or off",
                    12,
                    .yes
                )
                : flagKey("t", .toggle, "on/off", "Turn the flag on or off", 12, editable(view)),
            flagKey("c", .serving, "who gets it", "Change who gets it", 13, editable(view)),
            flagKey(
                "e",
                .edit,
                "edit",
                "Change name, description, owner and tags",
                11,
                editable(view)
            ),
            timeBinding(
                help: "At a time: on, off, for a while, or a share in steps",
                footer: isPage ? 7 : 14,
                editable(view)
            ),
            flagKey("w", .who, "who changed it", "Who changed this flag, and when", 40, onOne),
            hasMarks
                ? flagKey("y", .marking(.copyKeys), "copy keys", "Copy the marked keys", nil, .yes)
                : flagKey("y", .copyKey, "copy key", "Copy the key for programs", nil, onOne),
        ]
        if isPage {
            bindings += flagPageBindings(editable(view))
            bindings.append(
                Binding(
                    .character("/"),
                    action: .find,
                    label: "find",
                    help: "Find another flag"
                )
            )
        } else {
            bindings += [
                flagKey(
                    "d",
                    hasMarks ? .marking(.ask) : .remove,
                    "remove",
                    hasMarks
                        ? "Archive or restore the marked flags"
                        : "Archive it; an archived one: restore or delete",
                    nil,
                    onOne
                ),
                flagKey("n", .new, "new", "Make a flag", 20, .yes),
                flagKey("N", .clone, "new like it", "Make a flag like this one", nil, onOne),
            ]
        }
        bindings.append(
            flagKey(
                "J",
                .joinDraft,
                "work together",
                "Work on somebody else's draft of it together",
                16,
                draftOfOthers(view) == nil ? .no(reason: noDraftToJoin(view)) : .yes
            )
        )
        if past != nil {
            bindings.append(
                flagKey(
                    "b",
                    .putBackAsThen,
                    "put back",
                    "Make it again what it was then",
                    15,
                    onOne
                )
            )
        }
        guard !isPage else { return bindings }
        bindings += listingBindings + markingBindings
        if frame.layout.isWide {
            bindings.append(.otherSide)
        }
        return bindings
    }

    private func flagKey(
        _ key: Character,
        _ action: FlagsAction,
        _ label: SafeText,
        _ help: SafeText,
        _ footer: Int?,
        _ availability: Availability
    ) -> Binding {
        Binding(
            .character(key),
            action: .flags(action),
            label: label,
            help: help,
            footer: footer,
            availability: availability
        )
    }

    /// Whether something can be done about the flag now.
    private func editable(_ view: FlagView?) -> Availability {
        guard let view else { return .no(reason: "There is no flag here.") }
        if let environmentID,
            let problem = obstacle(toChanging: .flag(environment: environmentID, view.id))
        {
            return .no(reason: SafeText(problem))
        }
        guard let flag = view.latest, !(view.isOwn && view.after == nil) else {
            return view.problem == nil
                ? .no(reason: "A draft deletes this flag. Remove the draft first (p).")
                : .no(reason: "Its draft does not fit any more. Remove the draft first (p).")
        }
        return flag.isArchived
            ? .no(reason: "\(SafeText(flag.name)) is archived. Restore it first (d).") : .yes
    }
}
