/// A command to a Cyton that is answered with a text.
///
/// Source: OpenBCI_Cyton_Library, OpenBCI's "Cyton Board SDK".
enum CytonCommand: Hashable, Sendable {
  /// Reset, and say what is there.
  case reset
  /// Set all channels to their defaults.
  case defaults
  /// Leave the Daisy aside.
  case eightChannels
  /// Set a channel, counted from 1, to a gain for a bipolar electrode pair.
  case channel(Int, gain: Double)

  /// What ends every answer.
  static let answerEnd = Array("$$$".utf8)
  /// What begins an answer that says no.
  static let failure = "Failure"
  private static let letters = Array("12345678QWERTYUI".utf8)

  /// The bytes, to be sent in one write.
  var bytes: [UInt8] {
    switch self {
    case .reset: Array("v".utf8)
    case .defaults: Array("d".utf8)
    case .eightChannels: Array("c".utf8)
    case .channel(let number, let gain): Self.setting(number, gain: gain)
    }
  }

  /// How long to wait for the answer.
  var patience: Duration {
    switch self {
    case .reset, .defaults, .channel: .seconds(5)
    case .eightChannels: .seconds(1)
    }
  }

  /// Whether silence is an answer.
  var maySayNothing: Bool { self == .eightChannels }

  /// On, gain, normal input, and off: bias, SRB2 and SRB1, which a bipolar pair does not use.
  private static func setting(_ number: Int, gain: Double) -> [UInt8] {
    let code = CytonPacket.gains.firstIndex(of: gain) ?? CytonPacket.gains.count - 1
    return Array("x".utf8) + [letters[number - 1]] + Array("0\(code)0000X".utf8)
  }

  /// The gain that a person gives to a channel, counted from 1.
  static func gain(of channel: Int, settings: DriverSettings) -> Double? {
    settings.channels[channel]?.gain ?? settings.gain
  }

  /// What is to be said after the reset.
  ///
  /// - Parameters:
  ///   - hasDaisy: Whether the board has one.
  ///   - settings: What a person says.
  /// - Returns: The commands in order.
  /// - Throws: ``DialogueError/settings(cause:)`` if that cannot be meant.
  static func configuration(
    hasDaisy: Bool,
    settings: DriverSettings
  ) throws(DialogueError) -> [CytonCommand] {
    let count = settings.channelCount ?? (hasDaisy ? 16 : 8)
    guard count == 8 || hasDaisy else {
      throw .settings(cause: "16 channels need a Daisy board, which is not there")
    }
    var commands: [CytonCommand] = hasDaisy && count == 8 ? [.eightChannels] : []
    commands.append(.defaults)
    for channel in 1...count {
      guard let gain = gain(of: channel, settings: settings) else { continue }
      commands.append(.channel(channel, gain: gain))
    }
    return commands
  }

  /// Checks what a person says before anything is sent.
  ///
  /// - Parameter settings: What a person says.
  /// - Throws: ``DialogueError/settings(cause:)`` if it cannot be meant.
  static func check(_ settings: DriverSettings) throws(DialogueError) {
    guard [nil, 8, 16].contains(settings.channelCount) else {
      throw .settings(cause: "there are 8 or 16 channels")
    }
    for channel in 1...16 {
      guard let gain = gain(of: channel, settings: settings) else { continue }
      guard CytonPacket.gains.contains(gain) else {
        throw .settings(cause: "channel \(channel): gain must be 1, 2, 4, 6, 8, 12 or 24")
      }
    }
  }
}
