import FlagModel

/// Models of the past that were built lately, so that looking around costs little.
///
/// Models share what they have in common: one more costs a few kilobytes.
struct PastModels {
    /// Models that are kept, at the most.
    static let limit = 64
    /// Entries between two models that are kept on the way to another one.
    static let stride = 500

    private var models: [UInt64: Model] = [:]
    /// The least recently used comes first.
    private var order: [UInt64] = []

    /// The model after an entry, if it is kept.
    mutating func model(after entry: UInt64) -> Model? {
        guard let model = models[entry] else { return nil }
        keep(model, after: entry)
        return model
    }

    /// The latest model that is kept of those after an entry and earlier ones.
    func nearest(atOrBefore entry: UInt64) -> (entry: UInt64, model: Model)? {
        guard let found = models.keys.filter({ $0 <= entry }).max() else { return nil }
        return models[found].map { (found, $0) }
    }

    /// Keeps a model; the one that was used least recently goes when there are too many.
    mutating func keep(_ model: Model, after entry: UInt64) {
        models[entry] = model
        order.removeAll { $0 == entry }
        order.append(entry)
        guard order.count > Self.limit else { return }
        models[order.removeFirst()] = nil
    }
}
