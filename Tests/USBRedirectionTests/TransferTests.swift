import SensorEmulation
import Testing
import USBRedirection

struct TransferTests {
  struct Question: CustomTestStringConvertible {
    let name: String
    let kind: UInt32
    let fields: String
    let answer: String
    var testDescription: String { name }
  }

  static let questions = [
    Question(
      name: "device descriptor",
      kind: 100,
      fields: "80 06 80 00 0001 0000 0800",
      answer: "100#9 80068000000100000800" + "1201000200000008"
    ),
    Question(
      name: "more than there is",
      kind: 100,
      fields: "80 06 80 00 0001 0000 ff00",
      answer: "100#9 80068000000100001200" + "120100020000000803041560001001020301"
    ),
    Question(
      name: "latency timer of 1 ms",
      kind: 100,
      fields: "00 09 40 00 0100 0000 0000",
      answer: "100#9 00094000010000000000"
    ),
    Question(
      name: "a request that no FTDI chip knows",
      kind: 100,
      fields: "80 77 c0 00 0000 0000 0100",
      answer: "100#9 8077c004000000000000"
    ),
    Question(
      name: "bytes to the firmware",
      kind: 101,
      fields: "02 00 0100 00000000 0000 76",
      answer: "101#9 02000100000000000000"
    ),
    Question(
      name: "fewer bytes than the length says",
      kind: 101,
      fields: "02 00 0200 00000000 0000 76",
      answer: "101#9 02020000000000000000"
    ),
    Question(
      name: "no such endpoint",
      kind: 101,
      fields: "85 00 4000 00000000 0000",
      answer: "101#9 85020000000000000000"
    ),
    Question(
      name: "control by a bulk packet",
      kind: 101,
      fields: "80 00 4000 00000000 0000",
      answer: "101#9 80020000000000000000"
    ),
    Question(name: "configuration", kind: 7, fields: "", answer: "8#9 0001"),
    Question(name: "no such configuration", kind: 6, fields: "02", answer: "8#9 0201"),
    Question(name: "setting", kind: 10, fields: "00", answer: "11#9 000000"),
    Question(name: "no such setting", kind: 9, fields: "00 01", answer: "11#9 020000"),
    Question(name: "no such interface", kind: 9, fields: "04 00", answer: "11#9 020400"),
    Question(name: "interrupts in bulk", kind: 15, fields: "81", answer: "17#9 0281"),
    Question(
      name: "parts of packets",
      kind: 25,
      fields: "00000000 41000000 81 04",
      answer: "27#9 000000008102"
    ),
  ]

  @Test(arguments: questions)
  func `Each question has its answer`(question: Question) throws {
    var machine = try Machine(try sensor(.cyton))
    _ = try machine.heard()
    try machine.send(question.kind, question.fields, number: 9)
    #expect(try machine.heard() == [question.answer])
  }

  @Test
  func `A new configuration is described before it is said to be in force`() throws {
    var machine = try Machine(try sensor(.cyton))
    _ = try machine.heard()
    try machine.send(6, "01", number: 4)
    let heard = try machine.heard()
    #expect(heard.map { $0.prefix(2) } == ["5#", "4#", "8#"])
    #expect(heard.last == "8#4 0001")
  }

  @Test
  func `A transfer waits for data, and can be taken back once`() throws {
    var machine = try Machine(try sensor(.cyton))
    _ = try machine.heard()
    try machine.send(101, "81 00 4000 00000000 0000", number: 1 << 40)
    #expect(try machine.heard().isEmpty)
    try machine.send(21, number: 5)
    #expect(try machine.heard().isEmpty)
    try machine.send(21, number: 1 << 40)
    #expect(try machine.heard() == ["101#\(1 << 40) 81010000000000000000"])
    try machine.send(21, number: 1 << 40)
    #expect(try machine.heard().isEmpty)
  }

  @Test
  func `An endpoint that stalled gives data again after its halt was cleared`() throws {
    var machine = try Machine(try sensor(.cyton))
    _ = try machine.heard()
    machine.port.stall()
    try machine.send(101, "81 00 4000 00000000 0000", number: 1)
    try machine.send(101, "81 00 4000 00000000 0000", number: 2)
    try machine.send(100, "00 01 02 00 0000 8100 0000", number: 3)
    try machine.send(101, "81 00 4000 00000000 0000", number: 4)
    machine.port.advance(to: .milliseconds(20))
    #expect(
      try machine.heard() == [
        "101#1 81040000000000000000", "101#2 81040000000000000000", "100#3 00010200000081000000",
        "101#4 81000200000000000000" + "0160",
      ]
    )
  }

  @Test
  func `Bulk data that the machine listens for comes until it stops`() throws {
    var machine = try Machine(try sensor(.cyton))
    _ = try machine.heard()
    try machine.send(25, "07000000 80000000 81 02", number: 1)
    machine.port.advance(to: .milliseconds(40))
    let status = "27#1 070000008100"
    let data = (0..<2).map { "104#\($0) 07000000020000008100" + "0160" }
    #expect(try machine.heard() == [status] + data)
    try machine.send(26, "07000000 81", number: 2)
    machine.port.advance(to: .milliseconds(100))
    #expect(try machine.heard() == ["27#2 070000008100"])
  }

  @Test
  func `Listening ends with the fault that ends it`() throws {
    var machine = try Machine(try sensor(.cyton))
    _ = try machine.heard()
    try machine.send(25, "00000000 40000000 81 04", number: 1)
    machine.port.stall()
    machine.port.advance(to: .milliseconds(100))
    #expect(try machine.heard() == ["27#1 000000008100", "27#0 000000008104"])
  }

  @Test
  func `Reports that the machine listens for are numbered and whole`() throws {
    var machine = try Machine(try sensor(.spikerBoxHID))
    _ = try machine.heard()
    try machine.send(15, "81", number: 1)
    // A report with the order to begin.
    let order = "3f 08" + hex(Array("start:;\n".utf8)) + String(repeating: "00", count: 54)
    try machine.send(103, "01 00 4000 " + order, number: 2)
    machine.port.advance(to: .milliseconds(50))
    let heard = try machine.heard()
    #expect(heard.first == "17#1 0081")
    #expect(heard.dropFirst().first == "103#2 01004000")
    let reports = heard.dropFirst(2)
    #expect(reports.count > 10)
    for (index, report) in reports.enumerated() {
      #expect(report.hasPrefix("103#\(index) 81004000" + "3f"))
      #expect(report.split(separator: " ")[1].count == 8 + 128)
    }
  }
}
