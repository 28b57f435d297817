internal import FlagModel
internal import TerminalUI

extension DashboardState {
    // MARK: - From pictures

    /// Takes a new picture: orders the list anew, or changes values in place.
    mutating func prepareAudiences(isWhole: Bool, selecting: GUID?) {
        guard let environment else { return }
        if isWhole { audiences.names.forget() }
        let drafted = drafts.views.flatMap { $0.newAudiences(in: environment) }
        if isWhole || audiences.isOutdated(environment, drafted: drafted) {
            let all = audiences.look(at: environment, drafted: drafted)
            if isWhole {
                audiences.putInOrder(all, height: listHeight, selecting: selecting)
            } else {
                audiences.keepOrder(all, mine: touched, height: listHeight, selecting: selecting)
            }
        }
        prepareAudiencePage()
        askNames()
    }

    // MARK: - Moving

    mutating func moveInAudiences(_ movement: ListView.Movement) {
        if audiences.page != nil {
            moveInAudiencePage(movement)
        } else if audiences.isDetailFocused {
            let last = max(0, audienceDetailLines.count - frame.detail.height)
            audiences.scroll = movement.scrolled(
                audiences.scroll,
                height: frame.detail.height,
                last: last
            )
        } else {
            audiences.list.move(movement, height: listHeight)
            audiences.scroll = 0
            audiences.wanted = nil
        }
        askNames()
    }

    mutating func openAudience() {
        guard audiences.page == nil, let id = audiences.list.selectedID else { return }
        show(audience: id)
    }

    /// Opens the page of an audience.
    mutating func show(audience id: GUID) {
        guard audienceView(id) != nil else { return }
        tab = .audiences
        if !audiences.list.select(id, height: listHeight) {
            audiences.list.clearQuery(height: listHeight)
            audiences.list.select(id, height: listHeight)
        }
        audiences.list.isTyping = false
        audiences.page = AudiencePage(id: id)
        prepareAudiencePage()
        if let latest = audienceView(id)?.latest, latest.members.isEmpty, !latest.rules.isEmpty {
            audiences.page?.part = .rules
        }
        askNames()
    }

    mutating func goBackInAudiences() {
        if audiences.page != nil {
            if audiences.page?.isFiltered ?? false {
                clearMemberQuery()
                return
            }
            audiences.page = nil
        } else if audiences.isDetailFocused {
            audiences.isDetailFocused = false
        } else {
            audiences.list.clearQuery(height: listHeight)
        }
        askNames()
    }

    mutating func switchAudiencesPart() {
        if audiences.page != nil {
            nextAudiencePart()
        } else if frame.layout.isWide {
            audiences.isDetailFocused.toggle()
            audiences.scroll = 0
        }
    }

    mutating func fitAudiences() {
        audiences.list.fit(height: listHeight)
        if !frame.layout.isWide { audiences.isDetailFocused = false }
        let height = audiencePageHeight
        audiences.page?.fit(height: height)
        askNames()
    }

    /// The audience that keys act on.
    var currentAudienceID: GUID? { audiences.page?.id ?? audiences.list.selectedID }

    // MARK: - Finding

    var isFindingAudiences: Bool { audiences.page?.isTyping ?? audiences.list.isTyping }

    mutating func findAudiences() {
        if audiences.page == nil { audiences.list.isTyping = true } else { findMembers() }
    }

    mutating func keepAudiencesFilter() {
        audiences.list.isTyping = false
        audiences.page?.isTyping = false
    }

    mutating func typeInAudiences(_ key: Key) -> Bool {
        guard audiences.page == nil else { return typeInMembers(key) }
        defer { askNames() }
        return audiences.list.type(key, height: listHeight)
    }

    mutating func pasteInAudiences(_ text: String) {
        guard audiences.page == nil else {
            pasteInMembers(text)
            return
        }
        audiences.list.paste(text, height: listHeight)
        askNames()
    }

    // MARK: - Words

    /// Two sentences for the help.
    var aboutAudiences: String {
        audiences.page == nil
            ? "Audiences are named groups of customers. Flags use them to say who gets something."
            : "Members belong; those under NEVER do not, whatever the rules say. Tab goes on "
                + "to the next part."
    }

    /// "Audiences  1 of 12", for tiny screens.
    var tinyAudiencesPlace: SafeText {
        if let page = audiences.page {
            if page.isTyping || page.isFiltered { return "/\(SafeText(page.query.text))" }
            return SafeText(audienceView(page.id)?.name ?? "Audience")
        }
        let list = audiences.list
        if list.isTyping || list.isFiltered {
            return "/\(SafeText(list.query.text))  \(list.countText)"
        }
        let place = list.matches.isEmpty ? 0 : list.view.selection + 1
        return "Audiences  \(SafeText.count(place)) of \(SafeText.count(list.matches.count))"
    }

    /// Audiences that the palette finds.
    func paletteAudiences(_ query: String, limit: Int) -> [PaletteBox.Entry] {
        audiences.list.finding(query).prefix(limit).compactMap { id in
            audienceView(id).map { view in
                PaletteBox.Entry(
                    title: SafeText(view.name),
                    note: "audience, \(SafeText.count(view.latest?.members.count ?? 0)) by name",
                    key: "",
                    action: .audiences(.show(id))
                )
            }
        }
    }
}

extension ListView.Movement {
    /// Where text that is scrolled by `offset` lines is afterwards.
    ///
    /// - Parameters:
    ///   - offset: the first line on screen now.
    ///   - height: the lines on screen.
    ///   - last: the largest offset.
    /// - Returns: the first line on screen afterwards.
    func scrolled(_ offset: Int, height: Int, last: Int) -> Int {
        let height = max(1, height)
        let step =
            switch self {
            case .rows(let rows): rows
            case .pageUp: -max(1, height - 1)
            case .pageDown: max(1, height - 1)
            case .halfPageUp: -max(1, height / 2)
            case .halfPageDown: max(1, height / 2)
            case .start: -offset
            case .end: last
            }
        return max(0, min(last, offset + step))
    }
}
