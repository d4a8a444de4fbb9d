/// The shapes of a motor unit's potential at the skin: derivatives of a Gaussian.
///
/// Electrodes farther away, fat and the limits of an amplifier widen a Gaussian to a Gaussian.
enum Potential: Sendable, CaseIterable {
  /// Two phases: electrodes astride the end plates.
  case biphasic
  /// Three phases: a potential that runs along the electrodes.
  case triphasic

  /// Where the shape is over, in standard deviations.
  static let reach = 4.5

  /// The value at a distance from the middle in standard deviations, by linear interpolation.
  func value(at distance: Double) -> Double {
    let place = (distance + Self.reach) * Self.perUnit
    guard place >= 0, place < Double(Self.count - 1) else { return 0 }
    let index = Int(place)
    let part = place - Double(index)
    switch self {
    case .biphasic: return Self.two[index] + part * (Self.two[index + 1] - Self.two[index])
    case .triphasic: return Self.three[index] + part * (Self.three[index + 1] - Self.three[index])
    }
  }

  private static let perUnit = 100.0
  private static let count = Int(2 * reach * perUnit) + 1
  private static let two = table { -$0 * Elementary.exponential((1 - $0 * $0) / 2) }
  private static let three = table { (1 - $0 * $0) * Elementary.exponential(-$0 * $0 / 2) }

  private static func table(_ shape: (Double) -> Double) -> [Double] {
    (0..<count).map { shape(Double($0) / perUnit - reach) }
  }
}
