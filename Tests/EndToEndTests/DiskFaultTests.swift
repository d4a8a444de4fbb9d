import Foundation
import Testing

/// A few of the faults that `Scripts/faults` tries at every call.
struct DiskFaultTests {
  private static let program = """
    import runpy, sys
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")
    """

  @Test(arguments: [
    ["enospc", "enospc-all", "eio", "eio-all", "erofs-all"],
    ["fsync-eio", "fsync-eio-all", "slow-fsync"],
    ["full-disk"],
  ])
  func `A disk that fails takes back nothing that was told`(faults: [String]) async throws {
    let run = try await blocking {
      let script = Fixture.root.appending(path: "Scripts/faults").path
      let programs = try CrampctlRun.executable("crampd").deletingLastPathComponent().path
      let options = ["--quick", "--programs", programs]
      return try ForeignRun(python: Self.program, [script] + options + faults, needs: ["sqlite3"])
    }
    guard let run, run.status != 77 else {
      print("SKIPPED: no faults without Python and a strace that may trace")
      return
    }
    #expect(run.status == 0, "\(run.output)\(run.errors)")
  }
}
