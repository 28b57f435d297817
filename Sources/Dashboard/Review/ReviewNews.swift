internal import FlagAPI
internal import FlagModel
internal import TerminalUI

/// A comment of a draft, by its place.
struct SoughtComment: Equatable, Sendable {
    let draft: GUID
    let comment: Int
}

/// Comments that a person has not seen yet: a quiet count in the header.
extension DashboardState {
    /// How many comments call this person or are about their drafts, and were not seen yet.
    var unseenComments: Int { stage == .ready && past == nil ? review.sheet.news.count : 0 }

    /// Counts them, draft by draft, in the order of the queue.
    func countNews() -> ReviewSheet.News {
        guard stage == .ready, past == nil else { return ReviewSheet.News() }
        var news = ReviewSheet.News()
        for draft in drafts.views.map(\.draft) {
            let new = draft.comments.indices.dropFirst(review.seen[draft.id] ?? 0)
            let count = new.count { isNews(draft.comments[$0], about: draft) }
            guard count > 0 else { continue }
            news.count += count
            news.drafts.append(draft.id)
        }
        return news
    }

    private func isNews(_ comment: Comment, about draft: Draft) -> Bool {
        comment.person != actor && (draft.isBy(actor) || comment.mentions(actor))
    }

    /// The next draft about which somebody wrote to this person: behind the card in front, going
    /// round.
    var nextNews: GUID? {
        let news = Set(countNews().drafts)
        let place = review.place ?? -1
        let others = review.queue[(place + 1)...] + review.queue[..<max(0, place)]
        let current = review.current?.draftID
        return others.compactMap(\.draftID).first(where: news.contains)
            ?? (current.map(news.contains) ?? false ? current : nil)
    }

    /// Brings the first comment that this person has not seen into sight.
    mutating func scrollToNews(of id: GUID) {
        refreshReview()
        guard let draft = drafts.view(id)?.draft else { return }
        let first = draft.comments.indices.dropFirst(review.seen[id] ?? 0)
            .first { isNews(draft.comments[$0], about: draft) }
        guard let first else { return }
        review.sought = SoughtComment(draft: id, comment: first)
        showSought()
    }

    /// Keeps the comment in sight while answers make the card longer.
    mutating func showSought() {
        let ends = review.sheet.card.commentEnds
        guard let sought = review.sought, review.current == .draft(sought.draft),
            ends.indices.contains(sought.comment)
        else { return }
        review.scroll = 0
        scrollReview(by: max(0, ends[sought.comment] - reviewRows(of: reviewLines.count)))
    }

    /// The comments that stand on the screen count as seen, and those before them.
    mutating func noteCommentsSeen() {
        guard tab == .review, overlays.isEmpty, past == nil, let draft = reviewed?.draft else {
            return
        }
        let end = review.scroll + reviewRows(of: reviewLines.count)
        let ends = review.sheet.card.commentEnds
        let shown = ends.lastIndex { $0 <= end }.map { $0 + 1 } ?? 0
        guard shown > review.seen[draft.id] ?? 0 else { return }
        review.seen[draft.id] = shown
    }

    /// What was seen of drafts that still wait, to be kept until the next start.
    var seenComments: [GUID: Int] {
        let waiting = Set(present.drafts.map(\.id))
        return review.seen.filter { waiting.contains($0.key) && $0.value > 0 }
    }
}

extension ScreenPlace {
    /// What was seen as one text: "IDENTITY=3 IDENTITY=1".
    var seenText: String {
        seen.sorted { $0.key < $1.key }.map { "\($0.key.text)=\($0.value)" }.joined(separator: " ")
    }

    /// Reads that text; what is not understood is left out.
    static func seen(in text: String) -> [GUID: Int] {
        var seen: [GUID: Int] = [:]
        for pair in text.split(separator: " ").prefix(Limits.draftCount.upperBound) {
            let parts = pair.split(separator: "=")
            guard parts.count == 2, let id = GUID(String(parts[0])), let count = Int(parts[1]),
                count > 0
            else { continue }
            seen[id] = count
        }
        return seen
    }
}
