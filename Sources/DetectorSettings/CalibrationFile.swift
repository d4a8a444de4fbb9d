import Foundation

/// The file of a person's calibrations: JSON that is replaced in one step.
///
///     {"version": 1, "current": […], "history": […]}
public struct CalibrationFile: Hashable, Sendable {
  /// Its name in the directory of the daemon's state.
  public static let name = "calibration.json"
  /// A longer file is none of ours, in bytes.
  public static let longest = 4 << 20

  /// Where it is.
  public let path: String

  /// The file at a path; nothing is read yet.
  public init(path: String) {
    self.path = path
  }

  /// Reads the file.
  ///
  /// - Returns: What it holds; `nil` if there is no file.
  /// - Throws: ``CalibrationFileError`` with the place of what is wrong.
  public func read() throws(CalibrationFileError) -> CalibrationRecord? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? file.close() }
      let data = try file.read(upToCount: Self.longest + 1) ?? Data()
      guard data.count <= Self.longest else {
        throw CalibrationFileError(path, "is longer than \(Self.longest) bytes")
      }
      // Asked first, because it tells the place of an error of syntax.
      _ = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
      return try JSONDecoder().decode(CalibrationRecord.self, from: data)
    } catch let error as CalibrationFileError {
      throw error
    } catch let error as DecodingError {
      throw CalibrationFileError(path, error)
    } catch {
      let reason = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String
      throw CalibrationFileError(path, reason ?? error.localizedDescription)
    }
  }

  /// Replaces the file in one step; the old one stays if that fails.
  ///
  /// - Parameter record: What it is to hold.
  /// - Throws: ``CalibrationFileError`` if it cannot be written.
  public func write(_ record: CalibrationRecord) throws(CalibrationFileError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let partial = path + ".partial"
    let files = FileManager.default
    do {
      let data = try encoder.encode(record) + Data("\n".utf8)
      guard
        files.createFile(
          atPath: partial,
          contents: nil,
          attributes: [.posixPermissions: 0o640]
        )
      else { throw CalibrationFileError(path, "cannot be written: \(Self.reason(errno))") }
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: partial))
      defer { try? file.close() }
      try file.write(contentsOf: data)
      // What a power cut leaves is the old file or the new one.
      try file.synchronize()
      guard unsafe rename(partial, path) == 0 else {
        throw CalibrationFileError(path, "cannot be written: \(Self.reason(errno))")
      }
    } catch {
      try? files.removeItem(atPath: partial)
      if let error = error as? CalibrationFileError { throw error }
      throw CalibrationFileError(path, "cannot be written: \(error.localizedDescription)")
    }
  }

  /// Moves a file that cannot be read out of the way, under a new name beside the old.
  ///
  /// - Returns: Where it is now; `nil` if there is no file.
  /// - Throws: ``CalibrationFileError`` if it cannot be moved.
  public func setAside() throws(CalibrationFileError) -> String? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let files = FileManager.default
    for number in 1...1_000 where !files.fileExists(atPath: "\(path).damaged-\(number)") {
      let aside = "\(path).damaged-\(number)"
      guard unsafe rename(path, aside) == 0 else { break }
      return aside
    }
    throw CalibrationFileError(path, "cannot be moved out of the way: \(Self.reason(errno))")
  }

  private static func reason(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}

/// A file of calibrations that cannot be used.
public struct CalibrationFileError: Error, Hashable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// The member or the line, and what is wrong with it.
  public let cause: String

  init(_ path: String, _ cause: String) {
    self.path = path
    self.cause = cause.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  init(_ path: String, _ error: DecodingError) {
    let (context, missing): (DecodingError.Context, String?) =
      switch error {
      case .keyNotFound(let key, let context): (context, key.stringValue)
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .dataCorrupted(let context):
        (context, nil)
      @unknown default: (DecodingError.Context(codingPath: [], debugDescription: "\(error)"), nil)
      }
    var place = ""
    for key in context.codingPath {
      if let index = key.intValue {
        place += "[\(index + 1)]"
      } else {
        place += (place.isEmpty ? "" : ".") + key.stringValue
      }
    }
    if let missing {
      self.init(path, (place.isEmpty ? "" : place + ": ") + "lacks \(missing)")
    } else {
      self.init(path, (place.isEmpty ? "" : place + ": ") + context.debugDescription)
    }
  }

  /// `/var/lib/crampd/calibration.json: current[1].unit: "furlong" is not one`.
  public var description: String { "\(path): \(cause)" }
}
