import Foundation
import Testing

/// The configuration that is installed, in which everything is a comment.
struct ExampleConfigurationTests {
  private let scratch: Scratch
  private let text: String

  init() throws {
    scratch = try Scratch()
    text = try SystemFiles.text("crampd.yaml")
  }

  private func check(_ text: String) throws -> CrampctlRun {
    let path = try scratch.file("crampd.yaml", text.utf8)
    return try CrampctlRun(["--check-config", "--config", path], of: "crampd")
  }

  @Test func `As it is, it changes nothing`() throws {
    #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") })
    let run = try check(text)
    #expect(run.output == "configuration is good: profile night, 0 sensor(s)\n", "\(run)")
  }

  @Test func `Without its first column it is a good configuration`() throws {
    let run = try check(text.replacing(/(?m)^#/, with: ""))
    #expect(run.output == "configuration is good: profile night, 2 sensor(s)\n", "\(run)")
  }

  @Test func `It shows every part that there is`() throws {
    let list = try #require(try check("no_such_key: 1\n").errors.firstMatch(of: /keys are (.*)/))
    // The service may write to its own state directory only.
    for key in list.output.1.split(separator: ", ") where key != "state_dir" {
      #expect(text.contains("\n#\(key):"), "\(key)")
    }
  }
}
