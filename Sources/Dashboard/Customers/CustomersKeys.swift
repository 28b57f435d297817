internal import FlagModel
internal import TerminalUI

extension DashboardState {
    /// The keys while a customer is looked for by typing.
    var customerFindingBindings: [Binding] {
        [
            Binding(
                .enter,
                action: .customers(.open),
                label: "look",
                help: "See what this customer gets, and why",
                footer: 1
            )
        ] + Binding.moves(letters: false, footer: 2) + [
            Binding(
                .escape,
                action: .back,
                label: customers.query.isEmpty ? "other keys" : "clear",
                help: customers.query.isEmpty
                    ? "Leave the field, so that letters are keys again" : "Type something else",
                footer: 4
            )
        ]
    }

    /// The keys of what was found, of one customer, and of why.
    var customersBindings: [Binding] {
        guard let sheet = customers.sheet else { return foundBindings }
        let hasFlag = sheet.currentFlagID != nil
        let onFlag: Availability = hasFlag ? .yes : .no(reason: "Choose the line of a flag first.")
        var bindings: [Binding] = []
        bindings.append(openBinding(sheet))
        if sheet.why == nil || past != nil {
            bindings.append(changeBinding(.character("o"), availability: onFlag))
        }
        bindings += [
            Binding(
                .left,
                .character("h"),
                action: .back,
                label: "back",
                help: sheet.why == nil ? "Back to finding customers" : "Back to the customer",
                footer: sheet.why == nil ? nil : 1
            ),
            Binding(
                .character("y"),
                action: .customers(.copy),
                label: "copy",
                help: sheet.why == nil
                    ? "Copy the whole page, for a ticket"
                    : "Copy what they get and why, for a ticket",
                footer: 12
            ),
            Binding(
                .character("c"),
                action: .customers(.copyLine),
                label: "copy line",
                help: "Copy only what this line is about",
                footer: sheet.why == nil ? 15 : nil
            ),
            Binding(
                .character("w"),
                action: .customers(.who),
                label: "who changed it",
                help: "Who changed this flag, and when",
                footer: 13,
                availability: onFlag
            ),
        ]
        if sheet.why == nil {
            bindings.append(
                Binding(
                    .character("-"),
                    action: .customers(.hidePart),
                    label: "hide",
                    help: "Hide the lines of this part; Enter on its name shows them"
                )
            )
        }
        bindings.append(trialBinding)
        if sheet.why != nil, past == nil {
            bindings.append(changeBinding(.enter, .character("o"), availability: onFlag))
        }
        return bindings + sheetFindBindings
    }

    /// Changes a flag for just this customer.
    private func changeBinding(_ keys: Key..., availability: Availability) -> Binding {
        var binding = Binding(
            action: .customers(.change),
            label: "change for them",
            help: "Give just this customer another version, for a while",
            footer: 11,
            availability: availability
        )
        binding.keys = keys
        return binding
    }

    private var foundBindings: [Binding] {
        let onOne: Availability =
            customers.chosen == nil ? .no(reason: "There is no customer here.") : .yes
        return [
            Binding(
                .enter,
                .right,
                .character("l"),
                action: .open,
                label: "look",
                help: "See what this customer gets, and why",
                footer: 10,
                availability: onOne
            ),
            Binding(
                .character("y"),
                action: .customers(.copy),
                label: "copy key",
                help: "Copy the customer's key",
                availability: onOne
            ),
            findBinding("find"),
        ]
    }

    private func openBinding(_ sheet: CustomerSheet) -> Binding {
        guard sheet.why == nil else {
            var binding = Binding(
                .right,
                .character("l"),
                action: .customers(.showFlag),
                label: "the flag",
                help: "The page of this flag, for all customers",
                footer: 14
            )
            // In the past nothing can be changed: there is only the flag to go on to.
            if past != nil { binding.keys.insert(.enter, at: 0) }
            return binding
        }
        let (label, help): (SafeText, SafeText) =
            switch sheet.selectedRow {
            case .group(let group):
                sheet.isOpen(group)
                    ? ("hide", "Hide the lines of this part")
                    : ("show", "Show the lines of this part")
            case .audience: ("open", "The page of this audience")
            case .flag, .experiment, .asked, .attribute, nil:
                ("why", "Why they get it, step by step")
            }
        var availability = Availability.yes
        if case .attribute = sheet.selectedRow {
            availability = .no(reason: "There is nothing behind this line; c copies it.")
        } else if case .asked = sheet.selectedRow, sheet.currentFlagID == nil {
            let reason: SafeText = "The flag is archived or gone: there is nothing to explain."
            availability = .no(reason: reason)
        }
        return Binding(
            .enter,
            .right,
            .character("l"),
            action: .open,
            label: label,
            help: help,
            footer: 10,
            availability: availability
        )
    }

    func findBinding(_ label: SafeText) -> Binding {
        Binding(
            .character("/"),
            action: .find,
            label: label,
            help: "Find a customer by a part of the name or key",
            footer: 13
        )
    }

    /// Two sentences for the help.
    var aboutCustomers: String {
        "What one customer gets of every flag, and why. o changes a flag for just this customer, "
            + "T gives them a plan's features until a date."
    }
}
