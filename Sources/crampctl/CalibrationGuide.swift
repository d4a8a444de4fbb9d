import CrampModel

/// Guides a person through a calibration.
struct CalibrationGuide: Sendable {
  let sensor: String?
  let channel: String?
  let person: String?
  /// How long rest lasts, in seconds.
  let rest: Double
  /// How long a contraction lasts, in seconds.
  let maximum: Double
  /// Seconds to get ready before each phase.
  let pause: Int

  /// Measures rest, then the best of three contractions.
  ///
  /// - Parameter talk: The connection to the daemon.
  /// - Returns: The calibration, in force by now.
  /// - Throws: ``Failure`` if it did not come about.
  func run(_ talk: inout CalibrationTalk) async throws -> Calibration {
    try Output.write(
      """
      Rest first, then \(CalibrationPhase.maximum.tries) contractions as hard as is comfortable.
      Stop at any time with Ctrl-C: nothing is kept then.

      """
    )
    try await measureRest(&talk)
    try await measureMaxima(&talk)
    let answer: CalibrationTalk.Answer
    do {
      answer = try await talk.ask(CalibrationTalk.Request(phase: "finish"))
    } catch let refusal as CalibrationTalk.Refusal {
      throw Failure(refusal.message)
    }
    guard let calibration = answer.calibration else {
      throw Failure("calibrate: an answer without a calibration; update crampctl")
    }
    return calibration
  }

  private func measureRest(_ talk: inout CalibrationTalk) async throws {
    let request = CalibrationTalk.Request(
      phase: "rest",
      seconds: rest,
      sensor: sensor,
      channel: channel,
      person: person
    )
    let tries = 3
    for attempt in 1...tries {
      try await countDown("Lie still and let the muscle go")
      try Output.write("Rest: keep still for \(NumberText.length(rest)) ...\n")
      do {
        let answer = try await talk.ask(request)
        try Output.write("  rest \(level(answer.rest, answer))\n")
        return
      } catch let refusal as CalibrationTalk.Refusal {
        guard attempt < tries else { throw Failure(refusal.message) }
        try Output.write("  \(TextTable.plain(refusal.message))\n")
      }
    }
  }

  /// Tries that were of no use are made up for, but not for ever.
  private func measureMaxima(_ talk: inout CalibrationTalk) async throws {
    let request = CalibrationTalk.Request(phase: "maximum", seconds: maximum)
    let wanted = CalibrationPhase.maximum.tries
    var done = 0
    var refused: String?
    for attempt in 1...(2 * wanted) where done < wanted {
      try await countDown("Get ready to squeeze")
      try Output.write("Squeeze as hard as is comfortable (\(done + 1) of \(wanted)) ...\n")
      do {
        let answer = try await talk.ask(request)
        try Output.write("Let go.  \(level(answer.level, answer))\n")
        done += 1
      } catch let refusal as CalibrationTalk.Refusal {
        refused = refusal.message
        try Output.write("Let go.  \(TextTable.plain(refusal.message))\n")
        guard attempt < 2 * wanted || done > 0 else { throw Failure(refusal.message) }
      }
    }
    if done < wanted, let refused {
      Diagnostics.warn("only \(done) of \(wanted) contractions could be measured: \(refused)")
    }
  }

  private func countDown(_ words: String) async throws {
    guard pause > 0 else { return }
    try Output.write("\(words):")
    for second in (1...pause).reversed() {
      try Output.write(" \(second)")
      try await Task.sleep(for: .seconds(1))
    }
    try Output.write("\n")
  }

  private func level(_ level: Double?, _ answer: CalibrationTalk.Answer) -> String {
    "\(level.map { NumberText.short($0) } ?? "?") \(answer.unit ?? "")"
  }
}
