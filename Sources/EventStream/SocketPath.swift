import CLinux
import Foundation
import NIOCore
import NIOPosix

/// The place of a Unix socket in the file system, and the manners around it.
struct SocketPath {
  let path: String
  /// The group that may connect beside the owner.
  let group: String?

  /// Makes the directory and removes what a daemon that is gone has left behind.
  func clear(on loops: any EventLoopGroup) async throws {
    let files = FileManager.default
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if !files.fileExists(atPath: directory) {
      try files.createDirectory(
        atPath: directory,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: group == nil ? 0o700 : 0o755]
      )
    }
    guard let kind = try kind() else { return }
    guard kind == .typeSocket else {
      throw failure("the path is taken by something that is not a socket; it is left alone")
    }
    guard await !isAnswered(on: loops) else {
      throw failure("already in use by a running daemon")
    }
    try files.removeItem(atPath: path)
  }

  /// Opens the socket to its owner and the group, and to nobody else.
  ///
  /// - Returns: Why the group did not get it, if it did not.
  func share() throws -> String? {
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: 0o660], ofItemAtPath: path)
    guard let group else { return nil }
    let number = crampd_group_number(group)
    guard number >= 0 else { return "there is no group \(group)" }
    do {
      try files.setAttributes(
        [.groupOwnerAccountID: NSNumber(value: number)],
        ofItemAtPath: path
      )
      return nil
    } catch {
      return "the socket cannot be given to the group \(group)"
    }
  }

  func failure(_ message: String) -> EventStreamError {
    EventStreamError(operation: "listen", path: path, message: message)
  }

  /// What is at the path, without following a link; `nil` if nothing.
  private func kind() throws -> FileAttributeType? {
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      return attributes[.type] as? FileAttributeType ?? .typeUnknown
    } catch CocoaError.fileReadNoSuchFile {
      return nil
    }
  }

  private func isAnswered(on loops: any EventLoopGroup) async -> Bool {
    do {
      let probe = try await ClientBootstrap(group: loops)
        .connect(unixDomainSocketPath: path)
        .get()
      try? await probe.close()
      return true
    } catch let error as IOError {
      // Only a refusal proves that nobody listens: a full queue of a busy daemon is no proof.
      return error.errnoCode != ECONNREFUSED && error.errnoCode != ENOENT
    } catch {
      return true
    }
  }
}
