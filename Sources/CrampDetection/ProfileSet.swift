/// The profiles that there are: the built-in ones, changed or not, and a person's own.
public struct ProfileSet: Hashable, Sendable {
  /// All of them, the built-in ones first.
  public private(set) var all = Profile.all

  /// The built-in profiles as they come.
  public init() {}

  /// The profile of a name; `nil` if there is none.
  public func named(_ name: String) -> Profile? {
    all.first { $0.name == name }
  }

  /// The names, for people: `night, exercise, practice`.
  public var names: String { all.map(\.name).joined(separator: ", ") }

  /// Adds a profile, in place of one of the same name.
  public mutating func set(_ profile: Profile) {
    if let index = all.firstIndex(where: { $0.name == profile.name }) {
      all[index] = profile
    } else {
      all.append(profile)
    }
  }
}
