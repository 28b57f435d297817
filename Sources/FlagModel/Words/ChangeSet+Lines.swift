extension ChangeSet {
    /// What it did in sentences, by what each is about; some of them when there are many.
    ///
    /// - Parameters:
    ///   - before: the model that it was made on.
    ///   - most: sentences about one thing, at the most.
    /// - Returns: for each thing its sentences, in order.
    /// - Throws: ``Refusal`` when the set does not fit this model.
    public func lines(
        from before: Model,
        most: Int = ChangeSet.maximumLines
    ) throws(Refusal) -> [Subject: [String]] {
        var lines: [Subject: [String]] = [:]
        var model = before
        for step in steps {
            let earlier = model
            _ = try model.apply(step)
            let subject = step.change.subject
            guard lines[subject, default: []].count < most else { continue }
            let sentence = step.change.sentence(before: earlier, after: model)
            lines[subject, default: []].append(sentence)
        }
        return lines
    }
}
