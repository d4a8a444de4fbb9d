/// The command that a Cyton board has heard a part of.
struct CytonCommands: Hashable, Sendable {
  var heard: [UInt8] = []
  var since = Duration.zero
}

/// What a Cyton board does on commands.
extension CytonFirmware {
  private static let timeout =
    "Timeout processing multi byte message - please send all commands at once as of v2$$$"
  private static let noBoard =
    "Failure: Communications timeout - Device failed to poll Host$$$"
  private static let offKeys = Array("12345678qwertyui".utf8)
  private static let onKeys = Array("!@#$%^&*QWERTYUI".utf8)
  private static let channelKeys = Array("12345678QWERTYUI".utf8)

  private var banner: String {
    "OpenBCI V3 8-16 channel\nOn Board ADS1299 Device ID: 0x3E\n"
      + (hasDaisy ? "On Daisy ADS1299 Device ID: 0x3E\n" : "")
      + "LIS3DH Device ID: 0x33\nFirmware: v3.1.2\n$$$"
  }

  mutating func obey(_ byte: UInt8, at time: Duration) {
    if commands.heard.isEmpty { commands.since = time }
    commands.heard.append(byte)
    guard let length = length(of: commands.heard), commands.heard.count >= length else { return }
    let command = commands.heard
    commands.heard.removeAll()
    if command.first == 0xF0 {
      obeyDongle(command)
    } else if isBoardOn {
      obey(command, at: time)
    } else {
      reply += Array(Self.noBoard.utf8)
    }
  }

  mutating func expireCommand(at time: Duration) {
    guard !commands.heard.isEmpty, time >= commands.since + .seconds(1) else { return }
    commands.heard.removeAll()
    say(Self.timeout)
  }

  /// How long the command is that begins so; `nil` while that is open.
  private func length(of heard: [UInt8]) -> Int? {
    switch heard.first {
    case UInt8(ascii: "x"): return 9
    case UInt8(ascii: "z"): return 5
    case UInt8(ascii: "~"), UInt8(ascii: "/"), UInt8(ascii: "`"): return 2
    case 0xF0:
      guard heard.count > 1 else { return nil }
      return heard[1] == 1 || heard[1] == 2 ? 3 : 2
    default: return 1
    }
  }

  /// Says text, unless it streams.
  private mutating func say(_ text: String) {
    guard !source.isRunning else { return }
    reply += Array(text.utf8)
  }

  private mutating func obey(_ command: [UInt8], at time: Duration) {
    guard let key = command.first else { return }
    switch key {
    case UInt8(ascii: "v"):
      source.stop()
      restoreChannels()
      stamps = .off
      say(banner)
    case UInt8(ascii: "s"): source.stop()
    case UInt8(ascii: "<"):
      if !source.isRunning { say(",Time stamp ON$$$") }
      stamps = .set
    case UInt8(ascii: ">"):
      stamps = .off
      say(",Time stamp OFF$$$")
    default:
      if !source.isRunning { obeyIdle(command, at: time) }
    }
  }

  private mutating func obeyIdle(_ command: [UInt8], at time: Duration) {
    let key = command[0]
    switch key {
    case UInt8(ascii: "b"): startStreaming(at: time)
    case UInt8(ascii: "V"): say("v3.1.5$$$")
    case UInt8(ascii: "d"):
      restoreChannels()
      say("updating channel settings to default$$$")
    case UInt8(ascii: "D"): say("060110$$$")
    case UInt8(ascii: "C"): say(hasDaisy ? "16$$$" : "no daisy to attach!8$$$")
    case UInt8(ascii: "c"): if hasDaisy { say("daisy removed$$$") }
    case UInt8(ascii: "x"): setChannel(command)
    case UInt8(ascii: "~"): say("Success: Sample rate is 250Hz$$$")
    case UInt8(ascii: "/"): say("Success: default$$$")
    case UInt8(ascii: "0"), UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "p"),
      UInt8(ascii: "["), UInt8(ascii: "]"):
      say("Success: Configured internal test signal.$$$")
    default:
      if let channel = Self.offKeys.firstIndex(of: key), channel < channels.count {
        channels[channel].isOn = false
      } else if let channel = Self.onKeys.firstIndex(of: key), channel < channels.count {
        channels[channel].isOn = true
      }
    }
  }

  /// x, channel, power down, gain, input, bias, SRB2, SRB1, X.
  private mutating func setChannel(_ command: [UInt8]) {
    guard command[8] == UInt8(ascii: "X") else { return say("Failure: Err: 9th char not X$$$") }
    let gain = Int(command[3]) - 0x30
    guard let channel = Self.channelKeys.firstIndex(of: command[1]), channel < channels.count,
      CytonChannel.gains.indices.contains(gain)
    else { return say("Failure: too few chars$$$") }
    channels[channel] = CytonChannel(
      isOn: command[2] == UInt8(ascii: "0"),
      gain: CytonChannel.gains[gain],
      isNormal: command[4] == UInt8(ascii: "0")
    )
    say("Success: Channel set for \(channel + 1)$$$")
  }

  private mutating func restoreChannels() {
    channels = Array(repeating: CytonChannel(), count: channels.count)
  }

  /// Commands that the dongle answers itself; its radio channel is 20.
  private mutating func obeyDongle(_ command: [UInt8]) {
    switch command[1] {
    case 0 where isBoardOn:
      reply += Array("Success: Host and Device on Channel number: 20".utf8) + [20]
      reply += Array("$$$".utf8)
    case 0:
      reply += Array("Failure: Host on Channel number: 20".utf8) + [20] + Array("$$$".utf8)
    case 7:
      reply += Array("\(isBoardOn ? "Success: System is Up" : "Failure: System is Down")$$$".utf8)
    default: break
    }
  }
}
