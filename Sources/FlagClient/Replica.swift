import FlagAPI
import FlagModel

/// A copy of the model that is kept up to date entry by entry.
struct Replica {
    private(set) var picture: Picture

    /// Makes the next entry's changes.
    ///
    /// - Returns: `false`, and nothing changes, when it is not the next one or does not fit: the
    ///   copy is then not what the service has and must be made anew.
    mutating func take(_ entry: HistoryEntry) -> Bool {
        guard entry.number == picture.entry + 1,
            let model = try? picture.model.applying(entry.changeSet)
        else { return false }
        picture = Picture(model: model, entry: entry.number)
        return true
    }
}
