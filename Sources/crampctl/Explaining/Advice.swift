import CrampDetection
import CrampModel

/// Which setting would change a decision.
struct Advice {
  let sentence: String

  /// What would change the decision on an episode.
  init(_ episode: ChannelEpisode, profile: Profile) {
    switch episode.outcome {
    case .cramp, .openCramp: sentence = Self.fewer(profile)
    case .undecided: sentence = Self.sooner(0, profile)
    case .dismissed:
      let reason = episode.dismissed?.word(.reason).flatMap(DismissalReason.init(rawValue:))
      switch reason {
      case .ended, nil:
        sentence = Self.sooner(episode.dismissed?.number(.duration) ?? 0, profile)
      case .weak: sentence = Self.lower(profile)
      case .movement: sentence = Self.same(.valley, profile)
      case .coContraction:
        sentence = "To change it: set waits_for_others to false for profile \(profile.name)."
      case .uneven: sentence = Self.same(.evenness, profile)
      case .veto, .signalLost: sentence = Self.signal(nil)
      case .sensorDetached, .shutdown: sentence = "To change it: record for longer."
      }
    }
  }

  /// What would change the decision on a stretch that was no cramp.
  init(_ review: ContractionReview, fault: SignalFault?, profile: Profile) {
    let lacking = Set(review.unmet.map(\.criterion))
    let length = review.findings.first { $0.criterion == .length }?.value ?? 0
    sentence =
      if lacking.contains(.clear) {
        Self.signal(fault)
      } else if length == 0 {
        Self.lower(profile)
      } else if lacking.contains(.length) {
        Self.sooner(length, profile)
      } else if lacking.contains(.valley) {
        Self.same(.valley, profile)
      } else if lacking.contains(.evenness) {
        Self.same(.evenness, profile)
      } else {
        Self.lower(profile)
      }
  }

  /// A profile that asks for more.
  private static func fewer(_ profile: Profile) -> String {
    let stricter = Profile.all.filter {
      $0.onRatio > profile.onRatio || $0.confirmAfter > profile.confirmAfter
    }
    guard !stricter.isEmpty else {
      return "To get fewer such events: no built-in profile asks for more than \(profile.name)."
    }
    return "To get fewer such events: " + list(stricter, profile)
  }

  /// A profile that confirms earlier.
  private static func sooner(_ seconds: Double, _ profile: Profile) -> String {
    let sooner = Profile.all.filter {
      $0.confirmAfter < profile.confirmAfter && (seconds == 0 || $0.least(.length) <= seconds)
    }
    guard !sooner.isEmpty else {
      return "To change it: no built-in profile calls so short a contraction a cramp."
    }
    return "To change it: " + list(sooner, profile)
  }

  /// A profile whose on level is lower.
  private static func lower(_ profile: Profile) -> String {
    let lower = Profile.all.filter { $0.onRatio < profile.onRatio }
    guard !lower.isEmpty else {
      return "To change it: no built-in profile has a lower on level than \(profile.name); "
        + "electrodes nearer to the muscle's belly raise what it gives over rest."
    }
    return "To change it: " + list(lower, profile)
  }

  private static func same(_ criterion: ContractionReview.Criterion, _ profile: Profile) -> String {
    let other = Profile.all.filter { $0.least(criterion) < profile.least(criterion) }
    guard other.isEmpty else { return "To change it: " + list(other, profile) }
    return "No setting changes that: every built-in profile asks for the same "
      + "\(criterion.rawValue)."
  }

  private static func signal(_ fault: SignalFault?) -> String {
    switch fault {
    case .leadOff: "To change it: press on or renew both electrodes; one seems to be off."
    case .mains:
      "To change it: check the reference electrode, keep away from mains cables, and set mains_hz."
    case .saturated: "To change it: lower the amplifier's gain, or renew the electrodes."
    case .flat: "To change it: check the cable; the sensor sends the same value again and again."
    case .samplesLost: "To change it: find out why samples are missing from the recording."
    case .motion: "To change it: fix the cables, so that they do not pull at the electrodes."
    case .other, nil: "To change it: mend the signal; `signal.bad` events name what is wrong."
    }
  }

  /// What some profiles ask for, and how each is chosen.
  private static func list(_ profiles: [Profile], _ present: Profile) -> String {
    profiles.map { profile in
      "--profile \(profile.name) (in crampd.yaml, profile: \(profile.name)) asks for "
        + "\(NumberText.fixed(profile.least(.length))) s and "
        + "\(NumberText.short(profile.onRatio)) × rest"
    }
    .joined(separator: "; ") + "."
  }
}
