internal import CrampModel

/// What a warning of a cramp rests on, and how strongly.
struct Warning: Sendable, Equatable {
  /// How far the fasciculations are above the usual: 0.5 at the limit, 1 at twice the limit.
  let fasciculations: Double
  /// How far the resting tone is above rest: 0.5 at the limit, 1 at twice the rise.
  let tone: Double

  /// How strong it is, 0...1: the stronger of both.
  var score: Double { max(fasciculations, tone) }

  /// What it rests on: `fasciculations`, `tone` or `both`.
  var cause: String {
    if fasciculations >= 0.5, tone >= 0.5 { return "both" }
    return tone > fasciculations ? "tone" : "fasciculations"
  }

  /// Adds the members of its event.
  func describe(into details: inout [EventDetail]) {
    details.append(EventDetail(.cause, .text(cause)))
    if let score = EventDetail.rounded(.score, score, decimals: 2) { details.append(score) }
  }
}
