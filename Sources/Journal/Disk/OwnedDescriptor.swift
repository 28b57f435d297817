import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A descriptor that is closed exactly once: when asked, or when nobody uses it any more.
final class OwnedDescriptor: Sendable {
    private let state: Mutex<Int32?>

    init(_ number: Int32) { state = Mutex(number) }

    /// The descriptor, or nil once it is closed.
    var number: Int32? { state.withLock { $0 } }

    func close() {
        let number = state.withLock { state in
            defer { state = nil }
            return state
        }
        guard let number else { return }
        #if canImport(Darwin)
        _ = Darwin.close(number)
        #else
        _ = Glibc.close(number)
        #endif
    }

    deinit { close() }
}
