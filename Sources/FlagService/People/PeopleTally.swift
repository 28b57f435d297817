import FlagAPI
import FlagModel
import Observations

/// How many people are in which group, with a few of each by name.
struct PeopleTally: Sendable {
    private var groups: [Int: Group] = [:]

    private struct Group: Sendable {
        var count = 0
        var samples: [KnownPerson] = []

        mutating func add(_ person: KnownPerson) {
            count += 1
            if samples.count < PeopleAnswer.maximumSamples { samples.append(person) }
        }
    }

    /// Counts a person.
    mutating func add(_ person: KnownPerson, to group: Int) {
        groups[group, default: Group()].add(person)
    }

    /// The groups of several tallies together, in their order.
    static func groups(
        of tallies: [PeopleTally],
        named name: (Int) -> PeopleAnswer.Name
    ) -> [PeopleAnswer.Group] {
        var all: [Int: PeopleAnswer.Group] = [:]
        for tally in tallies {
            for (number, group) in tally.groups {
                var sum =
                    all[number] ?? PeopleAnswer.Group(name: name(number), count: 0, samples: [])
                let room = PeopleAnswer.maximumSamples - sum.samples.count
                sum.count += group.count
                sum.samples += group.samples.prefix(room).compactMap(\.shown)
                all[number] = sum
            }
        }
        return all.sorted { $0.key < $1.key }.map(\.value)
    }
}

extension KnownPerson {
    /// The person as an answer shows them.
    fileprivate var shown: PeopleAnswer.Person? {
        (try? CustomerKey(key)).map { PeopleAnswer.Person(key: $0, name: name) }
    }
}
