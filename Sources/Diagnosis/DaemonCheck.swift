/// What the daemon says of its own work.
struct DaemonCheck {
  let scene: Scene

  var findings: [Finding] {
    guard let visit = scene.visit, visit.outcome == .met else { return [] }
    guard let status = visit.status else {
      return [
        finding(
          .warning,
          "the daemon's status is not understood; it may be of another version",
          mend: "update crampd and crampctl together"
        )
      ]
    }
    let findings =
      (status.sensors ?? []).flatMap(sensor(_:)) + commits(status) + losses(status)
    guard findings.isEmpty else { return findings }
    let uptime = status.uptime.map { " for \(Words.length($0))" } ?? ""
    return [finding(.ok, "the daemon has worked without losses\(uptime)")]
  }

  private func sensor(_ sensor: DaemonStatus.Sensor) -> [Finding] {
    let name = sensor.sensor
    guard sensor.state == "streaming" else {
      let cause = sensor.message.map { ": \($0)" } ?? ""
      return [
        finding(
          sensor.state == "failed" ? .wrong : .warning,
          "\(name) gives no samples, it is \(sensor.state ?? "in no known state")\(cause)",
          mend: "see that it is plugged in and switched on; \(scene.logCommand)"
        )
      ]
    }
    var findings: [Finding] = []
    // A block is a tenth of a second or less; sensors are asked again after some seconds.
    if let age = sensor.sampleAge, age > 10 {
      findings.append(
        finding(
          .wrong,
          "\(name) is stuck: its newest sample is \(Words.length(age)) old",
          mend: "unplug it and plug it in again"
        )
      )
    }
    if let lost = sensor.lostSeconds, let whole = sensor.streamSeconds, whole > 0,
      lost / whole > 0.01
    {
      findings.append(
        finding(
          .warning,
          "\(name) has lost \(Words.short(100 * lost / whole)) % of its samples",
          mend: "use another cable or USB socket, and no hub"
        )
      )
    }
    return findings
  }

  private func commits(_ status: DaemonStatus) -> [Finding] {
    guard let worst = status.journal?.worstCommit, worst > 1 else { return [] }
    return [
      finding(
        .warning,
        "the disk once took \(Words.short(worst)) s to keep an event",
        mend: "look for what keeps the disk busy, and at journalctl -k -p err"
      )
    ]
  }

  private func losses(_ status: DaemonStatus) -> [Finding] {
    var findings: [Finding] = []
    if let lost = status.clipsLost, lost > 0 {
      findings.append(
        finding(
          .warning,
          "\(lost) clips of samples could not be written",
          mend: "make room on the disk of clips:"
        )
      )
    }
    if let refused = status.stream?.refused, refused > 0 {
      findings.append(
        finding(
          .warning,
          "\(refused) clients were turned away, as there were too many",
          mend: "end programs that connect again and again"
        )
      )
    }
    if let dropped = status.mirror?.dropped, dropped > 0 {
      findings.append(
        finding(
          .warning,
          "\(dropped) events did not get to the systemd journal; crampd's own has them",
          mend: "systemctl status systemd-journald"
        )
      )
    }
    return findings
  }

  private func finding(
    _ level: Finding.Level,
    _ message: String,
    mend: String? = nil
  ) -> Finding {
    Finding("daemon", level, message, mend: mend)
  }
}
