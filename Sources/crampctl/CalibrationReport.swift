import CrampModel
import DetectorSettings

/// Calibrations as people read them.
enum CalibrationReport {
  /// Tells what was measured, and warns where it leaves no room to see a cramp.
  static func write(_ calibration: Calibration) throws {
    let person = calibration.person.map { " of \($0)" } ?? ""
    let subject = TextTable.plain(calibration.channel + person)
    try Output.write("\(subject): \(calibration), calibration \(calibration.id)\n")
    guard !calibration.isContrastEnough else { return }
    let times = NumberText.fixed(calibration.contrast)
    let least = NumberText.short(Calibration.leastContrast)
    Diagnostics.warn(
      "the maximum is only \(times) times rest; below \(least) times a weak cramp cannot be told "
        + "from noise: clean the skin, move the electrodes to the belly of the muscle, or keep "
        + "away from mains, and calibrate again"
    )
  }

  /// Those in force, and how many were replaced.
  static func table(of record: CalibrationRecord) -> String {
    guard !record.current.isEmpty else {
      return "no calibration; see `crampctl calibrate --help`\n"
    }
    var table = TextTable(
      ["id", "made", "person", "sensor", "channel", "rest", "maximum", "unit", "contrast"],
      numeric: [5, 6, 8],
      indent: 0
    )
    for calibration in record.current {
      table.add([
        calibration.id, LocalTime.dateAndTime(calibration.made), calibration.person ?? "",
        calibration.sensor, calibration.channel, NumberText.short(calibration.rest),
        NumberText.short(calibration.maximum), calibration.unit.rawValue,
        NumberText.fixed(calibration.contrastDecibels) + " dB",
      ])
    }
    let count = record.history.count
    return table.text + (count > 0 ? "and \(NumberText.count(count, "older one"))\n" : "")
  }
}
