public import CrampModel
import Synchronization

/// What the newest hop of a channel showed, for live displays.
public struct SignalReading: Hashable, Sendable {
  /// Seconds from the start of the stream to the end of the hop.
  public var time: Double
  /// RMS, in the channel's unit.
  public var level: Double
  /// The resting level; `nil` until rest has been seen, as the two below.
  public var rest: Double?
  /// The level at which a contraction begins to count.
  public var on: Double?
  /// The level at which a contraction no longer counts.
  public var off: Double?
  /// What the muscle does, in a word.
  public var state: String
  /// Why the channel cannot be judged, in a word.
  public var fault: String?
  /// Share of movement in the power, 0...1.
  public var motion: Double
  /// Share of mains hum in the power, 0...1.
  public var hum: Double
  /// Median frequency, in hertz; 0 if unknown.
  public var medianFrequency: Double

  /// A reading without levels.
  public init(
    time: Double,
    level: Double,
    state: String,
    fault: String? = nil,
    motion: Double = 0,
    hum: Double = 0,
    medianFrequency: Double = 0
  ) {
    self.time = time
    self.level = level
    self.state = state
    self.fault = fault
    self.motion = motion
    self.hum = hum
    self.medianFrequency = medianFrequency
  }
}

/// The newest reading of each channel: sensors write, the server shows it to who asks for signals.
public final class SignalBoard: Sendable {
  /// The place of one stream on a board.
  public final class Stream: Sendable {
    let description: StreamDescription
    private let readings: Mutex<[(reading: SignalReading, number: UInt64)?]>

    init(_ description: StreamDescription) {
      self.description = description
      readings = Mutex(Array(repeating: nil, count: description.channels.count))
    }

    /// Notes a reading in place of the one before it.
    ///
    /// - Parameters:
    ///   - reading: What the hop showed.
    ///   - channel: Index of the channel in the stream.
    public func note(_ reading: SignalReading, channel: Int) {
      readings.withLock { readings in
        guard readings.indices.contains(channel) else { return }
        readings[channel] = (reading, (readings[channel]?.number ?? 0) + 1)
      }
    }

    /// The reading of each channel, with its running number.
    var newest: [(reading: SignalReading, number: UInt64)?] { readings.withLock { $0 } }
  }

  private let streams = Mutex<[Stream]>([])

  /// A board without streams.
  public init() {}

  /// Makes room for a stream, in place of one of the same sensor.
  ///
  /// - Parameter description: The stream.
  /// - Returns: Where its readings go.
  public func add(_ description: StreamDescription) -> Stream {
    let stream = Stream(description)
    streams.withLock { streams in
      streams.removeAll { $0.description.sensor == description.sensor }
      streams.append(stream)
    }
    return stream
  }

  /// Takes a stream off the board.
  ///
  /// - Parameter stream: The stream; another of the same sensor stays.
  public func remove(_ stream: Stream) {
    streams.withLock { $0.removeAll { $0 === stream } }
  }

  var all: [Stream] { streams.withLock { $0 } }
}
