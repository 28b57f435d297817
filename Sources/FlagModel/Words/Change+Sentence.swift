extension Change {
    /// What was done, in the past tense, without who and when: "turned Free returns on in LIVE".
    ///
    /// Holds names as people typed them: print it through the type that makes it safe.
    public func sentence(before: Model, after: Model) -> String {
        let name = before.name(of: subject)
        let place = after.place(of: subject)
        switch self {
        case .createProject(let project): return "made the project \(project.name)"
        case .removeProject: return "removed the project \(name)"
        case .createEnvironment(let environment):
            return "made the environment \(environment.title)"
        case .removeEnvironment: return "removed the environment \(name)"
        case .savePerson(let person): return person.sentence(before.person(person.id), in: after)
        case .removePerson: return "struck \(name) off the people"
        case .addToken(_, let token): return "gave \(name) the token \(token.name)"
        case .revokeToken(let id, let token):
            let earlier = before.person(id)?.token(token)?.name
            return "revoked the token \(earlier ?? token.text) of \(name)"
        case .editEnvironment(let id, let edit):
            return edit.sentence(name, before.environment(id)?.environment)
        case .createFlag(_, let flag): return "made the flag \(flag.name)\(place)"
        case .replaceFlag(_, let flag): return "replaced the flag \(flag.name)\(place)"
        case .deleteFlag: return "deleted the flag \(name)\(place)"
        case .editFlag(let environment, let id, let edit):
            let earlier = before.environment(environment)?.flag(id)
            return edit.sentence(name, earlier, after.environment(environment)) + place
        case .createAudience(_, let audience):
            return "made the audience \(audience.name)\(place)"
        case .replaceAudience(_, let audience):
            return "replaced the audience \(audience.name)\(place)"
        case .deleteAudience: return "deleted the audience \(name)\(place)"
        case .editAudience(let environment, let id, let edit):
            let earlier = before.environment(environment)?.audience(id)
            return edit.sentence(name, earlier) + place
        case .createExperiment(_, let experiment):
            return "planned the experiment \(experiment.name)\(place)"
        case .replaceExperiment(let environment, let experiment):
            let earlier = before.environment(environment)?.experiment(experiment.id)
            return experiment.sentence(earlier) + place
        case .deleteExperiment: return "deleted the experiment \(name)\(place)"
        case .startExperiment(let environment, let id, _):
            let earlier = before.environment(environment)?.experiment(id)
            let anew = earlier?.runs.isEmpty ?? true ? "" : " anew"
            return "started the experiment \(name)\(anew)\(place)"
        case .stopExperiment: return "stopped the experiment \(name)\(place)"
        case .takeBackStart: return "took back the start of the experiment \(name)\(place)"
        case .takeBackStop: return "took back the end of the experiment \(name)\(place)"
        case .saveWebhook(let webhook):
            return webhook.sentence(before.webhook(webhook.id))
        case .removeWebhook: return "removed the webhook \(name)"
        case .saveTrigger(let trigger):
            let title = after.title(of: trigger)
            return trigger.sentence(before.trigger(trigger.id), title) + place
        case .removeTrigger: return "removed the trigger \(name)\(place)"
        case .saveDraft(let draft): return "drafted: " + draft.sentence(in: before)
        case .discardDraft(let id):
            let draft = before.draft(id)
            return "dropped the draft: " + (draft?.sentence(in: before) ?? id.text)
        case .decide(_, _, let decision):
            switch decision.verdict {
            case .approve: return "approved the draft about \(name)"
            case .sendBack: return "sent the draft about \(name) back: \(decision.reason)"
            }
        case .comment(_, let comment):
            return "wrote about the draft of \(name): \(Words.short(comment.text, 200))"
        case .saveSchedule(let schedule):
            return schedule.sentence
        case .discardSchedule: return "called off: \(name)"
        case .holdSchedule(_, let isHeld):
            return isHeld ? "stopped the plan: \(name)" : "let the plan go on: \(name)"
        }
    }
}

