import Glibc
import Testing

@testable import SignalSimulation

@Suite struct ElementaryTests {
  @Test func `the functions agree with the C library`() {
    for step in -4_000...4_000 {
      let x = Double(step) / 777
      #expect(abs(Elementary.sine(turns: x) - sin(2 * Double.pi * x)) < 1e-12)
      #expect(abs(Elementary.exponential(4 * x) / exp(4 * x) - 1) < 1e-12)
      let positive = exp(4 * x)
      #expect(abs(Elementary.logarithm(positive) - log(positive)) < 1e-12)
    }
  }
}
