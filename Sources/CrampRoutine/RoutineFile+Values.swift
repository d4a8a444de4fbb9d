import DetectorSettings

extension RoutineStep {
  /// The keys of a step.
  public static let keys = [
    "name", "instruction", "muscle", "channel", "side", "hold_s", "rest_s", "repeat",
  ]

  /// Reads the keys of a step.
  init(
    _ members: [(String, ConfigurationValue)],
    _ entry: ConfigurationValue
  ) throws(ConfigurationError) {
    self.init(name: "")
    for (key, value) in members {
      switch key {
      case "name": name = try value.line(most: 64)
      case "instruction": instruction = try value.words(most: 1_000)
      case "muscle": muscle = try value.line(most: 128)
      case "channel": channel = try value.line(most: 128)
      case "side": side = try value.choice()
      case "hold_s": hold = try value.seconds(in: Self.possibleHold)
      case "rest_s": rest = try value.seconds(in: Self.possibleRest)
      case "repeat": repetitions = try value.count(in: Self.possibleRepetitions)
      default:
        throw value.error("is no key; the keys are \(Self.keys.joined(separator: ", "))")
      }
    }
    for key in ["name", "hold_s"] where !members.contains(where: { $0.0 == key }) {
      throw entry.error("lacks the key \(key)")
    }
  }
}

extension ConfigurationValue {
  /// A text on one line.
  func line(most: Int) throws(ConfigurationError) -> String {
    let line = try words(most: most)
    guard !line.contains(where: \.isNewline) else { throw error("is more than one line") }
    return line
  }

  /// A text without blanks around it.
  func words(most: Int) throws(ConfigurationError) -> String {
    var text = try text()[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    guard !text.isEmpty else { throw error("is empty") }
    guard text.utf8.count <= most else { throw error("is longer than \(most) bytes") }
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar == "\n"
      // Letters are joined and kept apart by two of these; others turn the direction of writing.
      case .format: ["\u{200C}", "\u{200D}"].contains(scalar)
      default: true
      }
    }
    guard isPlain else { throw error("has control characters") }
    return String(text)
  }

  /// A number of seconds.
  func seconds(in range: ClosedRange<Double>) throws(ConfigurationError) -> Double {
    let seconds = try number()
    guard range.contains(seconds) else {
      throw error("is not from \(Int(range.lowerBound)) to \(Int(range.upperBound)) seconds")
    }
    return seconds
  }

  /// One of a few words.
  func choice<Choice: RawRepresentable<String> & CaseIterable>() throws(ConfigurationError)
    -> Choice
  {
    let text = try text()
    guard let choice = Choice(rawValue: text) else {
      let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("\"\(text)\" is none of \(words)")
    }
    return choice
  }
}
