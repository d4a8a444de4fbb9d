import Synchronization

/// What a worker moves as it begins and ends a piece of work; costs one atomic addition each.
public final class WorkMark: Sendable {
  /// Odd while there is work.
  private let count = Atomic<Int64>(0)

  /// Marks a worker that has nothing to do.
  public init() {}

  /// A piece of work is taken up.
  public func begin() {
    count.add(1, ordering: .relaxed)
  }

  /// It is done, and the next is waited for.
  public func end() {
    count.add(1, ordering: .relaxed)
  }

  /// What is to be seen now.
  public var reading: VitalSign.Reading {
    let step = count.load(ordering: .relaxed)
    return VitalSign.Reading(isBusy: step % 2 != 0, step: step)
  }
}
