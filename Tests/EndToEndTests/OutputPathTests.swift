import Foundation
import Testing

@testable import crampctl

/// Files that are written in a directory where somebody else may write, too.
struct OutputPathTests {
  @Test func `The name of a file that is not complete cannot be known before`() throws {
    let directory = try Scratch()
    let names = try (0..<2).map { _ in
      try OutputPath(directory.path("report.txt"), overwrites: false).partial
    }
    #expect(Set(names).count == 2)
    #expect(!names.contains { $0.contains(".\(getpid()).") })
  }

  @Test(arguments: [true, false])
  func `What somebody has put in its place is neither followed nor changed`(isLink: Bool) throws {
    let directory = try Scratch()
    let output = try OutputPath(directory.path("report.txt"), overwrites: false)
    let other = directory.path("other")
    let target = isLink ? other : output.partial
    try Data("theirs".utf8).write(to: URL(fileURLWithPath: target))
    if isLink { try #require(symlink(other, output.partial) == 0) }
    #expect(throws: Failure.self) { try output.writePartial("ours", mode: 0o600) }
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "theirs")
  }

  @Test func `A report is its owner's only, whatever the mask`() throws {
    let directory = try Scratch()
    let path = directory.path("report.txt")
    try ReportOutput(path).write("ours")
    var status = stat()
    try #require(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "ours")
    #expect(throws: Failure.self) { try ReportOutput(path) }
    let left = try FileManager.default.contentsOfDirectory(atPath: directory.path("."))
    #expect(left == ["report.txt"])
  }
}
