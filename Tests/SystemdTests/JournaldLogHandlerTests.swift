import Glibc
import Logging
import Testing

@testable import Systemd

struct JournaldLogHandlerTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test func `Metadata becomes fields, and the message names it`() throws {
    let journald = try DatagramReceiver(at: scratch.socket)
    var logger = logger
    logger[metadataKey: "sensor"] = "cyton"
    logger.warning(
      "socket\nnot shared",
      metadata: ["cause": "no group", "channels": ["left", "right"], "sensor": "cyton:1"]
    )
    let bytes = try #require(journald.receive())
    let entry = JournalFields(bytes)
    #expect(
      entry["MESSAGE"]
        == "socket not shared (cause=no group, channels=[\"left\", \"right\"], sensor=cyton:1)"
    )
    #expect(entry["PRIORITY"] == "4")
    #expect(entry["SYSLOG_IDENTIFIER"] == "crampd")
    #expect(entry["CRAMP_CAUSE"] == "no group")
    #expect(entry[all: "CRAMP_CHANNELS"] == ["left", "right"])
    #expect(entry["CRAMP_SENSOR"] == "cyton:1")
    #expect(entry["CODE_FILE"]?.hasSuffix("JournaldLogHandlerTests.swift") == true)
    #expect(entry["CODE_LINE"].flatMap { Int($0) } ?? 0 > 1)
    #expect(entry["CODE_FUNC"]?.contains("Metadata becomes fields") == true)
  }

  @Test func `A line of the log is not found as an event`() throws {
    let journald = try DatagramReceiver(at: scratch.socket)
    logger.info("event", metadata: ["type": "spasm", "Seq": "1", "id": "2", "episode": "3"])
    let bytes = try #require(journald.receive())
    let entry = JournalFields(bytes)
    let names = entry.all.map(\.name).filter { $0.hasPrefix("CRAMP_") }
    #expect(
      names.sorted() == ["CRAMP_EPISODE", "CRAMP_LOG_ID", "CRAMP_LOG_SEQ", "CRAMP_LOG_TYPE"]
    )
  }

  @Test(arguments: [
    (Logger.Level.trace, "7"), (.debug, "7"), (.info, "6"), (.notice, "5"), (.warning, "4"),
    (.error, "3"), (.critical, "2"),
  ])
  func `A level is a priority`(level: Logger.Level, priority: String) throws {
    let journald = try DatagramReceiver(at: scratch.socket)
    var logger = logger
    logger.logLevel = .trace
    logger.log(level: level, "so be it")
    let bytes = try #require(journald.receive())
    let entry = JournalFields(bytes)
    #expect(entry["PRIORITY"] == priority)
    #expect(entry["MESSAGE"] == "so be it")
  }

  @Test func `What is below the level is not sent`() throws {
    let journald = try DatagramReceiver(at: scratch.socket)
    logger.debug("no")
    #expect(journald.receive() == nil)
  }

  @Test(arguments: [
    (0, "", true), (1, "", false), (0, ":1", false), (0, "x", false),
  ])
  func `A stream is the journal's only if device and inode agree`(
    offset: UInt,
    more: String,
    isJournal: Bool
  ) throws {
    var status = stat()
    try #require(fstat(STDERR_FILENO, &status) == 0)
    let text = "\(status.st_dev):\(UInt(status.st_ino) + offset)\(more)"
    let environment = ["JOURNAL_STREAM": text]
    #expect(JournalStream.isJournal(STDERR_FILENO, environment: environment) == isJournal)
    #expect(!JournalStream.isJournal(1 << 20, environment: environment))
    #expect(!JournalStream.isJournal(STDERR_FILENO, environment: [:]))
  }

  private var logger: Logger {
    let sender = JournaldSender(socketPath: scratch.socket)
    return Logger(label: "crampd") { JournaldLogHandler(identifier: $0, sender: sender) }
  }
}
