import CrampReport
import Foundation

/// A directory for the tables of a report.
struct ReportFolder {
  private let paths: [String: OutputPath]

  /// Checks that all tables may be written, and makes the directory if only its last part is
  /// missing.
  ///
  /// - Parameters:
  ///   - directory: The directory.
  ///   - overwrites: Whether files that exist are replaced.
  /// - Throws: ``Failure`` if one of them may not.
  init(_ directory: String, overwrites: Bool) throws(Failure) {
    var isDirectory: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(
      atPath: directory,
      isDirectory: &isDirectory
    )
    guard !exists || isDirectory.boolValue else {
      throw Failure("write \(directory): it is no directory; name another with --export")
    }
    if !exists {
      do {
        try FileManager.default.createDirectory(
          atPath: directory,
          withIntermediateDirectories: false
        )
      } catch {
        throw Failure("make the directory \(directory): \(error.localizedDescription)")
      }
    }
    var paths: [String: OutputPath] = [:]
    for name in ReportTables.names {
      paths[name] = try OutputPath("\(directory)/\(name)", overwrites: overwrites)
    }
    self.paths = paths
  }

  /// Writes all tables beside their names, and then gives them their names.
  ///
  /// - Parameter tables: The tables.
  /// - Throws: ``Failure`` if one cannot be written; then none has appeared or changed, unless the
  ///   disk refuses the names themselves.
  func write(_ tables: ReportTables) throws(Failure) {
    var written: [OutputPath] = []
    do {
      for (name, text) in tables.files {
        guard let path = paths[name] else { continue }
        try path.writePartial(text, mode: 0o666)
        written.append(path)
      }
    } catch {
      for path in written { path.discard() }
      throw error
    }
    for path in written { try path.commit() }
  }
}
