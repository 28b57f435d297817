internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// Taking back what this person did, the last thing first.
extension DashboardState {
    /// Takes back what this person did last: at once while the screen offers it or customers cannot
    /// notice, and otherwise after a question that says what it would do.
    mutating func undoLast() {
        guard let last = done.last else {
            complain(nothingToUndo)
            return
        }
        guard last.hasReachedCustomers, toast?.undoes != last.entry else {
            undo(entry: last.entry)
            return
        }
        history.intent = .undoLast(last.entry)
        outbox.append(.undoPlan(of: last.entry))
    }

    /// Takes an entry back.
    ///
    /// - Parameters:
    ///   - entry: its number.
    ///   - note: the reason, where one was asked for.
    ///   - isPartial: whether to take back what can be, when something stands in the way.
    mutating func undo(entry: UInt64, note: String = "", isPartial: Bool = false) {
        guard waiting.isEmpty else {
            complain("One moment: the last change is still being saved.")
            return
        }
        let id = GUID(using: &random)
        waiting[id] = WaitingChange(kind: .direct)
        // What one puts back oneself is no news to oneself.
        for own in done where own.entry == entry { touched.formUnion(own.touched) }
        let request = UndoRequest(
            id: id,
            entry: entry,
            actor: actor,
            note: note,
            isPartial: isPartial
        )
        outbox.append(.undo(request))
    }

    /// Takes the service's answer to an undo.
    mutating func takeUndone(
        _ request: UndoRequest,
        _ result: Result<Reply.Made, ServiceProblem>
    ) {
        guard waiting.removeValue(forKey: request.id) != nil else { return }
        switch result {
        case .success(let made):
            if done.contains(where: { $0.entry == request.entry }) { hasUndone = true }
            done.removeAll { $0.entry == request.entry }
            history.noteOwn(made.receipt.entry)
            if let picture = made.picture { take(picture) }
            sayUndone(made.receipt)
        case .failure(.refused(.reasonRequired)):
            open(
                .form(
                    .undoReason(
                        entry: request.entry,
                        isPartial: request.isPartial,
                        in: environmentTitle
                    )
                )
            )
        case .failure(let problem):
            complain(problem)
        }
    }

    /// Says what was put back, and what the same key would put back next.
    private mutating func sayUndone(_ receipt: Receipt) {
        let sentence = receipt.sentence.capitalisedSentence + "."
        guard let next = done.last else {
            say(sentence, hints: [(.undo, "u", "nothing left to undo")])
            return
        }
        say(sentence, hints: [(.undo, "u", "next: \(SafeText(Words.short(next.sentence, 30)))")])
    }

    /// Why there is nothing that ``undoLast()`` could take back.
    var nothingToUndo: String {
        hasUndone
            ? "You took back all that you did here. The history (6) undoes older things."
            : "There is nothing of yours to undo yet. The history (6) undoes older things."
    }
}
