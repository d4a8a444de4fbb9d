#if canImport(Glibc)
import Glibc
#endif

/// Logarithm to the base 2.
func logarithm2(_ number: Double) -> Double {
  log2(number)
}
