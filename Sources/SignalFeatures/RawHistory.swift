#if canImport(Glibc)
internal import Glibc
#endif

/// The raw samples of one channel: those that came last, in one piece, behind them those that wait.
///
/// Missing samples are left out of what is kept. Everything is allocated by `init`.
struct RawHistory: ~Copyable {
  private let window: Int
  private let capacity: Int
  private let base: UnsafeMutablePointer<Float>
  /// Where what is kept ends, and what waits begins.
  private var end = 0
  private var waiting: UnsafeMutablePointer<Float>
  private var count = 0
  /// Samples that are kept since the last gap.
  private(set) var filled = 0
  /// Whether of what waits nothing is missing.
  private(set) var isWhole = true

  /// Keeps `window` samples, behind which up to `chunk` may wait.
  init(window: Int, chunk: Int) {
    self.window = window
    capacity = 2 * window + chunk
    base = .allocate(capacity: capacity)
    base.initialize(repeating: 0, count: capacity)
    waiting = base
  }

  deinit { base.deallocate() }

  /// Takes in samples, which wait.
  ///
  /// - Parameters:
  ///   - samples: Where they are.
  ///   - range: Which of them; what lies beyond their end is missing.
  mutating func receive(_ samples: [Float], _ range: Range<Int>) {
    if end + count + range.count > capacity {
      let kept = min(filled, window)
      memmove(base, base + (end - kept), 4 * (kept + count))
      end = kept
      waiting = base + end
    }
    let place = waiting + count
    let present = max(0, min(samples.count, range.upperBound) - range.lowerBound)
    let isPresent = samples.withUnsafeBufferPointer { samples in
      guard let start = samples.baseAddress else { return present == 0 }
      return Self.copy(start + range.lowerBound, to: place, present)
    }
    for index in present..<range.count { place[index] = .nan }
    isWhole = isWhole && isPresent && present == range.count
    count += range.count
  }

  /// Copies samples; whether all of them are numbers.
  private static func copy(
    _ samples: UnsafePointer<Float>,
    to place: UnsafeMutablePointer<Float>,
    _ count: Int
  ) -> Bool {
    let (from, to) = (UnsafeRawPointer(samples), UnsafeMutableRawPointer(place))
    // Zero times anything that is not finite is no number.
    var products = SignalLanes()
    var index = 0
    while index + 8 <= count {
      let eight = from.loadUnaligned(fromByteOffset: 4 * index, as: SignalLanes.self)
      to.storeBytes(of: eight, toByteOffset: 4 * index, as: SignalLanes.self)
      products += 0 * eight
      index += 8
    }
    var product: Float = 0
    while index < count {
      place[index] = samples[index]
      product += 0 * samples[index]
      index += 1
    }
    return product == 0 && all(products .== 0)
  }

  /// The samples that wait, from one on.
  func samples(from offset: Int) -> UnsafePointer<Float> { UnsafePointer(waiting + offset) }

  /// Whether nothing is missing of a stretch of those that wait.
  func isWhole(_ offset: Int, _ count: Int) -> Bool {
    if isWhole { return true }
    for index in offset..<offset + count where !waiting[index].isFinite { return false }
    return true
  }

  /// The window that ends with the sample before `offset` of those that wait, none of which is
  /// missing; `nil` if a gap is in it.
  func window(endingAt offset: Int) -> UnsafePointer<Float>? {
    filled + offset >= window ? UnsafePointer(waiting + (offset - window)) : nil
  }

  /// The newest window of what is kept; `nil` if a gap is in it.
  var newest: UnsafePointer<Float>? {
    filled >= window ? UnsafePointer(base + (end - window)) : nil
  }

  /// Keeps samples of those that wait, where some are missing and these are not.
  mutating func keep(_ offset: Int, _ count: Int) {
    guard !isWhole else { return }
    memmove(base + end, waiting + offset, 4 * count)
    end += count
    filled += count
  }

  /// Ends the waiting of the first `done`: where nothing is missing, they are kept.
  mutating func advance(_ done: Int) {
    count -= done
    if isWhole {
      end += done
      filled += done
    } else {
      memmove(base + end, waiting + done, 4 * count)
    }
    waiting = base + end
    isWhole = isWhole(0, count)
  }

  /// Forgets what came before a gap.
  mutating func forget() { filled = 0 }
}
