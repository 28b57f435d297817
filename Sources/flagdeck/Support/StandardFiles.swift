#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Standard input, output and error.
enum StandardFiles {
    /// Opens those that were closed when the process began, so that no file of the data gets their
    /// numbers, and a stray line with it.
    ///
    /// They can only be read, and hold nothing: what is printed to one is not printed, and the
    /// command says so by its exit code.
    static func fillGaps() {
        while true {
            let number = open("/dev/null", O_RDONLY)
            guard number >= 0, number <= STDERR_FILENO else {
                if number >= 0 { close(number) }
                return
            }
        }
    }
}
