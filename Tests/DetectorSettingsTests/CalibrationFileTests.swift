import CrampModel
import DetectorSettings
import Foundation
import Testing

@Suite final class CalibrationFileTests {
  private let directory: URL
  private let file: CalibrationFile

  init() throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "crampd-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    file = CalibrationFile(path: directory.appending(path: CalibrationFile.name).path)
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }

  @Test func `what is written is read, older versions as history`() throws {
    #expect(try file.read() == nil)
    var record = CalibrationRecord()
    for calibration in [Self.made(1), Self.made(2, channel: "thigh"), Self.made(3)] {
      record.add(try #require(calibration))
      try file.write(record)
    }
    let read = try #require(try file.read())
    #expect(read == record)
    #expect(read.current.map(\.made.microseconds) == [2, 3])
    #expect(read.history.map(\.made.microseconds) == [1])
    #expect(read.current(of: "other").isEmpty)
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(names == [CalibrationFile.name])
  }

  @Test func `two people and two sensors do not replace each other`() throws {
    var record = CalibrationRecord()
    for calibration in [
      Self.made(1), Self.made(2, person: "Anna"), Self.made(3, sensor: "other"),
      Self.made(4, person: "Anna"),
    ] {
      record.add(try #require(calibration))
    }
    #expect(record.current.map(\.made.microseconds) == [1, 3, 4])
    #expect(record.current(of: "sensor").map(\.made.microseconds) == [1, 4])
    #expect(record.history.map(\.made.microseconds) == [2])
  }

  @Test func `what is forgotten is nowhere, and nothing older comes back`() throws {
    var record = CalibrationRecord()
    let old = try #require(Self.made(1))
    let new = try #require(Self.made(2))
    record.add(old)
    record.add(new)
    #expect(record.forget("00000000") == nil)
    #expect(record.forget(new.id) == new)
    #expect(record.current.isEmpty)
    #expect(record.history == [old])
    #expect(record.forget(old.id) == old)
    #expect(record == CalibrationRecord())
  }

  @Test func `history has an end`() throws {
    var record = CalibrationRecord()
    for number in 1...600 {
      record.add(try #require(Self.made(number)))
      record.add(try #require(Self.made(number, channel: "\(number)")))
    }
    #expect(record.current.count == CalibrationRecord.mostKept)
    #expect(record.history.count <= 2 * CalibrationRecord.mostKept)
    #expect(record.current.last?.made.microseconds == 600)
  }

  @Test(arguments: [
    ("", "Unexpected end of file"),
    ("{\"version\": 1, \"current\": [}", "Invalid value around character 27."),
    ("[]", "Expected to decode "),
    ("{}", "lacks version"),
    ("{\"version\": 2, \"current\": []}", "version: 2 is not 1, the one that is known"),
    ("{\"version\": 1}", "lacks current"),
    ("{\"version\": 1, \"current\": 3}", "current: "),
    ("{\"version\": 1, \"current\": [{}]}", "current[1]: lacks "),
    (String(repeating: "[", count: 100_000), "Too many nested "),
    (String(repeating: " ", count: CalibrationFile.longest + 1), "is longer than "),
  ])
  func `a bad file is an error in one line with its place`(content: String, cause: String) throws {
    try Data(content.utf8).write(to: URL(fileURLWithPath: file.path))
    let error = #expect(throws: CalibrationFileError.self) { try self.file.read() }
    #expect(error?.cause.hasPrefix(cause) == true, "\(String(describing: error))")
    #expect(error?.description.contains("\n") == false)
    let aside = try #require(try file.setAside())
    #expect(try String(contentsOfFile: aside, encoding: .utf8) == content)
    #expect(try file.read() == nil)
    #expect(try file.setAside() == nil)
  }

  @Test func `a file that cannot be written leaves the old one`() throws {
    try file.write(CalibrationRecord())
    let inside = CalibrationFile(path: file.path + "/calibration.json")
    let error = #expect(throws: CalibrationFileError.self) {
      try inside.write(CalibrationRecord())
    }
    #expect(error?.cause.hasPrefix("cannot be written: ") == true)
    #expect(try file.read() == CalibrationRecord())
  }

  private static func made(
    _ number: Int,
    person: String? = nil,
    sensor: String = "sensor",
    channel: String = "calf"
  ) -> Calibration? {
    Calibration(
      person: person,
      sensor: sensor,
      channel: channel,
      unit: .microvolt,
      rest: 2,
      restSpread: 0.1,
      maximum: 80,
      made: Timestamp(microseconds: Int64(number))
    )
  }
}
