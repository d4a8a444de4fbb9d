import Glibc
import Testing

@testable import Systemd

struct JournaldSenderTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test func `An entry arrives as it was encoded`() throws {
    let journald = try DatagramReceiver(at: scratch.socket)
    let sender = JournaldSender(socketPath: scratch.socket)
    let entry = Self.entry("a\0b\nc")
    sender.send(entry)
    #expect(journald.receive() == entry.bytes)
    #expect(journald.receive() == nil)
    #expect(sender.counts == JournaldSender.Counts(sent: 1, waiting: 0, dropped: 0))
  }

  @Test(arguments: [300_000, JournaldSender.maximumEntryBytes - 100])
  func `An entry too big for a datagram comes in sealed memory`(size: Int) throws {
    let journald = try DatagramReceiver(at: scratch.socket)
    let sender = JournaldSender(socketPath: scratch.socket)
    let entry = Self.entry(String(repeating: "x", count: size))
    sender.send(entry)
    let datagram = try #require(journald.receiveWithDescriptor())
    let (bytes, passed) = datagram
    let memory = try #require(passed)
    defer { close(memory) }
    #expect(bytes == [])
    var content = [UInt8](repeating: 0, count: size + 1_000)
    let count = pread(memory, &content, content.count, 0)
    #expect(Array(content.prefix(count)) == entry.bytes)
    // F_GET_SEALS of linux/fcntl.h; seal, shrink, grow and write are all there is to forbid.
    #expect(fcntl(memory, 1_034) == 15)
    #expect(pwrite(memory, "y", 1, 0) == -1)
    #expect(ftruncate(memory, 0) == -1)
  }

  @Test func `Memory for big entries is given back`() throws {
    let journald = try DatagramReceiver(at: scratch.socket)
    let sender = JournaldSender(socketPath: scratch.socket)
    let entry = Self.entry(String(repeating: "x", count: 300_000))
    var numbers: Set<CInt> = []
    for _ in 0..<2_000 {
      sender.send(entry)
      let passed = try #require(journald.receiveWithDescriptor()?.descriptor)
      numbers.insert(passed)
      close(passed)
    }
    #expect(numbers.count < 200, "descriptors are used again")
  }

  @Test func `An entry beyond the limit is dropped and told`() throws {
    let journald = try DatagramReceiver(at: scratch.socket)
    let sender = JournaldSender(socketPath: scratch.socket)
    let huge = Self.entry(String(repeating: "x", count: JournaldSender.maximumEntryBytes))
    #expect(sender.sendNow(huge) == .refused)
    #expect(sender.counts.dropped == 0)
    sender.send(huge)
    #expect(sender.counts.dropped == 1)
    sender.send(Self.entry("next"))
    let arrived = journald.receiveAll().map(JournalFields.init(_:))
    #expect(arrived.map { $0["CRAMP_DROPPED"] } == ["1", nil])
    #expect(arrived.map { $0["CRAMP_TEXT"] } == [nil, "next"])
  }

  @Test func `A journald that stands still costs a bounded queue, and then it all comes`() throws {
    let journald = try DatagramReceiver(at: scratch.socket)
    let sender = JournaldSender(socketPath: scratch.socket)
    let total = 2_000
    for number in 0..<total { sender.send(Self.entry("\(number)")) }
    let full = sender.counts
    #expect(full.waiting == JournaldSender.maximumWaitingEntries)
    #expect(full.sent > 0)
    #expect(full.sent + full.waiting + full.dropped == total)

    let first = Self.texts(Self.drain(journald, sender))
    let kept = full.sent + full.waiting
    #expect(first == (0..<kept).map { "\($0)" } + ["lost \(full.dropped)"])
    sender.send(Self.entry("after"))
    #expect(Self.texts(journald.receiveAll()) == ["after"])
    #expect(sender.counts.dropped == full.dropped)
  }

  @Test func `A loss is told in the place where it happened`() throws {
    let journald = try DatagramReceiver(at: scratch.socket)
    let sender = JournaldSender(socketPath: scratch.socket)
    for number in 0..<1_000 { sender.send(Self.entry("\(number)")) }
    let dropped = sender.counts.dropped
    _ = journald.receive()
    _ = journald.receive()
    sender.flush()
    sender.send(Self.entry("behind"))
    let texts = Self.texts(Self.drain(journald, sender))
    #expect(texts.suffix(2) == ["lost \(dropped)", "behind"])
  }

  @Test func `Few big entries do not add up`() throws {
    let sender = JournaldSender(socketPath: scratch.socket)
    let big = Self.entry(String(repeating: "x", count: 300_000))
    for _ in 0..<10 { sender.send(big) }
    #expect(sender.counts.waiting == 3)
    #expect(sender.counts.dropped == 7)
  }

  @Test func `A journald that goes and returns gets what came meanwhile`() throws {
    let sender = JournaldSender(socketPath: scratch.socket)
    sender.send(Self.entry("before"))
    #expect(sender.counts == JournaldSender.Counts(sent: 0, waiting: 1, dropped: 0))
    #expect(sender.sendNow(Self.entry("not now")) == .later)
    do {
      let journald = try DatagramReceiver(at: scratch.socket)
      sender.send(Self.entry("first"))
      #expect(Self.texts(journald.receiveAll()) == ["before", "first"])
    }
    sender.send(Self.entry("absent"))
    #expect(sender.counts.waiting == 1)
    let journald = try DatagramReceiver(at: scratch.socket)
    #expect(sender.sendNow(Self.entry("second")) == .sent)
    #expect(Self.texts(journald.receiveAll()) == ["absent", "second"])
    #expect(sender.counts == JournaldSender.Counts(sent: 4, waiting: 0, dropped: 0))
  }

  @Test(arguments: ["", "relative", "/", String(repeating: "/x", count: 60)])
  func `A path that is no address drops what is sent`(path: String) {
    let sender = JournaldSender(socketPath: path)
    sender.send(Self.entry("lost"))
    #expect(sender.counts == JournaldSender.Counts(sent: 0, waiting: 0, dropped: 1))
  }

  @Test func `Many threads may send at once`() async throws {
    let journald = try DatagramReceiver(at: scratch.socket)
    let sender = JournaldSender(socketPath: scratch.socket)
    await withTaskGroup { group in
      for thread in 0..<8 {
        group.addTask {
          for number in 0..<50 { sender.send(Self.entry("\(thread) \(number)")) }
        }
      }
    }
    let texts = Self.texts(Self.drain(journald, sender))
    #expect(Set(texts).count == 400)
    for thread in 0..<8 {
      let own = texts.filter { $0.hasPrefix("\(thread) ") }
      #expect(own == (0..<50).map { "\(thread) \($0)" })
    }
  }

  private static func entry(_ text: String) -> JournalEntry {
    var entry = JournalEntry(message: "test", priority: .info)
    entry.add(JournalFieldName(crampd: "text"), text)
    return entry
  }

  /// Lets the sender send all that waits, in as many turns as it takes.
  private static func drain(
    _ journald: DatagramReceiver,
    _ sender: JournaldSender
  ) -> [[UInt8]] {
    var all: [[UInt8]] = []
    while true {
      let next = journald.receiveAll()
      if next.isEmpty { return all }
      all += next
      sender.flush()
    }
  }

  private static func texts(_ datagrams: [[UInt8]]) -> [String] {
    datagrams.map(JournalFields.init(_:)).map { fields in
      fields["CRAMP_TEXT"] ?? "lost \(fields["CRAMP_DROPPED"] ?? "?")"
    }
  }
}
