internal import CrampModel
internal import Foundation

/// The system's clock.
enum SystemTime {
  /// The present time.
  static var now: Timestamp {
    Timestamp(microseconds: Int64((Date().timeIntervalSince1970 * 1e6).rounded()))
  }
}
