public import CrampDetection

/// The `profiles:` section of a configuration: changes to built-in profiles, and a person's own.
///
///     profiles:
///       night: {confirm_after_s: 8, on_ratio: 1.6}
///       evening: {base: night, release_after_s: 5}
public struct ProfileSection {
  /// More profiles than this are a mistake.
  public static let most = 64

  private let document: ConfigurationDocument
  private let entries: [(String, ConfigurationValue)]
  private var profiles = ProfileSet()
  private var isRead: Set<String> = []

  /// Reads the section; a profile may rest on one that comes later.
  ///
  /// - Parameters:
  ///   - value: The section.
  ///   - document: The file that it is in.
  /// - Returns: All profiles there are.
  /// - Throws: ``ConfigurationError`` with the place of what is wrong.
  public static func read(
    _ value: ConfigurationValue,
    in document: ConfigurationDocument
  ) throws(ConfigurationError) -> ProfileSet {
    var section = Self(
      document: document,
      entries: try document.members(value.node, under: value.key + ".")
    )
    guard section.entries.count <= most else { throw value.error("are more than \(most)") }
    for (name, _) in section.entries { try section.read(name, for: []) }
    return section.profiles
  }

  private init(document: ConfigurationDocument, entries: [(String, ConfigurationValue)]) {
    self.document = document
    self.entries = entries
  }

  /// Reads a profile after the one that it rests on.
  private mutating func read(_ name: String, for dependents: [String]) throws(ConfigurationError) {
    guard !isRead.contains(name), let value = entries.first(where: { $0.0 == name })?.1 else {
      return
    }
    guard !dependents.contains(name) else {
      throw value.error("rests on itself: \((dependents + [name]).joined(separator: " on "))")
    }
    guard Self.isName(name) else {
      throw value.error("is no name: 1 to 64 letters, digits, blanks, - and _")
    }
    let members = try document.members(value.node, under: value.key + ".")
    var profile = try base(name, value, members, dependents)
    profile.name = name
    for (key, setting) in members where key != "base" {
      let text = try setting.text()
      do {
        try profile.set(key, to: text)
      } catch {
        throw setting.error(error.cause)
      }
    }
    do {
      try profile.check()
    } catch {
      let culprit = members.last { $0.0 == error.setting || $0.0 == error.other }?.1 ?? value
      throw culprit.error(error.description)
    }
    profiles.set(profile)
    isRead.insert(name)
  }

  private mutating func base(
    _ name: String,
    _ value: ConfigurationValue,
    _ members: [(String, ConfigurationValue)],
    _ dependents: [String]
  ) throws(ConfigurationError) -> Profile {
    let base = members.first { $0.0 == "base" }?.1
    if let builtIn = Profile.named(name) {
      if let base { throw base.error("is for a profile of your own; \(name) is built in") }
      return builtIn
    }
    guard let base else {
      throw value.error("is not built in and lacks the key base, the profile that it rests on")
    }
    let wanted = try base.text()
    try read(wanted, for: dependents + [name])
    guard let profile = profiles.named(wanted) else {
      throw base.error("\"\(wanted)\" is no profile; there are \(profiles.names)")
    }
    return profile
  }

  private static func isName(_ name: String) -> Bool {
    (1...64).contains(name.count)
      && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
      && name.contains { !$0.isWhitespace }
  }
}

// One reader reads a section.
@available(*, unavailable)
extension ProfileSection: Sendable {}

extension ProfileSet {
  /// The profile that the value of a configuration names.
  ///
  /// - Parameter value: A name.
  /// - Returns: The profile.
  /// - Throws: ``ConfigurationError`` if there is none of that name.
  public func named(_ value: ConfigurationValue) throws(ConfigurationError) -> Profile {
    let name = try value.text()
    guard let profile = named(name) else { throw value.error("\"\(name)\" is none of \(names)") }
    return profile
  }
}
