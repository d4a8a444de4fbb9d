import CAllocation

/// Counts what this process takes from the heap, Swift's runtime included.
enum AllocationCounter {
  /// Counts the allocations of some work.
  static func count(_ work: () -> Void) -> Int {
    crampd_allocations_begin()
    work()
    return crampd_allocations_end()
  }

  /// Ends the process at the next allocation that is counted, so that it can be seen where it is.
  static func stopAtFirst() { crampd_allocations_trap() }
}
