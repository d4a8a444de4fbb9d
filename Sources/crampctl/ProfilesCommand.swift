import ArgumentParser
import CrampDetection
import DetectorSettings
import Foundation

/// `crampctl profiles`.
struct ProfilesCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "profiles",
    abstract: "List the detector's profiles and what each constant is and may be.",
    discussion: """
      Each constant can be changed in the configuration under profiles:, and for one run with \
      `crampctl detect --set NAME=VALUE`.

        crampctl profiles
        crampctl profiles --config /etc/crampd/crampd.yaml
        crampctl profiles --format json | jq '.profiles.night'
      """
  )

  @Option(
    help: ArgumentHelp("List what this configuration makes of them.", valueName: "file"),
    completion: .file()
  )
  var config: String?

  @Option(help: "How to print: text or json.")
  var format = Format.text

  func run() throws {
    let profiles: ProfileSet
    do {
      profiles = try config.map(DetectorConfiguration.init(path:))?.profiles ?? ProfileSet()
    } catch {
      throw Failure.wrongUse(error.description)
    }
    switch format {
    case .text: try Output.write(Self.text(of: profiles))
    case .json: try Output.write(try ProfileListing(profiles).json + "\n")
    }
  }

  private static func text(of profiles: ProfileSet) -> String {
    let names = profiles.all.map(\.name)
    var table = TextTable(
      ["constant"] + names + ["may be", "what it is"],
      numeric: Set(names.indices.map { $0 + 1 }),
      indent: 0
    )
    for setting in Profile.settings {
      table.add(
        [setting.name] + profiles.all.map { setting.value(in: $0).description }
          + [setting.range, setting.help]
      )
    }
    return table.text
  }
}

/// The same for programs; members are named as in the answer.
private struct ProfileListing: Encodable {
  private struct Setting: Encodable {
    let name: String
    let unit: String?
    let least: Double?
    let most: Double?
    let help: String
  }

  private enum Value: Encodable {
    case number(Double)
    case flag(Bool)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .number(let number): try container.encode(number)
      case .flag(let flag): try container.encode(flag)
      }
    }
  }

  private let settings: [Setting]
  private let profiles: [String: [String: Value]]

  init(_ set: ProfileSet) {
    settings = Profile.settings.map { setting in
      let limits: (least: Double?, most: Double?) =
        switch setting.kind {
        case .number(let range): (range.lowerBound, range.upperBound)
        case .flag: (nil, nil)
        }
      return Setting(
        name: setting.name,
        unit: setting.unit.isEmpty ? nil : setting.unit,
        least: limits.least,
        most: limits.most,
        help: setting.help
      )
    }
    var profiles: [String: [String: Value]] = [:]
    for profile in set.all {
      for setting in Profile.settings {
        switch setting.value(in: profile) {
        case .number(let number):
          profiles[profile.name, default: [:]][setting.name] = .number(number)
        case .flag(let flag): profiles[profile.name, default: [:]][setting.name] = .flag(flag)
        }
      }
    }
    self.profiles = profiles
  }

  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}

extension ProfileSetting {
  /// What it may be, in as few characters as a column has: `1...20`.
  fileprivate var range: String {
    switch kind {
    case .number(let range):
      "\(Value.number(range.lowerBound))...\(Value.number(range.upperBound))"
    case .flag: "true, false"
    }
  }
}
