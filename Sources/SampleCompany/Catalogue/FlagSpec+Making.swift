import FlagModel

extension FlagSpec {
    /// The flag as it is made in LIVE: off, and even when on nobody gets it yet.
    func flag(using random: inout SplitMix64) -> Flag {
        let (kind, texts) = versions.content
        let variations = texts.map { name, value in
            Variation(id: GUID(using: &random).text, name: name, value: value)
        }
        return flag(kind, variations, using: &random)
    }

    /// The same flag for another environment, with versions of its own.
    func flag(like other: Flag, using random: inout SplitMix64) -> Flag {
        flag(other.kind, other.variations, using: &random)
    }

    private func flag(
        _ kind: ValueKind,
        _ variations: [Variation],
        using random: inout SplitMix64
    ) -> Flag {
        let off = variations[variations.count - 1].id
        var flag = Flag(
            id: GUID(using: &random),
            key: Key(fixed: name),
            name: name,
            kind: kind,
            variations: variations,
            defaultVariationID: off,
            offVariationID: off,
            revision: GUID(using: &random),
            createdAt: SampleCompany.now
        )
        flag.description = description
        flag.owner = team.rawValue
        flag.tags = tags
        return flag
    }

    /// The first version for so many in 100, and the last one for the others.
    func serving(_ percent: Int, of flag: Flag) -> Serving {
        let (on, off) = (flag.variations[0].id, flag.offVariationID)
        if percent == 100 { return Serving(everyone: on) }
        if percent == 0 { return Serving(everyone: off) }
        return Serving(parts: [
            (variationID: on, parts: percent * 1000),
            (variationID: off, parts: Share.whole - percent * 1000),
        ])
    }
}

extension Versions {
    /// What applications read them as, and their names and values.
    fileprivate var content: (ValueKind, [(String, String)]) {
        switch self {
        case .onOff: (.boolean, [("On", "true"), ("Off", "false")])
        case .texts(let texts): (.string, texts)
        case .numbers(let numbers): (.number, numbers)
        case .documents(let documents): (.json, documents)
        }
    }
}
