import Foundation

/// Where in the stream the last run ended, in a small file.
///
///     {"journal":"019aa3f2-…","seq":42,"suppressed":0}
struct AlertCursor {
  /// What the file says.
  struct Place: Codable, Hashable {
    /// The last event that was dealt with.
    var seq: Int64
    /// The journal that counts it; absent where the daemon did not say.
    var journal: String?
    /// How many events were held back since the last that was not.
    var suppressed = 0
  }

  /// A longer file is none of ours, in bytes.
  private static let longest = 4_096

  let path: String

  /// Reads the file.
  ///
  /// - Returns: The place; `nil` if there is no file.
  /// - Throws: ``Failure`` if it is none of ours, or can never be.
  func read() throws -> Place? {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      guard FileManager.default.fileExists(atPath: folder) else {
        throw Failure("on: there is no folder for \(path); make it: `mkdir -p \(folder)`")
      }
      return nil
    }
    guard !isFolder.boolValue else { throw Failure("on: \(path) is a folder; name a file in it") }
    let data: Data
    do {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? file.close() }
      data = try file.read(upToCount: Self.longest) ?? Data()
    } catch {
      throw Failure("on: \(path) cannot be read; name a file that this user may read and write")
    }
    guard let place = try? JSONDecoder().decode(Place.self, from: data), place.seq >= 0,
      place.suppressed >= 0
    else { throw Failure("on: \(path) is no cursor; remove it to begin with new events") }
    return place
  }

  /// Replaces the file in one step.
  ///
  /// - Parameter place: What it is to say.
  /// - Throws: ``Failure`` if it cannot be written.
  func write(_ place: Place) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      let data = try encoder.encode(place) + Data("\n".utf8)
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Failure(
        "on: \(path) cannot be written: \(error.localizedDescription); name a file in a folder of "
          + "this user's on a disk with space"
      )
    }
  }
}
