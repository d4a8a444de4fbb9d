/// What the watch over a channel's resting tone has to tell.
public struct ToneFinding: Hashable, Sendable {
  /// Whether the tone is above the usual; `false` if it is as usual again.
  public let isRaised: Bool
  /// The span that decided.
  public let span: ToneSpan
  /// Its tone.
  public let tone: Double
  /// The tone that is usual for this person on this channel.
  public let usual: Double
  /// Days since the channel was measured before.
  public let daysSince: Int

  /// The tone over the usual.
  public var ratio: Double { tone / usual }

  /// Calm words for it; they say what else may be the cause.
  public var message: String {
    let level = "\(Self.short(tone)) \(span.unit), usually \(Self.short(usual)) \(span.unit)"
    guard isRaised else {
      return "\(span.channel) rests as usual again (\(level))"
    }
    let gap = daysSince > Self.longAbsence ? "; it was not measured for \(daysSince) days" : ""
    return "\(span.channel) rests at \(Self.short(ratio)) times its usual tone (\(level)), "
      + "or the electrode sits elsewhere\(gap)"
  }

  /// Days after which it is said how long a channel was not measured.
  private static let longAbsence = 7

  /// Two digits that count, or more before the point: `4.6`, `12`, `0.83`.
  private static func short(_ number: Double) -> String {
    guard number.isFinite, number < 1e6 else { return "\(number)" }
    let scale: Double = number >= 10 ? 1 : number >= 1 ? 10 : 100
    let rounded = (number * scale).rounded() / scale
    return scale == 1 ? "\(Int(rounded))" : "\(rounded)"
  }
}
