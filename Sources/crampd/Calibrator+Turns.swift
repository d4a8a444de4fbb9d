import CrampDetection
import CrampModel
import EventStream

extension Calibrator {
  /// The sensor that is meant: the one that is named, that this client is at, or the only one.
  func sensor(for request: CalibrationRequest) throws(CalibrationRefusal) -> String {
    let names = benches.keys.sorted()
    if let name = request.sensor {
      guard benches[name] != nil else {
        throw CalibrationRefusal(.badRequest, "sensor: \(name) gives no samples; \(list(names))")
      }
      return name
    }
    if let own = names.first(where: { benches[$0]?.work?.client == request.client }) { return own }
    guard let only = names.first, names.count == 1 else {
      throw CalibrationRefusal(.badRequest, "sensor: not said which; \(list(names))")
    }
    return only
  }

  private func list(_ names: [String]) -> String {
    names.isEmpty ? "none does" : "there are \(names.joined(separator: ", "))"
  }

  /// The channel that is meant: the one that is named, that is being measured, or the only one.
  func channel(
    for request: CalibrationRequest,
    _ bench: CalibrationBench
  ) throws(CalibrationRefusal) -> Int {
    let names = bench.post.stream.channels.map(\.name)
    let all = names.joined(separator: ", ")
    if let name = request.channel {
      guard let index = names.firstIndex(of: name) else {
        throw CalibrationRefusal(.badRequest, "channel: \(name) is none of \(all)")
      }
      return index
    }
    if let work = bench.work { return work.channel }
    guard names.count == 1 else {
      throw CalibrationRefusal(.badRequest, "channel: not said which; there are \(all)")
    }
    return 0
  }

  /// What this client has begun.
  func ownWork(
    _ request: CalibrationRequest
  ) throws(CalibrationRefusal) -> (sensor: String, CalibrationBench, CalibrationWork) {
    let sensor = try sensor(for: request)
    guard let bench = benches[sensor], let work = bench.work else {
      throw CalibrationRefusal(.failed, CalibrationError.missing(phase: "rest").description)
    }
    guard work.client == request.client else { throw busy(work, bench.post.stream) }
    return (sensor, bench, work)
  }

  /// Says who is at it.
  func busy(_ work: CalibrationWork, _ stream: StreamDescription) -> CalibrationRefusal {
    let person = work.person.map { " for \($0)" } ?? ""
    let channel = stream.channels[work.channel].name
    let phase = work.pending.map { ", at \($0.phase.rawValue) now" } ?? ""
    return CalibrationRefusal(
      .busy,
      "user \(work.user) is calibrating \(channel) of \(stream.sensor)\(person)\(phase)"
    )
  }
}
