internal import FlagModel
internal import TerminalUI

/// The flags that a person has marked, to do something with all of them.
struct FlagMarks: Equatable, Sendable {
    var ids: Set<GUID> = []
    /// Where a range begins, until it has an end.
    var rangeStart: GUID?
}

/// What keys do with marks.
enum MarkingAction: Hashable, Sendable {
    case mark
    case range
    case markUp
    case markDown
    case all
    /// Offers what can be done with the marked flags.
    case ask
    case none
    /// Asks before doing it with more than one flag.
    case begin(MarkedDeed)
    /// After the question.
    case really(MarkedDeed)
    case copyKeys
}

/// What can be done with all marked flags at once.
enum MarkedDeed: Hashable, Sendable {
    case turnOn
    case turnOff
    case archive
    case restore
    case addTag(String)
    case removeTag(String)
    case setOwner(String)

    /// The edit of one flag; `nil` where it is like that already.
    func edit(of flag: Flag) -> FlagEdit? {
        switch self {
        case .turnOn: flag.isEnabled ? nil : .setEnabled(true)
        case .turnOff: flag.isEnabled ? .setEnabled(false) : nil
        case .archive: flag.isArchived ? nil : .setArchived(true)
        case .restore: flag.isArchived ? .setArchived(false) : nil
        case .addTag(let tag): flag.tags.contains(tag) ? nil : .setTags(flag.tags + [tag])
        case .removeTag(let tag):
            flag.tags.contains(tag) ? .setTags(flag.tags.filter { $0 != tag }) : nil
        case .setOwner(let owner): flag.owner == owner ? nil : .setOwner(owner)
        }
    }

    /// What is asked before: "Turn 3 flags on?".
    func question(_ flags: String) -> String {
        switch self {
        case .turnOn: "Turn \(flags) on?"
        case .turnOff: "Turn \(flags) off?"
        case .archive: "Archive \(flags)?"
        case .restore: "Restore \(flags)?"
        case .addTag(let tag): "Add the tag \(tag) to \(flags)?"
        case .removeTag(let tag): "Take the tag \(tag) off \(flags)?"
        case .setOwner(""): "Take the owner off \(flags)?"
        case .setOwner(let owner): "Make \(owner) the owner of \(flags)?"
        }
    }

    /// What was done, for the line that confirms: "3 flags turned on".
    func done(_ flags: String) -> String {
        switch self {
        case .turnOn: "\(flags) turned on"
        case .turnOff: "\(flags) turned off"
        case .archive: "\(flags) archived"
        case .restore: "\(flags) restored"
        case .addTag(let tag): "\(flags) tagged \(tag)"
        case .removeTag(let tag): "\(flags) without the tag \(tag)"
        case .setOwner(""): "\(flags) without an owner"
        case .setOwner(let owner): "\(flags) owned by \(owner)"
        }
    }
}

extension DashboardState {
    mutating func performMarking(_ action: MarkingAction) {
        switch action {
        case .mark:
            toggleMark()
            moveInFlags(.rows(1))
        case .range: markRange()
        case .markUp: extendMarks(by: -1)
        case .markDown: extendMarks(by: 1)
        case .all: markAll()
        case .ask: askMarked()
        case .none:
            flags.marks = FlagMarks()
            say("Nothing is marked any more.")
        case .begin(let deed): begin(deed)
        case .really(let deed): doWithMarked(deed)
        case .copyKeys: copyMarkedKeys()
        }
    }

    /// The marked flags in the order of the list, those that the list hides last.
    var markedIDs: [GUID] {
        let listed = flags.list.ids.filter { flags.marks.ids.contains($0) }
        let rest = flags.marks.ids.subtracting(listed).sorted()
        return listed + rest
    }

    /// How many marked flags are not on the list as it is shown now.
    var hiddenMarkCount: Int {
        guard !flags.marks.ids.isEmpty else { return 0 }
        var count = flags.marks.ids.count
        for row in flags.list.matches where flags.marks.ids.contains(flags.list.ids[row]) {
            count -= 1
        }
        return count
    }

    /// "3 marked, 1 not shown"; empty when nothing is marked.
    var markWords: SafeText {
        let count = flags.marks.ids.count
        guard count > 0 else { return "" }
        let hidden = hiddenMarkCount
        let words: SafeText = "\(SafeText.count(count)) marked"
        return hidden == 0 ? words : "\(words), \(SafeText.count(hidden)) not shown"
    }

    private mutating func toggleMark() {
        guard let id = flags.list.selectedID else { return }
        if flags.marks.ids.remove(id) == nil { flags.marks.ids.insert(id) }
        flags.marks.rangeStart = nil
    }

    private mutating func extendMarks(by rows: Int) {
        guard let id = flags.list.selectedID else { return }
        flags.marks.ids.insert(id)
        moveInFlags(.rows(rows))
        if let next = flags.list.selectedID { flags.marks.ids.insert(next) }
    }

    /// The first V begins a range, the second marks all up to the pointer.
    private mutating func markRange() {
        guard let id = flags.list.selectedID else { return }
        let rows = flags.list.matches.map { flags.list.ids[$0] }
        guard let start = flags.marks.rangeStart, let from = rows.firstIndex(of: start),
            let to = rows.firstIndex(of: id)
        else {
            flags.marks.rangeStart = id
            flags.marks.ids.insert(id)
            say("Move to the other end and press V again.")
            return
        }
        flags.marks.ids.formUnion(rows[min(from, to)...max(from, to)])
        flags.marks.rangeStart = nil
    }

    private mutating func markAll() {
        let rows = flags.list.matches.map { flags.list.ids[$0] }
        if flags.marks.ids.isSuperset(of: rows) {
            flags.marks.ids.subtract(rows)
        } else {
            flags.marks.ids.formUnion(rows)
        }
        flags.marks.rangeStart = nil
    }

    /// Forgets marks of flags that do not exist here.
    mutating func keepMarks() {
        guard !flags.marks.ids.isEmpty, let environment else { return }
        let drafted = Set(flags.drafted.map(\.id))
        let gone = flags.marks.ids.filter { environment.flag($0) == nil && !drafted.contains($0) }
        flags.marks.ids.subtract(gone)
        if let start = flags.marks.rangeStart, gone.contains(start) {
            flags.marks.rangeStart = nil
        }
    }
}
