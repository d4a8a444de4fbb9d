import CrampModel
import Foundation

/// The directory that recordings are kept in: names, sizes, age.
///
///     openbci-cyton-DQ007XYZ_20261121T025121Z.bdf
///
/// The sensor, the start in UTC, and a number from 2 where that name was taken.
struct RecordingFolder: Sendable {
  let path: String

  /// A file whose name is that of a recording.
  struct Entry {
    let path: String
    let sensor: String
    let stamp: String
    let size: Int64
    let modified: Date
  }

  /// Makes the directory if it is missing.
  func make() throws(RecordingError) {
    guard unsafe mkdir(path, 0o750) != 0, errno != EEXIST else { return }
    throw RecordingError(.write, path: path, .system(call: "mkdir", code: errno))
  }

  /// The name of the `number`th recording of a sensor that starts at a time.
  func file(sensor: String, start: Timestamp, number: Int, kind: EDFWriter.Kind) -> String {
    let suffix = number > 1 ? "-\(number)" : ""
    return "\(path)/\(Self.safe(sensor))_\(Self.stamp(start))\(suffix)\(kind.ending)"
  }

  /// What is there, by name; other files are none of its business.
  func entries() throws(RecordingError) -> [Entry] {
    try names().compactMap { entry($0) }
  }

  /// The names of all files, in their order.
  func names() throws(RecordingError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      let code = (error as? CocoaError)?.underlying as? POSIXError
      let problem = RecordingError.Problem.system(call: "list", code: code?.code.rawValue ?? EIO)
      throw RecordingError(.write, path: path, problem)
    }
  }

  /// Deletes recordings that have not been written to for some time.
  ///
  /// A file goes only if its name and its header agree on sensor and start. Leaps of the clock do
  /// not count, see ``FileAges``.
  ///
  /// - Parameters:
  ///   - age: In seconds.
  ///   - now: The time of the system's clock.
  /// - Throws: ``RecordingError`` for the first that could not be deleted, after all were tried.
  func removeFinished(olderThan age: Double, at now: Timestamp) throws(RecordingError) {
    var refusal: RecordingError?
    let entries = try entries()
    let ages = FileAges.ages(
      written: entries.map(\.modified.timeIntervalSince1970),
      now: now.seconds(since: .epoch)
    )
    for (entry, found) in zip(entries, ages) {
      guard found > age, isOurs(entry) else { continue }
      if unsafe unlink(entry.path) != 0, errno != ENOENT {
        let problem = RecordingError.Problem.system(call: "delete", code: errno)
        refusal = refusal ?? RecordingError(.write, path: entry.path, problem)
      }
    }
    if let refusal { throw refusal }
  }

  private func entry(_ name: String) -> Entry? {
    guard let kind = EDFWriter.Kind(path: name), name.hasSuffix(kind.ending) else { return nil }
    let parts = name.dropLast(kind.ending.count).split(separator: "_")
    guard parts.count >= 2, let last = parts.last else { return nil }
    let words = last.split(separator: "-", omittingEmptySubsequences: false)
    let isNumbered = words.count == 2 && words[1].allSatisfy { ("0"..."9").contains($0) }
    guard let stamp = words.first, Self.isStamp(stamp), words.count == 1 || isNumbered else {
      return nil
    }
    let file = "\(path)/\(name)"
    // Of a link, these are the link's own.
    guard let facts = try? FileManager.default.attributesOfItem(atPath: file),
      facts[.type] as? FileAttributeType == .typeRegular,
      let size = (facts[.size] as? NSNumber)?.int64Value,
      let modified = facts[.modificationDate] as? Date
    else { return nil }
    let sensor = name.dropLast(kind.ending.count + last.count + 1)
    return Entry(
      path: file,
      sensor: String(sensor),
      stamp: String(stamp),
      size: size,
      modified: modified
    )
  }

  /// Whether the header tells of the same sensor and the same start as the name.
  private func isOurs(_ entry: Entry) -> Bool {
    // What cannot be read was not made here, or is for a person to look at.
    guard let file = try? InputFile(path: entry.path),
      let bytes = try? file.bytes(count: 256), bytes.count == 256
    else { return false }
    let fields = EDFFields(bytes: bytes, path: entry.path)
    let words = fields.text(88, 80).split(separator: " ")
    guard (try? fields.sampleWidth()) != nil, let start = try? fields.start(), words.count == 5,
      words[0] == "Startdate"
    else { return false }
    // The header has less room for the sensor than the name.
    return Self.stamp(start) == entry.stamp && entry.sensor.hasPrefix(Self.safe(String(words[4])))
  }

  private static func stamp(_ time: Timestamp) -> String {
    let text = time.description.filter { $0 != "-" && $0 != ":" }
    return text.prefix { $0 != "." } + "Z"
  }

  private static func isStamp(_ text: Substring) -> Bool {
    let shape = text.map { ("0"..."9").contains($0) ? "0" : $0 }
    return String(shape) == "00000000T000000Z"
  }

  /// A sensor's identity as the part of a file name: letters, digits, dots and hyphens.
  static func safe(_ sensor: String, filler: String = "sensor") -> String {
    let letters = sensor.unicodeScalars.prefix(100).map { scalar -> Character in
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.isDigit)
      return isPlain || scalar == "." || scalar == "-" ? Character(scalar) : "-"
    }
    let name = String(letters)
    // No hidden file, no directory, no option of a program.
    return name.first.map { $0 == "." || $0 == "-" } ?? true ? filler + name : name
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
