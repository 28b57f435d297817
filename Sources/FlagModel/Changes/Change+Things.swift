extension Sequence<Change> {
    /// What they change, as people count it: each thing once, in order.
    ///
    /// What only keeps, drops or judges a draft changes nothing. A plan belongs to what it ends,
    /// where that is there, as when a trial is taken back before its end.
    public var things: [Subject] {
        var seen: Set<Subject> = []
        let all = filter { !$0.isAboutDrafts }.map(\.subject).filter { seen.insert($0).inserted }
        let things = all.filter { if case .schedule = $0 { false } else { true } }
        return things.isEmpty ? all : things
    }
}
