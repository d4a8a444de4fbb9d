/// One constant of a profile that a person may change, by name.
public struct ProfileSetting {
  /// What a setting may be.
  public enum Kind: Hashable, Sendable {
    /// A number, both limits included.
    case number(ClosedRange<Double>)
    /// True or false.
    case flag
  }

  /// What a setting is.
  public enum Value: Hashable, Sendable {
    /// A number, in the setting's unit.
    case number(Double)
    /// True or false.
    case flag(Bool)
  }

  private enum Place {
    case number(WritableKeyPath<Profile, Double>)
    case flag(WritableKeyPath<Profile, Bool>)
  }

  /// The name, which ends with the unit: `confirm_after_s`.
  public let name: String
  /// What it may be.
  public let kind: Kind
  /// What it does, in one line.
  public let help: String
  private let place: Place

  /// A setting that is a number.
  static func number(
    _ name: String,
    _ path: WritableKeyPath<Profile, Double>,
    _ range: ClosedRange<Double>,
    _ help: String
  ) -> Self {
    Self(name: name, kind: .number(range), help: help, place: .number(path))
  }

  /// A setting that is true or false.
  static func flag(
    _ name: String,
    _ path: WritableKeyPath<Profile, Bool>,
    _ help: String
  ) -> Self {
    Self(name: name, kind: .flag, help: help, place: .flag(path))
  }

  /// The unit as people write it: the last word of the name; empty where there is none.
  public var unit: String {
    guard case .number = kind, let word = name.split(separator: "_").last else { return "" }
    return word == "uv" ? "uV" : String(word)
  }

  /// What is possible: `a number from 1 to 20`.
  public var possible: String {
    switch kind {
    case .number(let range):
      "a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))"
    case .flag: "true or false"
    }
  }

  /// What it is in a profile.
  public func value(in profile: Profile) -> Value {
    switch place {
    case .number(let path): .number(profile[keyPath: path])
    case .flag(let path): .flag(profile[keyPath: path])
    }
  }

  /// Changes it in a profile.
  ///
  /// - Parameters:
  ///   - profile: The profile to change.
  ///   - text: The value as a person writes it.
  /// - Throws: ``ProfileSettingError`` if it is no such value or out of range.
  public func set(in profile: inout Profile, to text: String) throws(ProfileSettingError) {
    switch (place, kind) {
    case (.number(let path), .number(let range)):
      guard let number = Double(text), number.isFinite, range.contains(number) else {
        throw ProfileSettingError(name, "\"\(text)\" is not \(possible)")
      }
      profile[keyPath: path] = number
    case (.flag(let path), _):
      guard let flag = Bool(text) else {
        throw ProfileSettingError(name, "\"\(text)\" is not \(possible)")
      }
      profile[keyPath: path] = flag
    case (.number, .flag):
      preconditionFailure("a number has a range")
    }
  }
}

// Key paths are shared by nobody.
@available(*, unavailable)
extension ProfileSetting: Sendable {}

extension ProfileSetting.Value: CustomStringConvertible {
  /// `1.8`, `10` or `true`.
  public var description: String {
    switch self {
    case .number(let number): plain(number)
    case .flag(let flag): flag ? "true" : "false"
    }
  }
}

/// A setting that cannot be what a person wants.
public struct ProfileSettingError: Error, Hashable, CustomStringConvertible {
  /// The name as the person gave it.
  public let setting: String
  /// The other setting that it does not go with, if that is why.
  public let other: String?
  /// What is wrong, and what is possible.
  public let cause: String

  init(_ setting: String, _ cause: String, other: String? = nil) {
    self.setting = setting
    self.cause = cause
    self.other = other
  }

  /// `on_ratio: "9e9" is not a number from 1.05 to 100`.
  public var description: String { "\(setting): \(cause)" }
}

/// A number as people write it.
private func plain(_ number: Double) -> String {
  number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
}
