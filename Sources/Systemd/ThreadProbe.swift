import Synchronization

/// Asks a thread, or a queue, at each look to do next to nothing, and sees whether it was done.
public final class ThreadProbe: Sendable {
  private struct Counts {
    var asked: Int64 = 0
    var done: Int64 = 0
  }

  private let ask: @Sendable (@escaping @Sendable () -> Void) -> Void
  private let counts = Mutex(Counts())

  /// Prepares to ask.
  ///
  /// - Parameter ask: Has the thread run what it is given; returns at once.
  public init(_ ask: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void) {
    self.ask = ask
  }

  /// Whether the thread still owes what it was asked at the look before; asks again if not.
  public var reading: VitalSign.Reading {
    let (reading, isFree) = counts.withLock { counts in
      let isFree = counts.asked == counts.done
      let reading = VitalSign.Reading(isBusy: !isFree, step: counts.done)
      if isFree { counts.asked += 1 }
      return (reading, isFree)
    }
    if isFree {
      ask { [weak self] in self?.counts.withLock { $0.done += 1 } }
    }
    return reading
  }
}
