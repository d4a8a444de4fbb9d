public import DetectorSettings
import Foundation
import Yams

/// A routine as YAML, with the place of each mistake.
///
///     name: calves
///     steps:
///       - {name: calf, instruction: Lean on the wall., side: left, hold_s: 60, rest_s: 30}
public struct RoutineFile {
  /// A longer file is none of ours, in bytes.
  public static let longest = 64 << 10
  /// The keys at the top of a file.
  public static let keys = [
    "name", "title", "kind", "safety", "prepare_s", "breathing", "limit_min", "steps",
  ]

  private let document: ConfigurationDocument

  private init(path: String) {
    document = ConfigurationDocument(path: path)
  }

  /// Reads a file.
  ///
  /// - Parameter path: Where it is.
  /// - Returns: The routine.
  /// - Throws: ``ConfigurationError`` with the place of what is wrong.
  public static func read(path: String) throws(ConfigurationError) -> Routine {
    let bytes: Data
    do {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? file.close() }
      bytes = try file.read(upToCount: longest + 1) ?? Data()
    } catch {
      throw ConfigurationError(file: path, cause: "cannot be read: \(reason(error))")
    }
    guard bytes.count <= longest else {
      throw ConfigurationError(file: path, cause: "is longer than \(longest) bytes")
    }
    guard let text = String(bytes: bytes, encoding: .utf8) else {
      throw ConfigurationError(file: path, cause: "is not UTF-8")
    }
    return try read(text: text, path: path)
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: The YAML.
  ///   - path: What mistakes name as its place.
  /// - Returns: The routine.
  /// - Throws: ``ConfigurationError`` with the place of what is wrong.
  public static func read(text: String, path: String) throws(ConfigurationError) -> Routine {
    let file = Self(path: path)
    return try file.routine(file.document.members(of: text), path: path)
  }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    guard let underlying, underlying.domain == NSPOSIXErrorDomain,
      let words = unsafe strerror(Int32(underlying.code))
    else { return error.localizedDescription }
    return unsafe String(cString: words)
  }

  private func routine(
    _ members: [(String, ConfigurationValue)],
    path: String
  ) throws(ConfigurationError) -> Routine {
    var routine = Routine(name: "", steps: [])
    for (key, value) in members {
      switch key {
      case "name": routine.name = try value.line(most: 64)
      case "title": routine.title = try value.line(most: 128)
      case "kind": routine.kind = try value.choice()
      case "safety": routine.safety = try value.words(most: 4_000)
      case "prepare_s": routine.preparation = try value.seconds(in: Routine.possiblePreparation)
      case "breathing": routine.breathing = try Self.breathing(value)
      case "limit_min": routine.limit = try value.count(in: Routine.possibleLimit)
      case "steps": routine.steps = try steps(value)
      default:
        throw value.error("is no key; the keys are \(Self.keys.joined(separator: ", "))")
      }
    }
    guard let steps = members.first(where: { $0.0 == "steps" })?.1 else {
      throw ConfigurationError(file: path, cause: "lacks the key steps")
    }
    guard !routine.name.isEmpty else {
      throw ConfigurationError(file: path, cause: "lacks the key name")
    }
    guard routine.isWithinLimit else {
      let length = Int((routine.length / 60).rounded(.up))
      throw steps.error(
        "make \(length) min, and a routine is \(routine.limit) min at most; set limit_min for more"
      )
    }
    return routine
  }

  private static func breathing(
    _ value: ConfigurationValue
  ) throws(ConfigurationError) -> Breathing {
    guard let breathing = Breathing(try value.text()) else {
      throw value.error("is no in-held-out-held in seconds such as 4-0-6-0")
    }
    return breathing
  }

  private func steps(_ value: ConfigurationValue) throws(ConfigurationError) -> [RoutineStep] {
    guard let sequence = value.node.sequence else { throw value.error("is no list of steps") }
    guard (1...Routine.mostSteps).contains(sequence.count) else {
      throw value.error("are not 1 to \(Routine.mostSteps) steps")
    }
    var steps: [RoutineStep] = []
    for (index, node) in sequence.enumerated() {
      let entry = ConfigurationValue(document.path, "steps[\(index + 1)]", node)
      let members = try document.members(node, under: entry.key + ".")
      steps.append(try RoutineStep(members, entry))
    }
    return steps
  }
}

// One reader reads a file.
@available(*, unavailable)
extension RoutineFile: Sendable {}
