import CrampModel
import EventJournal
import EventStream
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct ForeignUserTests {
  @Test func `another user may read but not write`() async throws {
    guard geteuid() == 0 else {
      print("skipped: only root can act as another user")
      return
    }
    let desk = SessionDesk { _ in .success(SessionAnswer(seq: 1)) }
    try await TestDaemon.run(sessions: desk) { daemon in
      // As if the other user were let in by a laxer mode than ours.
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o666],
        ofItemAtPath: daemon.socket
      )
      for line in try await Self.talk(to: daemon.socket) { daemon.note(line) }
      let lines = try await Self.talk(to: daemon.socket)
      #expect(lines.count == 4)
      #expect(lines.first?.contains("hello") == true)
      #expect(lines.dropFirst(2).first?.contains("\"id\":1,\"error\":{\"code\":-32003,") == true)
      #expect(lines.last == #"{"jsonrpc":"2.0","id":2,"result":{}}"#)
      #expect(daemon.journal.newestSeq == 0)
    }
  }

  /// On a thread of its own: the server needs those that tests share.
  private static func talk(to socket: String) async throws -> [String] {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try said(socket) }) }
    }
  }

  private static func said(_ socket: String) throws -> [String] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let python = ProcessInfo.processInfo.environment["CRAMPD_PYTHON"] ?? "python3"
    process.arguments = [python, "-c", program, socket]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").map(String.init)
  }

  private static let program = """
    import os, socket, sys
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    client = socket.socket(socket.AF_UNIX)
    client.connect(sys.argv[1])
    client.sendall(b'{"jsonrpc":"2.0","id":1,"method":"mark","params":{"text":"au"}}\\n'
        b'{"jsonrpc":"2.0","id":2,"method":"ping"}\\n')
    lines = client.makefile("r", encoding="utf-8")
    for _ in range(4):
        print(lines.readline(), end="")
    """
}
