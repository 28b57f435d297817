extension Webhook {
    /// What saving it did; its address and its secret are nobody's business in passing.
    func sentence(_ earlier: Webhook?) -> String {
        guard let earlier else { return "made the webhook \(name)" }
        var switched = earlier
        switched.isActive = isActive
        guard switched != self else {
            return isActive ? "turned the webhook \(name) on" : "turned the webhook \(name) off"
        }
        return earlier.name == name
            ? "changed the webhook \(name)" : "changed the webhook \(earlier.name), now \(name)"
    }
}

extension Trigger {
    /// What saving it did.
    func sentence(_ earlier: Trigger?, _ title: String) -> String {
        guard let earlier else { return "made the trigger \(title)" }
        guard earlier.isEnabled != isEnabled else { return "changed the trigger \(title)" }
        return isEnabled ? "enabled the trigger \(title)" : "disabled the trigger \(title)"
    }
}
