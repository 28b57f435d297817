#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The exponential function, where no other of the C library is needed.
enum Exponential {
    static func value(_ exponent: Double) -> Double { exp(exponent) }
}
