import CrampDetection
import Foundation
import Testing

struct CrampctlProfileTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test func `Profiles are listed with every constant, its range and what it is`() throws {
    let run = try CrampctlRun(["profiles"])
    #expect(run.status == 0, "\(run)")
    #expect(run.lines.first?.hasPrefix("constant") == true)
    #expect(run.lines.count == Profile.settings.count + 1)
    for setting in Profile.settings {
      let line = run.lines.first { $0.hasPrefix(setting.name + " ") }
      #expect(line?.hasSuffix(setting.help) == true, "\(setting.name)")
    }
  }

  @Test func `A configuration's profiles are listed for programs`() throws {
    let config = try configuration
    let run = try CrampctlRun(["profiles", "--config", config, "--format", "json"])
    #expect(run.status == 0, "\(run)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    )
    let profiles = try #require(json["profiles"] as? [String: [String: Any]])
    #expect(Set(profiles.keys) == ["night", "exercise", "practice", "patient"])
    #expect(profiles["patient"]?["confirm_after_s"] as? Double == 12)
    #expect(profiles["patient"]?["may_begin_contracted"] as? Bool == false)
    let settings = try #require(json["settings"] as? [[String: Any]])
    #expect(settings.map { $0["name"] as? String } == Profile.settings.map(\.name))
    #expect(settings.first { $0["name"] as? String == "on_uv" }?["unit"] as? String == "uV")
  }

  @Test func `A recording is judged by the profile that was asked for`() throws {
    let config = try configuration
    let file = Fixture.recording("short-cramp")
    func onset(_ options: String...) throws -> String? {
      let run = try CrampctlRun(["detect", "--format", "ndjson", file] + options)
      try #require(run.status == 0, "\(run)")
      return run.lines.first { $0.contains("cramp.onset") }.map(String.init)
    }
    #expect(try onset()?.member("profile") == "\"night\"")
    #expect(try onset("--config", config)?.member("profile") == "\"patient\"")
    #expect(try onset("--config", config, "--profile", "night")?.member("profile") == "\"night\"")
    let changed = try onset("--set", "confirm_after_s=4", "--set", "on_ratio=2.5")
    #expect(changed?.member("profile") == "\"night with confirm_after_s=4 on_ratio=2.5\"")
    let night = try #require(try onset()?.member("detected"))
    #expect(try #require(changed?.member("detected")) < night)
    #expect(try onset("--set", "on_ratio=100") == nil)
  }

  @Test func `A mistake in the configuration is told with its place`() throws {
    let config = try scratch.file("bad.yaml", "profiles:\n  night: {on_ratio: 0}\n".utf8)
    for command in [["profiles"], ["detect", Fixture.recording("short-cramp")]] {
      let run = try CrampctlRun(command + ["--config", config])
      #expect(run.failed(with: 2), "\(run)")
      #expect(run.errors.contains("bad.yaml:2:11: profiles.night.on_ratio: "), "\(run)")
    }
  }

  private var configuration: String {
    get throws {
      try scratch.file(
        "crampd.yaml",
        """
        mains_hz: 50
        profile: patient
        profiles: {patient: {base: night, confirm_after_s: 12}}
        """.utf8
      )
    }
  }
}
