internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Importing keys: what happens from the file or the paste to the change.
extension DashboardState {
    /// Reads a file into a list.
    mutating func beginImport(_ target: ImportBox.Target, path: String, from form: Form) {
        var box = ImportBox(target, title: importTitle(target), path: path)
        box.form = form
        ask(&box, offset: 0)
        open(.importing(box))
    }

    /// Takes a paste of several lines.
    mutating func beginImport(_ target: ImportBox.Target, pasted text: String) {
        var box = ImportBox(target, title: importTitle(target), path: nil)
        box.list.take(pasted: text)
        counted(&box)
        open(.importing(box))
    }

    private func importTitle(_ target: ImportBox.Target) -> String {
        switch target {
        case .members(let id): "Import into \(Words.short(audienceView(id)?.name ?? ""))"
        case .never(let id): "Never in \(Words.short(audienceView(id)?.name ?? ""))"
        case .new(let name, _): "New audience \(Words.short(name))"
        }
    }

    /// Asks for the next bytes of the file.
    private mutating func ask(_ box: inout ImportBox, offset: Int) {
        guard let path = box.path else { return }
        generation += 1
        box.generation = generation
        outbox.append(.readKeys(KeyFileRequest(path: path, offset: offset), generation: generation))
    }

    /// Takes the next bytes of a file.
    mutating func takeKeyFile(_ generation: Int, _ result: Result<KeyFilePiece, KeyFileProblem>) {
        for place in overlays.indices {
            guard case .importing(var box) = overlays[place], box.generation == generation,
                box.stage == .reading
            else { continue }
            switch result {
            case .failure(let problem):
                if let form = box.form {
                    overlays[place] = .form(form)
                } else {
                    overlays.remove(at: place)
                }
                complain(problem.sentence)
            case .success(let piece):
                // The list must be held in one place only, or it would be copied to grow.
                var rest = box
                rest.reader = nil
                overlays[place] = .importing(rest)
                take(piece, in: &box)
                overlays[place] = .importing(box)
            }
            return
        }
    }

    private mutating func take(_ piece: KeyFilePiece, in box: inout ImportBox) {
        box.totalBytes = piece.size
        let isFirst = box.head == nil
        if box.head == nil {
            let head = KeyFileReader.Head(piece.bytes)
            box.head = head
            if head.columns.count > 1 {
                box.stage = .choosing(head.columns)
                let usual = head.columns.firstIndex { ["key", "keyid"].contains($0.lowercased()) }
                box.view = ListView(count: head.columns.count)
                box.view.select(usual ?? 0, height: overlayListHeight)
                return
            }
        }
        guard let head = box.head else { return }
        var reader = box.reader ?? KeyFileReader(head, column: 0)
        box.reader = nil
        let isAtStart = isFirst || box.readBytes == 0
        reader.take(isAtStart ? KeyFileReader.withoutMark(piece.bytes) : piece.bytes[...])
        box.readBytes += piece.bytes.count
        if piece.next == nil { reader.finish() }
        box.foundCount = reader.list.keys.count
        if let next = piece.next, !reader.list.isTooLong {
            box.reader = reader
            ask(&box, offset: next)
        } else {
            box.list = reader.list
            counted(&box)
        }
    }

    private mutating func chooseColumn(_ box: ImportBox) {
        var box = box
        guard case .choosing(let columns) = box.stage, let head = box.head,
            columns.indices.contains(box.view.selection)
        else { return }
        box.reader = KeyFileReader(head, column: box.view.selection)
        box.stage = .reading
        ask(&box, offset: 0)
        replaceTop(.importing(box))
    }

    // MARK: - Counting

    /// Compares what was found with what is there.
    private mutating func counted(_ box: inout ImportBox) {
        box.stage = .counted
        box.reader = nil
        box.new = box.list.keys
        switch box.target {
        case .members(let id):
            let audience = audienceView(id)?.latest
            box.new = Self.without(box.list.keys, audience?.members ?? [])
            let never = Set(audience?.excluded ?? [])
            if !never.isEmpty { box.keptOutCount = box.new.count { never.contains($0) } }
        case .never(let id):
            box.new = Self.without(box.list.keys, audienceView(id)?.latest?.excluded ?? [])
        case .new: break
        }
        lookUp(&box)
    }

    private static func without(_ keys: [CustomerKey], _ present: [CustomerKey]) -> [CustomerKey] {
        guard !present.isEmpty else { return keys }
        let present = Set(present)
        return keys.filter { !present.contains($0) }
    }

