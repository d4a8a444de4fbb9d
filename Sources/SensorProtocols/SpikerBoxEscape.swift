/// Cuts messages out of the bytes of a SpikerBox, wherever they stand, even within a value.
///
///                FF FF 01 01 80 FF
///     samples ──────────────────────▶ message
///        ▲                              │
///        └──────────────────────────────┘
///         FF FF 01 01 81 FF, or too long
///
/// Two bytes FF in a row cannot be samples, since a second byte never has bit 7.
struct SpikerBoxEscape: Hashable, Sendable {
  /// Longest message that Backyard Brains' own application takes.
  static let longestMessage = 512

  /// The sample bytes that ``take(_:)`` has just set free.
  private(set) var released: [UInt8] = []
  /// The text of the message that ``take(_:)`` has just completed.
  private(set) var message: [UInt8] = []
  /// Bytes of a message that has just been given up; 0 otherwise.
  private(set) var abandoned = 0

  private var matched = 0
  private var closes = false
  private var isInside = false

  init() {
    released.reserveCapacity(8)
    message.reserveCapacity(Self.longestMessage + 8)
  }

  /// Takes one byte in and returns whether it completes a message.
  mutating func take(_ byte: UInt8) -> Bool {
    released.removeAll(keepingCapacity: true)
    abandoned = 0
    if matched == 2, byte == 0xFF {
      give(0xFF)
    } else if !continues(byte) {
      giveMatched()
      if !continues(byte) { give(byte) }
    }
    guard matched == 6 else { return false }
    matched = 0
    return closes ? close() : open()
  }

  private mutating func continues(_ byte: UInt8) -> Bool {
    switch (matched, byte) {
    case (0, 0xFF), (1, 0xFF), (2, 1), (3, 1), (5, 0xFF): break
    case (4, 0x80), (4, 0x81): closes = byte == 0x81
    default: return false
    }
    matched += 1
    return true
  }

  private mutating func giveMatched() {
    for index in 0..<matched {
      switch index {
      case 0, 1: give(0xFF)
      case 2, 3: give(1)
      default: give(closes ? 0x81 : 0x80)
      }
    }
    matched = 0
  }

  private mutating func give(_ byte: UInt8) {
    guard isInside else {
      released.append(byte)
      return
    }
    message.append(byte)
    guard message.count > Self.longestMessage else { return }
    abandoned = message.count
    isInside = false
  }

  private mutating func open() -> Bool {
    isInside = true
    message.removeAll(keepingCapacity: true)
    return false
  }

  private mutating func close() -> Bool {
    defer { isInside = false }
    return isInside
  }
}
