import CrampModel
import SignalSimulation

/// What was simulated, for those who compare.
struct MonthTruth: Encodable {
  struct Night: Encodable {
    let start: String
    /// What the channel shows at rest, in microvolts RMS.
    let rest: Double
    let cramps: Int

    enum CodingKeys: String, CodingKey {
      case start, cramps
      case rest = "rest_uv"
    }
  }

  struct Practice: Encodable {
    let start: String
    let restBefore: Double
    let restAfter: Double
    let repetitions: Int
    let onsetAfter: [Double]
    let letGo: [Double]

    enum CodingKeys: String, CodingKey {
      case start, repetitions
      case restBefore = "rest_before_uv"
      case restAfter = "rest_after_uv"
      case onsetAfter = "onset_after_s"
      case letGo = "let_go_s"
    }
  }

  let nights: [Night]
  let practices: [Practice]

  init(_ month: SimulatedMonth) {
    nights = month.nights.map {
      Night(
        start: $0.scenario.start.description,
        rest: $0.rest,
        cramps: $0.scenario.activities.count
      )
    }
    practices = month.practices.map {
      Practice(
        start: $0.time(SimulatedPractice.begin).description,
        restBefore: $0.restBefore,
        restAfter: $0.restAfter,
        repetitions: SimulatedPractice.repetitions.count,
        onsetAfter: $0.provoked.map(\.onsetAfter),
        letGo: $0.provoked.map(\.letGo)
      )
    }
  }
}
