/// Numbers the blocks of all runs, and ends the process in one of them.
final class BlockNumbers {
  private var last = 0
  private let stop: Int?

  /// - Parameter stop: The block whose first allocation ends the process; `nil` for none.
  init(stop: Int?) {
    self.stop = stop
  }

  func next() -> Int {
    last += 1
    if last == stop { AllocationCounter.stopAtFirst() }
    return last
  }
}

@available(*, unavailable)
extension BlockNumbers: Sendable {}
