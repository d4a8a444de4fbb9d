/// Finds frames in the bytes of a SpikerBox, once messages are cut out.
///
///              two frames in a row of one length
///     seeking ──────────────────────────────────▶ locked to that length
///
/// A frame is as long as the distance between two bytes with bit 7. Bytes between two frames
/// that are none themselves were frames that lost a byte.
struct SpikerBoxFraming: Hashable, Sendable {
  /// Frames in a row of another length, after which the box is believed to have changed.
  private static let patience = 64

  /// How many channels a frame has; `nil` until two frames agree.
  private(set) var channels: Int?
  /// The values of the frame that ``take(_:)`` has just completed.
  private(set) var values: [UInt16] = []
  /// How many bytes before that frame belong to none.
  private(set) var strayBytes = 0
  /// How many channels many frames in a row have, if it is not ``channels``.
  private(set) var otherChannels: Int?
  /// The highest value that the converter gives; a frame with a higher one is broken.
  var highest: UInt16 = 0x3FFF

  private var high: UInt8 = 0
  private var length = 0
  private var lastLength = 0
  private var repeats = 0
  private var skipped = 0

  /// Framing that finds the number of channels itself, unless it is given.
  init(channels: Int? = nil) {
    self.channels = channels
    values.reserveCapacity(SpikerBoxFrame.mostChannels)
  }

  /// How many frames the stray bytes before the last frame have been.
  var brokenFrames: Int {
    guard strayBytes > 0, let channels else { return 0 }
    return max(1, (strayBytes + channels) / (2 * channels))
  }

  /// Takes one byte in and returns whether it completes a frame.
  mutating func take(_ byte: UInt8) -> Bool {
    if byte & 0x80 != 0 {
      begin(byte)
      return false
    }
    guard let channels, length > 0, length < 2 * channels else {
      skipped += 1
      if length > 0 { length = min(length + 1, 2 * SpikerBoxFrame.mostChannels + 1) }
      return false
    }
    length += 1
    guard length.isMultiple(of: 2) else {
      high = byte
      return false
    }
    values.append(UInt16(high) << 7 | UInt16(byte))
    return length == 2 * channels && finish()
  }

  private mutating func begin(_ byte: UInt8) {
    if let channels {
      if length < 2 * channels { skipped += length }
      observe(known: channels)
    } else {
      observe(known: nil)
    }
    high = byte & 0x7F
    length = 1
    values.removeAll(keepingCapacity: true)
  }

  private mutating func observe(known: Int?) {
    let whole = length > 0 && length.isMultiple(of: 2) && length <= 2 * SpikerBoxFrame.mostChannels
    repeats = whole ? (length == lastLength ? min(repeats + 1, Self.patience) : 1) : 0
    lastLength = length
    if known == nil, repeats == 2 {
      channels = length / 2
      skipped = 0
    } else if let known, known != length / 2, repeats == Self.patience {
      otherChannels = length / 2
    }
  }

  private mutating func finish() -> Bool {
    guard values.allSatisfy({ $0 <= highest }) else {
      skipped += length
      return false
    }
    strayBytes = skipped
    skipped = 0
    return true
  }
}
