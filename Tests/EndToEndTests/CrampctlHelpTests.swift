import Testing

struct CrampctlHelpTests {
  @Test(arguments: [
    ("", ["USAGE: crampctl", "detect", "watch", "history", "crampctl detect night.edf"]),
    (
      "detect",
      [
        "--format", "--channel", "--chain", "--profile", "--rate", "--unit", "default: night",
        "--explain", "--ascii", "--set",
      ]
    ),
    ("profiles", ["--config", "--format", "crampctl profiles"]),
    ("score", ["--reference", "--detected", "--format", "--duration"]),
    ("convert", ["<in>", "<out>", "--force", "--rate", ".bdf"]),
    ("simulate", ["--output", "--seed", "--list", "--force", "crampctl simulate --list"]),
    ("watch", ["--after", "--type", "--format", "--socket", "--count"]),
    ("history", ["--since", "--until", "--type", "--limit", "--journal", "--state-dir", "2h"]),
    ("monitor", ["--fps", "--ascii", "--socket", "crampctl monitor"]),
    ("status", ["--socket", "--format", "crampctl status"]),
    ("doctor", ["--socket", "--state-dir", "--format", "--report", "sudo crampctl doctor"]),
    ("mark", ["<text>", "--socket"]),
    (
      "routine",
      ["<name>", "--list", "--show", "--breathing", "Ctrl-C", "crampctl routine calves"]
    ),
    (
      "on",
      ["<type> ...", "-- <command>", "--at-most", "--quiet", "--cursor", "--dry-run", "1/10m"]
    ),
    ("calibrate", ["--person", "--list", "--forget", "--from", "--rest", "--maximum", "Ctrl-C"]),
    ("session", ["start", "stop", "cue", "list", "show", "crampctl session start practice calf"]),
    ("label", ["--severity", "--sleep-disturbance", "--false-alarm", "--missed", "--list"]),
  ])
  func `Help names what a newcomer needs`(command: String, words: [String]) throws {
    let run = try CrampctlRun([command, "--help"].filter { !$0.isEmpty })
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    for word in words {
      #expect(run.output.contains(word), "\(word)")
    }
  }

  @Test func `The version is one line`() throws {
    let run = try CrampctlRun(["--version"])
    #expect(run.output == "0.1.0\n")
    #expect(run.status == 0)
  }

  @Test(arguments: [
    ["nonsense"],
    ["detect"],
    ["detect", "--profile", "holiday", "night.edf"],
    ["detect", "--set", "on_ratio", "night.edf"],
    ["detect", "--set", "on_ration=2", "night.edf"],
    ["detect", "--set", "on_ratio=0", "night.edf"],
    ["detect", "--set", "confirm_after_s=2", "night.edf"],
    ["detect", "--config", "/nowhere/crampd.yaml", "night.edf"],
    ["profiles", "--config", "/nowhere/crampd.yaml"],
    ["detect", "--rate", "0", "night.edf"],
    ["detect", "--rate", "nan", "night.edf"],
    ["detect", "--unit", "furlong", "night.edf"],
    ["detect", "--format", "xml", "night.edf"],
    ["detect", "--chain", "posterior", "night.edf"],
    ["detect", "--chain", "=a,b", "night.edf"],
    ["detect", "--chain", "posterior=a", "night.edf"],
    ["detect", "--chain", "posterior=a,a", "night.edf"],
    ["detect", "--chain", "one=a,b", "--chain", "one=c,d", "night.edf"],
    ["detect", "--chain", "one=a,b", "--chain", "two=b,c", "night.edf"],
    ["detect", "--format", "tsv", "one.edf", "two.edf"],
    ["detect", "--explain=pdf", "night.edf"],
    ["detect", "--ascii", "night.edf"],
    ["detect", "-o", "drawings", "night.edf"],
    ["detect", "--force", "night.edf"],
    ["detect", "--explain", "--format", "tsv", "night.edf"],
    ["detect", "--explain=svg", "one.edf", "two.edf"],
    ["detect", "--explain=svg", "-o", "both.svg", "one.edf", "two.edf"],
    ["simulate", "rain-in-spain", "-o", "rain.edf"],
    ["simulate", "short-cramp?seed=x", "-o", "rain.edf"],
    ["simulate", "short-cramp", "-o", "rain.doc"],
    ["simulate", "short-cramp"],
    ["simulate"],
    ["convert", "night.edf", "night.mp3"],
    ["score", "--reference", "a.tsv", "--detected", "b.doc"],
    ["watch", "--count", "0"],
    ["watch", "--after=-1"],
    ["watch", "--type", "crampon"],
    ["history", "--since", "someday"],
    ["history", "--limit", "0"],
    ["history", "--journal", "a", "--state-dir", "b"],
    ["session", "pause", "night"],
    ["mark"],
  ])
  func `A wrong command line is status 2 and one line`(arguments: [String]) throws {
    let run = try CrampctlRun(arguments)
    #expect(run.failed(with: 2), "\(run)")
  }
}
