/// Whether each channel can be judged, and what to do where it cannot.
struct SignalCheck {
  let scene: Scene

  /// Above it, hum is a good part of the power though not all; an assumption.
  private static let muchHum = 0.4

  var findings: [Finding] {
    guard let visit = scene.visit, visit.outcome == .met else { return [] }
    return (visit.status?.channels ?? []).compactMap { channel in
      let isGiven = visit.status?.sensors?
        .contains { $0.sensor == channel.sensor && $0.state == "streaming" }
      // Of a sensor that gives nothing another check has told.
      guard isGiven ?? false else { return nil }
      let signal = visit.signals.first {
        $0.channel == channel.channel && $0.sensor == channel.sensor
      }
      return finding(channel, signal)
    }
  }

  private func finding(_ channel: DaemonStatus.Channel, _ signal: ChannelSignal?) -> Finding {
    let name = channel.channel
    guard let signal else {
      return Finding("signal", .note, "\(name) has not been judged yet", mend: "look again soon")
    }
    if let fault = signal.fault {
      return Finding(
        "signal",
        .warning,
        "\(name) cannot be judged: \(SignalWords.reason(fault))",
        mend: SignalWords.remedy(for: fault)
      )
    }
    if let hum = signal.hum, hum > Self.muchHum {
      return Finding(
        "signal",
        .note,
        "\(name) is judged, but \(Int((100 * min(hum, 1)).rounded())) % of it is mains hum",
        mend: SignalWords.remedy(for: "mains")
      )
    }
    return Finding("signal", .ok, "\(name) can be judged; the muscle is \(signal.state ?? "seen")")
  }
}

/// Why a channel cannot be judged, in words that a person understands.
public enum SignalWords: Sendable {
  /// A reason, as in the member `reason` of an event, in words.
  public static func reason(_ fault: String) -> String {
    switch fault {
    case "lead-off": "an electrode is off or dry"
    case "mains": "there is mains hum and little else"
    case "saturated": "the amplifier is at its limit"
    case "flat": "there is no signal at all"
    case "motion": "the cable or the electrode moves"
    case "samples-lost": "samples are missing"
    default: fault
    }
  }

  /// What helps against it.
  public static func remedy(for fault: String) -> String {
    switch fault {
    case "lead-off":
      "press the electrodes on; else clean the skin and use new ones; see that the lead is plugged in"
    case "mains":
      "unplug the laptop's charger, move cables away from power supplies, see to the reference "
        + "electrode"
    case "saturated": "clean the skin, use new electrodes, lower the gain"
    case "flat": "see that the sensor is switched on and its cable is whole and plugged in"
    case "motion": "fasten cable and electrode with tape, and leave some slack"
    case "samples-lost": "use another cable or USB socket, and no hub"
    default: "see to electrodes, cable and sensor"
    }
  }
}
