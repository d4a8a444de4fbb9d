import CrampModel
import Diagnosis

/// The daemon's status as a page that a person understands who has just been woken up.
struct StatusText {
  let path: String
  let visit: DaemonVisit
  let now: Timestamp

  /// The page with a line feed at its end.
  var text: String {
    [head, cramps, sensors, work].joined(separator: "\n")
  }

  private var status: DaemonStatus? { visit.status }

  /// What matters most, in a line.
  private var head: String {
    var line = "crampd \(visit.version ?? "") runs"
    if let uptime = status?.uptime {
      let since = now.advanced(bySeconds: -uptime)
      line += " since \(when(since)) (\(NumberText.length(uptime)))"
    }
    if let profile = status?.profile { line += ", profile \(TextTable.plain(profile))" }
    if status?.profileReason == "session" { line += " for the open session" }
    return line + "\n\(TextTable.plain(verdict))\n" + session
  }

  /// The session that is open.
  private var session: String {
    guard let session = status?.session else { return "" }
    let kind = session.kind.map { " (\($0))" } ?? ""
    let since = session.since.map { " since \(when($0))" } ?? ""
    return TextTable.plain("session \"\(session.name)\"\(kind) is open\(since)") + "\n"
  }

  private var verdict: String {
    let open = visit.episodes.count
    if open > 0 { return "\(NumberText.count(open, "CRAMP").uppercased()) NOW" }
    let streaming = (status?.sensors ?? []).count { $0.state == "streaming" }
    guard streaming > 0 else {
      return "NO SENSOR GIVES SAMPLES: no cramp would be found; `crampctl doctor` says why"
    }
    let blind = (status?.channels ?? []).filter { signal(of: $0)?.fault != nil }.map(\.channel)
    guard blind.isEmpty else {
      return "no cramp now, but \(NumberText.list(blind)) cannot be judged"
    }
    return "no cramp now"
  }

  /// What goes on, and the last one.
  private var cramps: String {
    var lines = visit.episodes.map { episode in
      "cramp on \(name(episode)) since \(when(episode.time))\n"
    }.joined()
    if let last = visit.lastCramp, !visit.episodes.contains(where: { $0.seq == last.seq }) {
      let release = visit.events.last {
        $0.type == "cramp.release" && $0.channel == last.channel && ($0.seq ?? 0) > last.seq ?? 0
      }
      let length = release?.duration.map { ", for \(NumberText.length($0))" } ?? ""
      lines += "last cramp: \(when(last.time)) on \(name(last))\(length)\n"
    } else if visit.episodes.isEmpty {
      lines += "last cramp: none is kept\n"
    }
    return lines
  }

  private func name(_ event: PastEvent) -> String {
    TextTable.plain(event.channel ?? event.sensor ?? "?")
  }

  /// Each sensor with its channels.
  private var sensors: String {
    let sensors = status?.sensors ?? []
    guard !sensors.isEmpty else {
      return "no sensor\n" + devices
    }
    return sensors.map { sensor(_: $0) }.joined(separator: "\n") + devices
  }

  private func sensor(_ sensor: DaemonStatus.Sensor) -> String {
    var line = TextTable.plain(sensor.sensor) + "  " + TextTable.plain(sensor.state ?? "?")
    let change = visit.events.last { $0.sensor == sensor.sensor && $0.type.hasPrefix("sensor.") }
    if let time = change?.time { line += " since \(when(time))" }
    if let message = sensor.message { line += ": \(TextTable.plain(message))" }
    if let age = sensor.sampleAge, age > 2 {
      line += ", newest sample \(NumberText.length(age)) old"
    }
    if let lost = sensor.lostSeconds, lost > 0 { line += ", lost \(NumberText.length(lost))" }
    var table = TextTable(["channel", "muscle is", "since", "level", "signal"], numeric: [3])
    for channel in status?.channels ?? [] where channel.sensor == sensor.sensor {
      table.add(row(channel))
    }
    return line + "\n" + (table.isEmpty ? "" : table.text)
  }

