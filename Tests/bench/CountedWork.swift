/// Work between whose beginning and end instructions are counted.
///
/// `callgrind` is told the name of ``perform()``, which is therefore left as it is.
final class CountedWork {
  private let body: () throws -> Void

  init(_ body: @escaping () throws -> Void) {
    self.body = body
  }

  @_optimize(none)
  @inline(never)
  func perform() throws { try body() }
}

@available(*, unavailable)
extension CountedWork: Sendable {}
