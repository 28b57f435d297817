public import FlagModel

extension Condition {
    /// Why its value makes no sense, in words without a full stop; `nil` when it does.
    ///
    /// A condition with a fault holds for nobody. Holds text from outside.
    ///
    /// - Complexity: O(*n*) in the value; a pattern is compiled.
    public var fault: String? {
        guard case .attribute(_, let op, let value) = test else { return nil }
        do throws(ConditionFault) {
            _ = try Operand(op, value)
            return nil
        } catch {
            return error.text
        }
    }
}

extension Rule {
    /// Whether a condition of it makes no sense, so that it holds for nobody.
    public var isBroken: Bool { conditions.contains { $0.fault != nil } }
}

extension AudienceRule {
    /// Whether a condition of it makes no sense, so that it holds for nobody.
    public var isBroken: Bool { conditions.contains { $0.fault != nil } }
}

extension Flag {
    /// What makes no sense in its rules, or in those of audiences that they look at.
    ///
    /// Sentences for their author; what they speak of holds for nobody. Hold text from outside.
    public func faults(in state: EnvironmentState) -> [String] {
        let own = rules.flatMap { rule in
            rule.conditions.compactMap(\.fault).map { fault in
                "The rule \"\(Words.short(rule.title(in: nil)))\" holds for nobody: \(fault)."
            }
        }
        let audiences = audienceIDs.compactMap(state.audience).filter { !$0.isArchived }
        return own + audiences.flatMap(\.faults).sorted()
    }
}

extension Audience {
    /// What makes no sense in its rules, in sentences for their author.
    public var faults: [String] {
        rules.flatMap { rule in
            rule.conditions.compactMap(\.fault).map { fault in
                "The rule \"\(Words.short(rule.name))\" of \(name) holds for nobody: \(fault)."
            }
        }
    }
}