  private func row(_ channel: DaemonStatus.Channel) -> [String] {
    guard let signal = signal(of: channel) else {
      return [channel.channel, "?", "", "", "nothing seen yet"]
    }
    let state = signal.fault == nil ? signal.state ?? "?" : "not seen"
    let types =
      signal.fault == nil ? ["cramp.onset", "cramp.release", "signal.good"] : ["signal.bad"]
    let change = visit.events.last {
      $0.channel == channel.channel && $0.sensor == channel.sensor && types.contains($0.type)
    }
    let level =
      signal.microvolts.map { "\(NumberText.significant($0)) µV" }
      ?? signal.level.map { "\(NumberText.significant($0)) \(channel.unit ?? "")" } ?? ""
    return [
      channel.channel, state, change.map { when($0.time) } ?? "", level, quality(signal),
    ]
  }

  private func quality(_ signal: ChannelSignal) -> String {
    if let fault = signal.fault { return "BAD: \(SignalWords.reason(fault))" }
    guard let hum = signal.hum, hum > 0.4 else { return "good" }
    return "good, \(NumberText.percent(min(hum, 1))) mains hum"
  }

  private func signal(of channel: DaemonStatus.Channel) -> ChannelSignal? {
    visit.signals.first { $0.channel == channel.channel && $0.sensor == channel.sensor }
  }

  /// USB devices that should be in use and are not.
  private var devices: String {
    (status?.devices ?? []).filter { $0.state == "failed" }.map { device in
      let cause = device.message ?? "no reason was given"
      return TextTable.plain("\(device.name ?? device.usb ?? "a device") does not work: \(cause)")
        + "\n"
    }.joined()
  }

  /// Journal, losses and clients.
  private var work: String {
    var lines = [journal]
    if let lost = status?.clipsLost, lost > 0 { lines.append("clips    \(lost) LOST") }
    if let dropped = status?.mirror?.dropped, dropped > 0 {
      lines.append("log      \(NumberText.count(dropped, "event")) not sent to the systemd journal")
    }
    if let stream = status?.stream {
      var line = "clients  \(stream.clients ?? 0), this one included"
      if let refused = stream.refused, refused > 0 { line += ", \(refused) turned away" }
      lines.append(line)
    }
    lines.append("socket   \(path)")
    return lines.map { TextTable.plain($0) + "\n" }.joined()
  }

  private var journal: String {
    guard let journal = status?.journal else { return "journal  unknown" }
    var line = "journal  "
    if journal.state == "waiting" || journal.waiting ?? 0 > 0 {
      line +=
        "\(NumberText.count(journal.waiting ?? 0, "event").uppercased()) WAIT: "
        + (journal.message ?? "no reason was given")
    } else {
      line += "healthy"
    }
    if let dropped = journal.dropped, dropped > 0 {
      line += ", \(NumberText.count(dropped, "event").uppercased()) LOST"
    }
    if let trouble = journal.copyMessage { line += ", the copy lags behind: \(trouble)" }
    if let seq = status?.seq { line += ", newest event \(seq)" }
    if let bytes = journal.bytes { line += ", \(NumberText.fixed(bytes / 1e6)) MB" }
    if let worst = journal.worstCommit {
      line += ", slowest write \(NumberText.fixed(1e3 * worst)) ms"
    }
    return line
  }

  private func when(_ time: String) -> String {
    Timestamp(rfc3339: time).map(when(_:)) ?? TextTable.plain(time)
  }

  /// The time of day; with the date where it is another one.
  private func when(_ time: Timestamp) -> String {
    let whole = LocalTime.dateAndTime(time)
    return whole.prefix(10) == LocalTime.dateAndTime(now).prefix(10)
      ? String(whole.suffix(8)) : whole
  }
}
