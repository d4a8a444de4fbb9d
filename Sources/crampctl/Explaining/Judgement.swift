import CrampDetection
import CrampModel

/// Why an episode was called a cramp, or was not.
struct Judgement {
  let sentence: String

  init(_ episode: ChannelEpisode, profile: Profile) {
    switch episode.outcome {
    case .cramp, .openCramp:
      sentence =
        "Confirmed: it was raised without falling back for as long as profile "
        + "\(profile.name) asks."
    case .undecided:
      sentence =
        "Undecided: the recording ended before it had lasted "
        + "\(NumberText.fixed(profile.least(.length))) s."
    case .dismissed:
      let reason = episode.dismissed?.word(.reason).flatMap(DismissalReason.init(rawValue:))
      sentence = "Dismissed: " + Self.words(reason, episode.dismissed, profile)
    }
  }

  private static func words(
    _ reason: DismissalReason?,
    _ event: CrampEvent?,
    _ profile: Profile
  ) -> String {
    switch reason {
    case .ended:
      let seconds = event?.number(.duration) ?? 0
      let asked = NumberText.fixed(profile.least(.length))
      return seconds < profile.least(.length)
        ? "it was over after \(NumberText.fixed(seconds)) s, and profile \(profile.name) asks for "
          + "\(asked) s."
        : "it was over before a whole window of \(NumberText.fixed(profile.confirmAfter)) s was "
          + "like a cramp."
    case .weak: return "it was above the levels for too little of the time."
    case .movement: return "it fell back towards rest between bursts, as movements do."
    case .coContraction:
      return "it came and went together with that of another muscle, as voluntary effort does."
    case .uneven: return "its half seconds differed too much from one another."
    case .veto: return "the signal could not be judged for too much of the time."
    case .signalLost: return "the signal went away and did not come back in time."
    case .sensorDetached: return "the sensor was taken away before it was decided."
    case .shutdown: return "the daemon stopped before it was decided."
    case nil: return "it was no cramp."
    }
  }
}

/// What made a confidence what it is.
struct Doubt {
  let sentence: String

  init(_ event: CrampEvent, level: LevelText) {
    guard let mean = event.level(.rmsMicrovolts, .rms), let on = event.level(.onMicrovolts, .on),
      let valley = event.number(.valley), let clear = event.number(.clear)
    else {
      sentence = "The event does not say what its confidence rests on."
      return
    }
    let confidence = Confidence(mean: mean, on: on, valley: valley, clear: clear)
    let shown = NumberText.fixed(confidence.value, decimals: 2)
    let ratio = NumberText.short((10 * mean / max(on, .leastNormalMagnitude)).rounded() / 10)
    var reasons: [String] = []
    if confidence.strength < 0.9 { reasons.append("the level was only \(ratio) × the on level") }
    if confidence.steadiness < 0.95 {
      reasons.append(
        "it fell back to \(NumberText.fixed(valley, decimals: 2)) of its middle "
          + "(× \(NumberText.fixed(confidence.steadiness, decimals: 2)))"
      )
    }
    if clear < 0.995 {
      reasons.append("only \(NumberText.percent(clear)) of the time could be judged")
    }
    sentence =
      reasons.isEmpty
      ? "Confidence \(shown): nothing took from it."
      : "Confidence \(shown), less because \(NumberText.list(reasons))."
  }
}
