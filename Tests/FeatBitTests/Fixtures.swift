import FeatBit
import Foundation
import JSON

/// Documents for tests.
///
/// `Fixtures/featbit-benchmark-*.json` are the data that FeatBit published for its own benchmark:
/// five flags and two segments as its database holds them. `Fixtures/LICENSE-featbit.txt` is its
/// licence.
enum Fixtures {
    static let names = ["featbit-benchmark-flags.json", "featbit-benchmark-segments.json"]

    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        return Array(try Data(contentsOf: folder.appending(path: "Fixtures/\(name)")))
    }

    static func benchmarkFiles() throws -> [(name: String, bytes: [UInt8])] {
        try names.map { (name: $0, bytes: try bytes($0)) }
    }

    static func benchmark() throws -> FeatBitDocument {
        try FeatBitDocument.read(files: try benchmarkFiles())
    }

    static let segmentID = "3f0f6c52-3333-4333-8333-000000000001"

    /// A flag with everything a flag can have.
    static let flag: JSONValue = [
        "id": "5b7a1f0e-6f3c-4a0e-9d55-0c4f3b1f7a21",
        "envId": "0fa3c9d2-7b41-4e88-9c55-1d2e3f405162",
        "revision": "c1e5c3a4-2f0b-4b0a-8b1c-90b6a3b7c9d8",
        "name": "New checkout", "description": "One page", "key": "new-checkout",
        "variationType": "string",
        "variations": [
            ["id": "a", "name": "Classic", "value": "classic"],
            ["id": "b", "name": "One page", "value": "one-page"],
        ],
        "targetUsers": [["keyIds": ["qa-1", "qa-2"], "variationId": "b"]],
        "rules": [
            [
                "id": "r-1", "name": "French pilots", "dispatchKey": "email",
                "includedInExpt": true,
                "conditions": [
                    [
                        "id": "c-1", "property": "country", "op": "IsOneOf",
                        "value": #"["FR","BE"]"#,
                    ],
                    [
                        "id": "c-2", "property": "User is in segment", "op": .null,
                        "value": .string(#"["\#(segmentID)"]"#),
                    ],
                ],
                "variations": [
                    ["id": "a", "rollout": [0, .number(0.5)], "exptRollout": .number(0.25)],
                    ["id": "b", "rollout": [.number(0.5), 1], "exptRollout": .number(0.25)],
                ],
            ]
        ],
        "fallthrough": [
            "dispatchKey": "keyId", "includedInExpt": false,
            "variations": [["id": "a", "rollout": [0, 1], "exptRollout": 1]],
        ],
        "isEnabled": true, "disabledVariationId": "a", "exptIncludeAllTargets": false,
        "tags": ["checkout", "growth"], "isArchived": false, "insightsEnabled": false,
        "createdAt": "2026-01-05T09:00:00.001Z", "updatedAt": "2026-01-05T10:00:00.100Z",
        "creatorId": "11111111-aaaa-4aaa-8aaa-111111111111",
        "updatorId": "22222222-aaaa-4aaa-8aaa-111111111111",
        "lifecycle": ["stage": "ramp", "score": .number(0.5)],
    ]

    /// A segment with everything a segment can have.
    static let segment: JSONValue = [
        "id": .string(segmentID), "workspaceId": "6d0b", "name": "Beta testers",
        "envId": "0fa3c9d2-7b41-4e88-9c55-1d2e3f405162",
        "key": "beta-testers", "type": "shared",
        "scopes": ["organization/acme:project/shop"], "description": "They asked.",
        "included": ["vip-1"], "excluded": ["user-9"],
        "rules": [
            [
                "id": "r-1", "name": "Paid plan",
                "conditions": [
                    ["id": "c-1", "property": "plan", "op": "Equal", "value": "pro"]
                ],
            ]
        ],
        "tags": ["beta"], "isArchived": false, "isEnvironmentSpecific": true,
        "createdAt": "2026-01-05T09:30:00.000Z", "updatedAt": "2026-01-05T10:00:00.200Z",
    ]

    /// One flag and the segment that it looks at.
    static func both(_ flag: JSONValue = flag, _ segment: JSONValue = segment) -> JSONValue {
        [flag, segment]
    }
}

extension JSONValue {
    /// The same document with other members or elements at the end of a path; `nil` removes one.
    func with(_ value: JSONValue?, at path: String...) -> JSONValue {
        replacing(path[...], value)
    }

    private func replacing(_ path: ArraySlice<String>, _ value: JSONValue?) -> JSONValue {
        guard let step = path.first else { return value ?? .null }
        let isLast = path.count == 1
        switch self {
        case .object(var object):
            object[step] =
                isLast ? value : object[step].map { $0.replacing(path.dropFirst(), value) }
            return .object(object)
        case .array(var elements):
            guard let index = Int(step), elements.indices.contains(index) else { return self }
            elements[index] = elements[index].replacing(path.dropFirst(), value)
            return .array(elements)
        default: return self
        }
    }

    /// What is at the end of a path, or `nil`.
    func at(_ path: String...) -> JSONValue? {
        path.reduce(Optional(self)) { value, step in
            switch value {
            case .object(let object): object[step]
            case .array(let elements):
                Int(step).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            default: nil
            }
        }
    }
}
