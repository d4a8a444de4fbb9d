#if canImport(Glibc)
import Glibc
#endif

/// Natural logarithm.
func naturalLogarithm(_ number: Double) -> Double {
  log(number)
}

/// Power of e.
func exponential(_ number: Double) -> Double {
  exp(number)
}