extension Schedule {
    /// "planned for 4 Jun 2026 20:26 UTC, then every Friday at 18:00 (Europe/Berlin): Sale".
    fileprivate var sentence: String {
        let place = zone.isEmpty ? "" : " (\(zone))"
        let then =
            if let recurrence {
                ", then \(recurrence.words)\(place)"
            } else if let last = later.last {
                ", in \(Words.count(later.count + 1, "step")) until \(Words.moment(last.at))"
            } else {
                ""
            }
        return "planned for \(Words.moment(at))\(then): \(title)"
    }
}

extension Draft {
    /// What it will do, as history will say it: "turned Gift wrap on in LIVE".
    public func sentence(in model: Model) -> String {
        Words.list(sentences(in: model), most: 2)
    }

    /// What each of its changes will do, in order, as history will say it.
    public func sentences(in model: Model) -> [String] {
        var now = model
        var lines: [String] = []
        // What other drafts make has a name already.
        for change in changes.needed(among: model.drafts.flatMap(\.newAudiences)) {
            _ = try? now.apply(ChangeSet.Step(change: change, stamp: nil))
        }
        for asked in changes {
            let before = now
            let change = now.settled(asked, at: nil)
            _ = try? now.apply(ChangeSet.Step(change: change, stamp: nil))
            lines.append(change.sentence(before: before, after: now))
        }
        return lines
    }
}

extension Model {
    /// " in LIVE", for the end of a sentence.
    fileprivate func place(of subject: Subject) -> String {
        guard let id = subject.environmentID, let state = environment(id) else { return "" }
        return " in \(state.environment.title)"
    }
}

extension EnvironmentEdit {
    fileprivate func sentence(_ name: String, _ earlier: Environment?) -> String {
        switch self {
        case .addSecret(let secret, _): "gave \(name) the \(secret.kind) secret \(secret.name)"
        case .revokeSecret(let id):
            "revoked the secret \(earlier?.secret(id)?.name ?? id.text) of \(name)"
        case .rename(let new): "renamed the environment \(name) to \(new)"
        case .describe: "changed the description of \(name)"
        case .setRequiresReason(true): "made \(name) ask for a reason with every change"
        case .setRequiresReason(false): "made \(name) stop asking for reasons"
        case .setAsksForDrafts(true): "made \(name) keep changes as drafts until they are published"
        case .setReview(let rule?): "made \(name) want a review \(rule.words)"
        case .setReview(nil): "made changes in \(name) need no review"
        case .setAsksForDrafts(false): "made changes in \(name) happen at once"
        }
    }
}

extension Experiment {
    /// Says what replaced an earlier plan.
    fileprivate func sentence(_ earlier: Experiment?) -> String {
        if let earlier, earlier.isArchived != isArchived {
            return "\(isArchived ? "archived" : "restored") the experiment \(name)"
        }
        // Before starts and stops were changes of their own, a plan was replaced for them.
        guard let earlier, earlier.state != state else {
            return "changed the plan of the experiment \(name)"
        }
        return switch state {
        case .planned: "put the experiment \(name) back to its plan"
        case .running: "started the experiment \(name)"
        case .stopped: "stopped the experiment \(name)"
        }
    }
}

extension AudienceEdit {
    /// Says the edit of an audience, as it was before.
    fileprivate func sentence(_ name: String, _ earlier: Audience?) -> String {
        switch self {
        case .rename(let new): "renamed the audience \(name) to \(new)"
        case .describe: "changed the description of the audience \(name)"
        case .setTags(let tags): Words.tagging(name, earlier?.tags ?? [], tags)
        case .setArchived(let isArchived):
            "\(isArchived ? "archived" : "restored") the audience \(name)"
        case .addMembers(let new): "added \(Words.who(new.map(\.customer))) to the audience \(name)"
        case .removeMembers(let customers):
            "took \(Words.who(customers)) out of the audience \(name)"
        case .addExcluded(let new):
            "kept \(Words.who(new.map(\.customer))) out of the audience \(name)"
        case .removeExcluded(let customers):
            "stopped keeping \(Words.who(customers)) out of the audience \(name)"
        case .setRules([]): "removed all rules from the audience \(name)"
        case .setRules(let rules):
            "changed who is in the audience \(name): \(Words.count(rules.count, "rule"))"
        }
    }
}
