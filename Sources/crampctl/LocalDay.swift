import CrampHistory
import CrampModel

/// Days from noon to noon and hours of the day, by this machine's clock.
enum LocalDay {
  /// The number of the day that a point in time belongs to.
  static func number(of time: Timestamp) -> Int {
    let noon = time.advanced(bySeconds: -43_200)
    return ToneDay.number(of: LocalTime.midnight(of: noon).timestamp, offset: 43_200)
  }

  /// The hour of the day, 0...23.
  static func hour(of time: Timestamp) -> Int {
    Int(LocalTime.time(time).prefix(2)) ?? 0
  }

  /// The date on which a day begins: `2026-11-21`.
  static func date(_ day: Int) -> String {
    String(LocalTime.utc(Timestamp(microseconds: Int64(day) * 86_400_000_000)).prefix(10))
  }
}
