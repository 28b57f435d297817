public import JSON

extension PayloadTemplate {
    /// The body for what a webhook is told.
    ///
    /// - Parameter told: the body as it is without a template.
    /// - Returns: JSON.
    /// - Throws: ``Failure``.
    public func filled(with told: JSONValue) throws(Failure) -> [UInt8] {
        let bytes = try text(with: told)
        do throws(JSONError) {
            _ = try JSONValue(parsing: bytes)
        } catch {
            let place = error.position(in: bytes)
            throw .noJSON(
                "\(error.message), in line \(place.line) at byte \(place.column) of what comes out."
            )
        }
        return bytes
    }

    /// What comes out, whether it is JSON or not.
    public func text(with told: JSONValue) throws(Failure) -> [UInt8] {
        var filling = TemplateFilling(told)
        try filling.write(parts)
        return filling.bytes
    }
}

/// Fills the places of a template, one after another.
private struct TemplateFilling {
    private typealias Operand = PayloadTemplate.Operand

    private(set) var bytes: [UInt8] = []
    private var steps = 0
    /// What names are looked up in, the innermost last.
    private var levels: [Level]

    private struct Level {
        let value: JSONValue
        var key = JSONValue.null
        var index = 0
        var count = 0
    }

    init(_ told: JSONValue) {
        levels = [Level(value: told)]
    }

    mutating func write(
        _ parts: [PayloadTemplate.Part]
    ) throws(PayloadTemplate.Failure) {
        for part in parts {
            steps += 1
            guard steps <= PayloadTemplate.steps else { throw .tooManySteps }
            switch part {
            case .text(let text): bytes += text.utf8
            case .value(let operand): bytes += inText(value(of: operand))
            case .json(let operand): bytes += (value(of: operand) ?? .null).canonicalBytes()
            case .block(let block): try write(block)
            }
            guard bytes.count <= PayloadTemplate.bodyBytes else { throw .tooLong }
        }
    }

    private mutating func write(
        _ block: PayloadTemplate.Block
    ) throws(PayloadTemplate.Failure) {
        let value = value(of: block.operands[0])
        switch block.kind {
        case .if: try write(value.isSo ? block.parts : block.otherwise)
        case .unless: try write(value.isSo ? block.otherwise : block.parts)
        case .eq:
            let isSame = value != nil && value == self.value(of: block.operands[1])
            try write(isSame ? block.parts : block.otherwise)
        case .with:
            guard let value, Optional(value).isSo else { return try write(block.otherwise) }
            try write(block.parts, at: Level(value: value))
        case .each:
            let elements = value?.elements ?? []
            guard !elements.isEmpty else { return try write(block.otherwise) }
            for (index, element) in elements.enumerated() {
                let level = Level(
                    value: element.value,
                    key: element.key,
                    index: index,
                    count: elements.count
                )
                // An empty block costs something, too.
                steps += 1
                guard steps <= PayloadTemplate.steps else { throw .tooManySteps }
                try write(block.parts, at: level)
            }
        }
    }

    private mutating func write(
        _ parts: [PayloadTemplate.Part],
        at level: Level
    ) throws(PayloadTemplate.Failure) {
        levels.append(level)
        try write(parts)
        levels.removeLast()
    }

    private func value(of operand: Operand) -> JSONValue? {
        switch operand {
        case .literal(let value): return value
        case .loop(let name):
            guard let level = levels.last(where: { $0.count > 0 }) else { return nil }
            return switch name {
            case .index: .integer(level.index)
            case .key: level.key
            case .first: .bool(level.index == 0)
            case .last: .bool(level.index == level.count - 1)
            }
        case .path(let up, let names):
            guard up < levels.count else { return nil }
            return names.reduce(levels[levels.count - 1 - up].value) { value, name in
                value?.member(name)
            }
        }
    }

    /// A value as it stands inside of a text.
    private func inText(_ value: JSONValue?) -> ArraySlice<UInt8> {
        switch value {
        case nil, .null: return []
        case .string(let text):
            return JSONValue.string(text).canonicalBytes().dropFirst().dropLast()
        case .bool, .integer, .number: return value?.canonicalBytes()[...] ?? []
        case .array, .object:
            let text = String(decoding: value?.canonicalBytes() ?? [], as: UTF8.self)
            return JSONValue.string(text).canonicalBytes().dropFirst().dropLast()
        }
    }
}

extension JSONValue {
    fileprivate func member(_ name: String) -> JSONValue? {
        switch self {
        case .object(let object): object[name]
        case .array(let list):
            Int(name).flatMap { list.indices.contains($0) ? list[$0] : nil }
        default: nil
        }
    }

    /// What `each` goes through.
    fileprivate var elements: [(key: JSONValue, value: JSONValue)] {
        switch self {
        case .array(let list): list.enumerated().map { (.integer($0.offset), $0.element) }
        case .object(let object): object.members.map { (.string($0.key), $0.value) }
        default: []
        }
    }
}

extension JSONValue? {
    /// Whether `if` takes it for yes: not what is missing, empty, nothing or no.
    fileprivate var isSo: Bool {
        switch self {
        case nil, .null, .bool(false), .string(""), .integer(0): false
        case .number(let number): number != 0
        case .array(let list): !list.isEmpty
        default: true
        }
    }
}
