import Diagnosis
import Foundation

/// What helps those who are not let in.
enum Admission {
  /// The commands that let this user read a file or use a socket.
  static func remedy(for path: String) -> String {
    let group = group(of: path) ?? "crampd"
    let person = Person.ofThisProcess
    if person.isListed(in: group) {
      return "you are in the group \(group), but this session began before: log out and in again"
    }
    return "join the group with `sudo usermod -aG \(group) \(person.name)` and log in again"
  }

  /// The group of the file, else of the nearest directory that can be seen; root's is for nobody
  /// to join.
  private static func group(of path: String) -> String? {
    var path = path
    while path.count > 1 {
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      if let name = attributes?[.groupOwnerAccountName] as? String {
        return name == "root" ? nil : name
      }
      path = URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
    return nil
  }
}
