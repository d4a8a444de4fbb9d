/// What a call of a dialogue leads to; reuse one step, ``removeAll()`` keeps its storage.
public struct DialogueStep: Sendable {
  /// What is to be done on the line, in order.
  public var actions: [LineAction] = []
  /// The frames that came, with what was lost among them.
  public var frames = SampleFrames()
  /// What is worth a word in the log or the status.
  public var notices: [SensorNotice] = []

  /// An empty step.
  public init() {}

  /// Empties the step and keeps its storage.
  public mutating func removeAll() {
    actions.removeAll(keepingCapacity: true)
    frames.removeAll()
    notices.removeAll(keepingCapacity: true)
  }
}

/// Something to do on the line to a sensor.
public enum LineAction: Hashable, Sendable {
  /// Send bytes in one write: a piece of a serial stream, or one HID report.
  case send([UInt8])
  /// Set the speed of a serial line, in baud; never sent to a HID device.
  case setBaud(Int)
}

/// Consecutive frames, each with one value per channel, and what is missing among them.
public struct SampleFrames: Hashable, Sendable {
  /// Frames that are missing before a frame.
  public struct Loss: Hashable, Sendable {
    /// Index in ``values`` divided by the channel count: the loss lies before this frame.
    public let frame: Int
    /// How many frames are missing; above 0.
    public let count: Int

    /// A loss of `count` frames before frame `frame` of the step.
    public init(frame: Int, count: Int) {
      self.frame = frame
      self.count = count
    }
  }

  /// The values, frame by frame, in the units of the account's channels; NaN where one is unknown.
  public var values: [Float] = []
  /// The losses, in the order of their frames.
  public var losses: [Loss] = []

  /// No frames.
  public init() {}

  /// Removes all frames and keeps the storage.
  public mutating func removeAll() {
    values.removeAll(keepingCapacity: true)
    losses.removeAll(keepingCapacity: true)
  }
}

/// Something that a sensor told or did besides its samples.
public enum SensorNotice: Hashable, Sendable {
  /// Bytes that belong to no frame were skipped until the next frame.
  case skipped(bytes: Int)
  /// A frame's checksum was wrong; whether it was used depends on the family.
  case checksum
  /// The sensor's own event input, such as a button: `1` to `9`.
  case marker(String)
  /// The battery's charge.
  case battery(percent: Int)
  /// Text that the sensor sent, made printable.
  case text(String)
}