    /// Asks which of the next new keys belong to somebody.
    private mutating func lookUp(_ box: inout ImportBox) {
        guard box.lookedUpCount < box.lookUpTotal, !box.list.isTooLong else { return }
        generation += 1
        box.generation = generation
        let end = min(box.lookUpTotal, box.lookedUpCount + ImportBox.lookUpCount)
        let keys = Array(box.new[box.lookedUpCount..<end])
        outbox.append(.customersWithKeys(keys, generation: generation))
    }

    /// Takes who is known among the new keys.
    ///
    /// - Returns: whether an import waited for it.
    mutating func takeLookUp(
        _ generation: Int,
        _ result: Result<[Customer], ServiceProblem>
    ) -> Bool {
        for place in overlays.indices {
            guard case .importing(var box) = overlays[place], box.generation == generation,
                box.stage == .counted
            else { continue }
            let end = min(box.lookUpTotal, box.lookedUpCount + ImportBox.lookUpCount)
            switch result {
            case .success(let known):
                box.unknownCount += max(0, end - box.lookedUpCount - known.count)
                box.lookedUpCount = end
                lookUp(&box)
            case .failure(let problem): box.problem = problem.description
            }
            overlays[place] = .importing(box)
            return true
        }
        return false
    }

    // MARK: - Keys

    func importBindings(_ box: ImportBox) -> [Binding] {
        let isChoosing = if case .choosing = box.stage { true } else { false }
        var bindings: [Binding] = []
        if isChoosing {
            bindings = listBindings(choose: "take", help: "Take the keys from this column")
            return bindings.filter { $0.action != .back } + [leaveImport("leave it")]
        }
        guard box.stage == .counted else { return [leaveImport("stop")] }
        let label: SafeText = asksForDrafts ? "save as draft" : "save"
        bindings.append(
            Binding(
                .enter,
                .control("s"),
                action: .overlay(.submit),
                label: label,
                help: "Put the new keys on the list",
                footer: 1,
                availability: box.canSave
                    ? .yes : .no(reason: "There is nothing that could be added. Esc leaves.")
            )
        )
        return bindings + [leaveImport("leave it")]
    }

    private func leaveImport(_ label: SafeText) -> Binding {
        Binding(
            .escape,
            action: .back,
            label: label,
            help: "Stop; nothing is saved",
            footer: 4
        )
    }

    mutating func perform(_ action: OverlayAction, in box: ImportBox) {
        switch (box.stage, action) {
        case (.choosing, .choose), (.choosing, .submit): chooseColumn(box)
        case (.counted, .submit): saveImport(box)
        default: break
        }
    }

    mutating func move(_ movement: ListView.Movement, in box: ImportBox) {
        var box = box
        box.view.move(movement, height: overlayListHeight)
        replaceTop(.importing(box))
    }

    /// Makes one change of all new keys.
    private mutating func saveImport(_ box: ImportBox) {
        guard let environmentID, box.canSave else { return }
        guard waiting.isEmpty else {
            complain("One moment: the last change is still being saved.")
            return
        }
        let change: Change
        let words: String
        let count = Words.count(box.new.count, "customer")
        switch box.target {
        case .members(let id), .never(let id):
            let isNever = box.target == .never(id)
            let list = box.new.map { Insertion($0) }
            let edit: AudienceEdit = isNever ? .addExcluded(list) : .addMembers(list)
            change = .editAudience(environment: environmentID, audience: id, edit)
            let name = audienceView(id)?.name ?? ""
            let verb = box.new.count == 1 ? "joins" : "join"
            words = isNever ? "\(count) never in \(name)" : "\(count) \(verb) \(name)"
        case .new(let name, let key):
            var audience = Audience(id: GUID(using: &random), key: key, name: name, createdAt: now)
            audience.members = box.new
            change = .createAudience(environment: environmentID, audience)
            words = "new audience \(name) with \(count)"
        }
        if let problem = obstacle(to: [change], about: change.subject) {
            var box = box
            box.problem = problem
            replaceTop(.importing(box))
            return
        }
        overlays.removeLast()
        if audiences.page != nil {
            if case .never = box.target { show(part: .never) } else { show(part: .members) }
            audiences.wanted = box.new.first
        }
        let made: GUID? =
            if case .createAudience(_, let audience) = change { audience.id } else { nil }
        send(.init(changes: [change], subject: change.subject, words: words, selecting: made))
    }
}
