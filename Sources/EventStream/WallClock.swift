import CrampModel
import Foundation

/// The civil time of this machine.
enum WallClock {
  static var now: Timestamp {
    Timestamp(microseconds: Int64((Date.now.timeIntervalSince1970 * 1e6).rounded()))
  }
}
