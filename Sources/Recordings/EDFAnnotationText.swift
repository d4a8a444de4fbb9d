import CrampModel

/// The annotation signal of one record while it is being filled.
struct EDFAnnotationText {
  private(set) var bytes: [UInt8]
  private let capacity: Int

  /// Begins with the list that keeps the record's time.
  init(onset: Double, capacity: Int) {
    bytes = Array(Self.signed(onset).utf8) + [0x14, 0x14, 0]
    self.capacity = capacity
  }

  /// Adds a label; returns `false` if there is no room for it.
  ///
  /// - Parameters:
  ///   - label: Counts from sample zero.
  ///   - offset: Seconds from the header's start to sample zero.
  /// - Returns: Whether it was added.
  mutating func add(_ label: Label, offset: Double) -> Bool {
    let list = Self.list(label, offset: offset)
    guard bytes.count + list.count <= capacity else { return false }
    bytes += list
    return true
  }

  /// The bytes of one list.
  static func list(_ label: Label, offset: Double) -> [UInt8] {
    var list = Array(signed(label.onset + offset).utf8)
    if let duration = label.duration, duration >= 0, duration.isFinite {
      list.append(0x15)
      list += decimal(duration, least: 0).utf8
    }
    list.append(0x14)
    list += text(label.trialType, most: 240)
    if let channel = label.channel {
      list += Array("@@".utf8) + text(channel.ascii, most: 80)
    }
    return list + [0x14, 0]
  }

  private static func signed(_ seconds: Double) -> String {
    let text = decimal(seconds.isFinite ? seconds : 0, least: 0)
    return text.hasPrefix("-") ? text : "+" + text
  }

  /// Text without the bytes that structure a list, cut between characters.
  private static func text(_ text: String, most: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for character in text {
      let part = character.utf8.map { $0 < 32 ? 32 : $0 }
      guard bytes.count + part.count <= most else { break }
      bytes += part
    }
    return bytes
  }
}
