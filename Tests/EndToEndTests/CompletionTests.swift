import Foundation
import Testing

/// The completions that the programs write for shells, as the shells use them.
struct CompletionTests {
  /// Asks Bash what it would offer for the last word, in a directory with one file.
  private static let line = #"""
    cd "$1" && bash --norc -c '
      source <("$1" --generate-completion-script bash)
      shift
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
      offer=$(complete -p "$1" | sed "s/.*-F \([^ ]*\).*/\1/")
      "$offer" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf "%s\n" "${COMPREPLY[@]}"' bash "$2" $3 "$4"
    """#

  @Test(arguments: [
    ("crampctl", "mon", ["monitor"]),
    ("crampctl watch --type", "cramp.r", ["cramp.release"]),
    ("crampctl on", "tone.", ["tone.raised", "tone.usual"]),
    ("crampctl detect", "nig", ["night.edf"]),
    ("crampctl detect --profile", "n", ["night"]),
    ("crampctl simulate", "short", ["short-cramp"]),
    ("crampctl routine", "cal", ["calves"]),
    ("crampctl session", "sta", ["start"]),
    ("crampctl history --format", "t", ["table", "tsv"]),
    ("crampd", "--sen", ["--sensor"]),
    ("crampd --config", "nig", ["night.edf"]),
  ])
  func `Bash offers what fits`(before: String, word: String, offered: [String]) async throws {
    try await blocking {
      let scratch = try Scratch()
      let file = try scratch.file("night.edf", [])
      let program = try CrampctlRun.executable(String(before.split(separator: " ")[0])).path
      let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
      let run = try ForeignRun(
        shell: Self.line,
        [folder, program, before, word],
        needs: ["bash"],
        meanwhile: {}
      )
      guard let run else { return }
      #expect(run.errors == "")
      #expect(run.output.split(separator: "\n").map(String.init).sorted() == offered)
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"], ["crampctl", "crampd"])
  func `A shell can read its completions`(shell: String, program: String) async throws {
    try await blocking {
      let scratch = try Scratch()
      let run = try ForeignRun(
        shell: #""$1" --generate-completion-script "$2" > "$3" && "$2" -n "$3""#,
        [try CrampctlRun.executable(program).path, shell, scratch.path("completions")],
        needs: [shell]
      ) {}
      guard let run else { return }
      #expect(run.status == 0, "\(run.errors)")
    }
  }

  @Test(arguments: ["crampctl", "crampd"])
  func `Zsh gets no name of a variable that it cannot have`(program: String) async throws {
    try await blocking {
      let script = try CrampctlRun(["--generate-completion-script", "zsh"], of: program).output
      let names = script.matches(of: /local -ar ([^=\n]*)=/).map { String($0.output.1) }
      #expect(!names.isEmpty)
      #expect(names.filter { $0.wholeMatch(of: /[A-Za-z0-9_]+/) == nil } == [])
    }
  }
}
