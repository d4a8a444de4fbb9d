import ArgumentParser
import Foundation
import Testing

@testable import crampctl
@testable import crampd

/// Every command of ours that the guide or the README shows, as our programs read it.
struct GuideCommandTests {
  /// A command line, and where it stands.
  struct Shown: CustomStringConvertible, Sendable {
    let program: String
    let arguments: [String]
    let place: String

    var description: String { "\(place): \(program) \(arguments.joined(separator: " "))" }
  }

  @Test func `Each command line can be typed as it stands`() throws {
    let shown = try Self.blocks()
    #expect(shown.count > 40)
    for command in shown {
      #expect(Self.complaint(about: command) == nil, "\(command)")
    }
  }

  @Test func `Each command in the text exists, with its options`() throws {
    let shown = try Self.spans()
    #expect(shown.count > 15)
    for command in shown {
      // The text may leave out what has to follow.
      let complaint = Self.complaint(about: command) ?? ""
      #expect(complaint.isEmpty || complaint.hasPrefix("Missing "), "\(command): \(complaint)")
    }
  }

  @Test func `Every command of crampctl is shown`() throws {
    let commands = Crampctl.configuration.subcommands.compactMap { $0.configuration.commandName }
    try #require(commands.count > 10)
    let shown = Set(try (Self.blocks() + Self.spans()).compactMap(\.arguments.first))
    #expect(commands.filter { !shown.contains($0) } == [])
  }

  @Test(arguments: [
    ("crampctl watch --afterwards 3", 1),
    ("crampctl wach", 1),
    ("x | sudo crampctl doctor --report 'a b' > out; true", 0),
    ("crampctl mark \"a # b\" # --nonsense", 0),
    ("echo crampctl wach", 0),
    ("crampd --sensor 'replay:a?speed=max' --speed 3 &", 1),
  ])
  func `What cannot be typed is found`(line: String, mistakes: Int) {
    let shown = Self.commands(in: line, place: "here")
    #expect(shown.count { Self.complaint(about: $0) != nil } == mistakes)
  }

  /// What is wrong with a command line; `nil` if nothing is.
  private static func complaint(about command: Shown) -> String? {
    command.program == "crampd"
      ? complaint(of: Crampd.self, command.arguments)
      : complaint(
        of: Crampctl.self,
        OnCommand.spelledOut(ExplainArguments.spelledOut(command.arguments))
      )
  }

  private static func complaint(
    of root: any ParsableCommand.Type,
    _ arguments: [String]
  ) -> String? {
    do {
      _ = try root.parseAsRoot(arguments)
      return nil
    } catch {
      return root.exitCode(for: error) == .success ? nil : root.message(for: error)
    }
  }

  private static func blocks() throws -> [Shown] {
    try Guide.texts().sorted { $0.key < $1.key }.flatMap { name, text in
      Guide.blocks("sh", in: text).flatMap { block in
        block.replacing("\\\n", with: " ").split(separator: "\n").flatMap {
          commands(in: $0, place: name)
        }
      }
    }
  }

  private static func spans() throws -> [Shown] {
    try Guide.texts().sorted { $0.key < $1.key }.flatMap { name, text in
      Guide.prose(of: text).matches(of: /`([^`\n]+)`/).flatMap {
        commands(in: $0.output.1, place: name)
      }
    }
  }

  private static func commands(in line: some StringProtocol, place: String) -> [Shown] {
    let words = ShellWords(line)
    return ["crampctl", "crampd"].flatMap { program in
      words.arguments(of: program).map {
        Shown(program: program, arguments: $0, place: place)
      }
    }
  }
}
