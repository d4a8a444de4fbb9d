import CrampDetection
import CrampModel

extension Account {
  /// Tells an episode.
  ///
  /// - Parameters:
  ///   - episode: The episode.
  ///   - level: How levels of its channel are written.
  ///   - profile: What it was held against.
  ///   - start: The start of the recording.
  init(_ episode: ChannelEpisode, level: LevelText, profile: Profile, start: Timestamp) {
    let teller = EpisodeTeller(episode: episode, level: level, profile: profile, start: start)
    self.init(title: teller.title)
    marks = teller.marks.sorted { $0.time < $1.time }
    if let evidence = episode.evidence {
      heading = teller.heading(evidence)
      findings = ContractionReview(evidence, profile: profile).findings
    }
    sentences = teller.sentences
  }
}

extension ContractionReview {
  /// The points that an event tells.
  init(_ event: CrampEvent, profile: Profile) {
    var values: [Criterion: Double] = [:]
    let isOver = event.type == .crampDismissed
    values[.length] = isOver ? event.number(.duration) : event.detected.seconds(since: event.time)
    values[.aboveOn] = event.number(.aboveOn)
    values[.aboveOff] = event.number(.aboveOff)
    values[.clear] = event.number(.clear)
    values[.valley] = event.number(.valley)
    values[.evenness] = event.number(.evenness)
    self.init(values, profile: profile)
  }
}

/// Finds the words for an episode.
private struct EpisodeTeller {
  let episode: ChannelEpisode
  let level: LevelText
  let profile: Profile
  let start: Timestamp

  var title: String {
    let begin = episode.begin.map(clock) ?? ""
    var title = "\(noun) on \(TextTable.plain(episode.channel)), \(begin)"
    if let end = episode.end, let from = episode.begin {
      title += " to \(clock(end)) (\(NumberText.length(end.seconds(since: from))))"
    } else {
      title += " to the end of the recording"
    }
    if let confidence = episode.onset?.number(.confidence) {
      title += ", confidence \(NumberText.fixed(confidence, decimals: 2))"
    }
    return title
  }

  private var noun: String {
    switch episode.outcome {
    case .cramp, .openCramp: "cramp"
    case .dismissed: "suspected and dismissed"
    case .undecided: "suspected"
    }
  }

  func heading(_ event: CrampEvent) -> String {
    let window = event.number(.window).map { "\(NumberText.fixed($0)) s" } ?? "the time"
    return switch event.type {
    case .crampDismissed: "what it was like over its last \(window), and what a cramp needs:"
    case .crampSuspected: "what the \(window) before were like, and what a cramp needs:"
    default: "what the \(window) before it was confirmed were like, and what a cramp needs:"
    }
  }

  var sentences: [String] {
    var sentences = [Judgement(episode, profile: profile).sentence]
    if let onset = episode.onset {
      sentences.append(Doubt(onset, level: level).sentence)
    }
    return sentences + [Advice(episode, profile: profile).sentence]
  }

  var marks: [Account.Mark] {
    [onset, suspected, confirmed, dismissed, release].compactMap { $0 }
      + episode.interruptions.map(interruption)
  }

  private var onset: Account.Mark? {
    guard let event = episode.onset ?? episode.suspected ?? episode.dismissed else { return nil }
    return mark("O", "onset", event.time, "the level left rest" + levels(event))
  }

  private var suspected: Account.Mark? {
    guard let event = episode.suspected else { return nil }
    let seconds = event.detected.seconds(since: event.time)
    return mark("S", "suspected", event.detected, "raised for \(NumberText.length(seconds))")
  }

  private var confirmed: Account.Mark? {
    guard let event = episode.onset else { return nil }
    let seconds = event.detected.seconds(since: event.time)
    var text = "a cramp: \(NumberText.length(seconds)) after its onset"
    if let mean = event.level(.rmsMicrovolts, .rms) {
      text += ", at \(level.text(mean))"
    }
    if let ratio = event.number(.restRatio) {
      text += ", \(NumberText.short(ratio)) × rest"
    }
    return mark("C", "confirmed", event.detected, text)
  }

  private var dismissed: Account.Mark? {
    guard let event = episode.dismissed else { return nil }
    return mark("D", "dismissed", event.detected, "no cramp: \(event.word(.reason) ?? "")")
  }

  private var release: Account.Mark? {
    guard let event = episode.release else { return nil }
    var text = [event.word(.kind), event.word(.reason)].compactMap { $0 }.joined(separator: ", ")
    if let peak = event.level(.peakMicrovolts, .peak) { text += "; peak \(level.text(peak))" }
    if let mean = event.level(.meanMicrovolts, .mean) { text += ", mean \(level.text(mean))" }
    return mark("R", "release", event.time, text + "; known at \(clock(event.detected))")
  }

  private func interruption(_ event: CrampEvent) -> Account.Mark {
    event.type == .crampUnobserved
      ? mark("U", "unobserved", event.time, "the signal went away: \(event.word(.reason) ?? "")")
      : mark("V", "observed", event.time, "the signal is back")
  }

  private func levels(_ event: CrampEvent) -> String {
    guard let rest = event.level(.restMicrovolts, .rest), let on = event.level(.onMicrovolts, .on),
      let off = event.level(.offMicrovolts, .off)
    else { return "" }
    return " (\(level.text(rest))); on from \(level.text(on)), off below \(level.text(off))"
  }

  private func mark(
    _ letter: Character,
    _ name: String,
    _ time: Timestamp,
    _ text: String
  ) -> Account.Mark {
    Account.Mark(letter: letter, name: name, time: time.seconds(since: start), text: text)
  }

  private func clock(_ time: Timestamp) -> String {
    NumberText.clock(time.seconds(since: start))
  }
}
