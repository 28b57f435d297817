internal import Synchronization

/// A value that is made when it is first asked for, by whichever thread asks, and then kept.
///
/// It is made from values that do not change, so it stands for the same value all the time; two of
/// them are equal because what they are made from is compared where it lies.
final class Later<Value: Sendable>: Equatable, Sendable {
    private enum Stage {
        case waiting(@Sendable () -> Value)
        case made(Value)
    }

    private let stage: Mutex<Stage>
    /// Whether somebody said that they make it.
    private let isTaken = Mutex(false)

    /// Makes the value with a function, at most once.
    init(_ make: @escaping @Sendable () -> Value) {
        stage = Mutex(.waiting(make))
    }

    /// The value; who asks while another thread makes it waits.
    var value: Value {
        stage.withLock { stage in
            switch stage {
            case .made(let value): return value
            case .waiting(let make):
                let value = make()
                stage = .made(value)
                return value
            }
        }
    }

    /// Says that the caller will make the value.
    ///
    /// - Returns: whether nobody said so before.
    func take() -> Bool {
        isTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
    }

    static func == (left: Later, right: Later) -> Bool { true }
}
