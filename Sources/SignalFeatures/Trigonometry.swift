#if canImport(Glibc)
import Glibc
#endif

/// Cosine of an angle in radians, where the name `cos` would be ambiguous beside a C module.
func cosine(_ angle: Double) -> Double {
  cos(angle)
}
