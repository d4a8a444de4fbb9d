import DetectorSettings
import Foundation
import Testing

@testable import crampd

/// The manual pages, against what the programs say of themselves.
struct ManualPageTests {
  /// A page as it is read on a terminal; `nil` where a program for it is missing.
  private static func text(of page: String) throws -> String? {
    let programs = try CrampctlRun.executable("crampctl").deletingLastPathComponent().path
    let line = """
      "$1/Scripts/manual" "$1/Udev/$2" "$3" 2026-01-02 |
        groff -mandoc -ww -Tutf8 -rLL=200n -P-cbou
      """
    let run = try ForeignRun(
      shell: line,
      [SystemFiles.root.path, page, programs],
      needs: ["python3", "groff"]
    ) {}
    guard let run else { return nil }
    #expect(run.errors == "", "\(page)")
    return run.output
  }

  @Test(arguments: ["crampctl.1", "crampd.yaml.5", "crampd.8"])
  func `A page is printed without a warning, with all of its parts`(page: String) throws {
    #expect(try SystemFiles.pages.contains(page))
    guard let text = try Self.text(of: page) else { return }
    for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "SEE ALSO"] {
      #expect(text.contains("\n\(heading)\n"), "\(heading)")
    }
    #expect(text.contains("January 2, 2026"))
    #expect(!text.contains("@"), "something is not filled in")
  }

  @Test func `crampctl's page has every command and every option`() throws {
    guard let page = try Self.text(of: "crampctl.1") else { return }
    let help = try CrampctlRun(["--help"]).output
    let commands = help.split(separator: "\n").compactMap {
      $0.prefixMatch(of: /[ ]{2}([a-z]+) {2,}[A-Z]/)?.output.1
    }
    #expect(commands.count > 10)
    for command in commands {
      let own = try #require(page.firstRange(of: "\n   \(command)\n"), "\(command)")
      let rest = page[own.upperBound...]
      let section = rest[
        ..<(rest.firstRange(of: /\n {3}[a-z]+\n|\n[A-Z]/)?.lowerBound ?? rest.endIndex)
      ]
      let options = try CrampctlRun([String(command), "--help"]).output.matches(of: /--[a-z-]+/)
      for option in options where !["--version", "--help"].contains(option.output) {
        #expect(section.contains(option.output), "\(command) \(option.output)")
      }
    }
  }

  @Test func `crampd's page has every option and every variable`() throws {
    guard let page = try Self.text(of: "crampd.8") else { return }
    let help = try CrampctlRun(["--help"], of: "crampd").output
    let options = help.matches(of: /--[a-z-]+/).map { String($0.output) }
    #expect(options.count > 6)
    for word in options + Configuration.variables {
      #expect(page.contains(word), "\(word)")
    }
    for heading in ["SIGNALS", "ENVIRONMENT", "FILES", "EXIT STATUS", "SOCKET"] {
      #expect(page.contains("\n\(heading)\n"), "\(heading)")
    }
  }

  /// A mistake in each mapping of the file, and what stands before its keys in the page.
  @Test(arguments: [
    ("?: 1", ""),
    ("socket: {?: 1}", "socket."),
    ("journal: {?: 1}", "journal."),
    ("recording: {?: 1}", "recording."),
    ("clips: {?: 1}", "clips."),
    ("sessions: {?: 1}", "sessions."),
    ("tone: {?: 1}", "tone."),
    ("usb: {?: 1}", "usb."),
    ("sensors: [{?: 1}]", ""),
    ("sensors: [{sensor: synthetic, ?: 1}]", ""),
    ("sensors: [{usb: \"1:2\", channels: {1: {?: 1}}}]", ""),
    ("profiles: {night: {?: 1}}", ""),
  ])
  func `The configuration's page has every key that errors name`(
    mistake: String,
    prefix: String
  ) throws {
    let keys = try Self.keys(after: mistake)
    #expect(!keys.isEmpty)
    guard let page = try Self.text(of: "crampd.yaml.5") else { return }
    // At the head of an entry, alone or beside others; the name of a part before those in it.
    for key in keys {
      let entry = try Regex("\n +([a-z_.]+, )*\(prefix + key)(\\.[a-z_]+)?(,| {2,}|\n| is a list)")
      #expect(page.contains(entry), "\(prefix + key)")
    }
  }

  private static func keys(after mistake: String) throws -> [String] {
    let scratch = try Scratch()
    let text = mistake.replacing("?", with: "no_such_key")
    let path = try scratch.file("crampd.yaml", text.utf8)
    let run = try CrampctlRun(["--check-config", "--config", path], of: "crampd")
    try #require(run.status == 2)
    let list = try #require(
      run.errors.firstMatch(of: /(?:keys|settings) are (.*)/),
      "\(run.errors)"
    )
    return list.output.1.split(separator: ", ").map(String.init)
  }
}
