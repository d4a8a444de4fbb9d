import Foundation

/// A daemon under a journald of its own, in a mount and process namespace, so that the machine's
/// journal is neither read nor written.
enum LoneJournald {
  /// Whether this machine has what it needs.
  static let isPossible: Bool = {
    let check = """
      [ "$(id -u)" = 0 ] && [ -x /lib/systemd/systemd-journald ] && command -v systemd-cat \
      && unshare -m -p -f --mount-proc mount -t tmpfs tmpfs /run
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", check]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.begin()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  /// Arguments: the program, the recording, the state directory, the catalog, where answers go.
  private static let script = """
    set -e
    crampd=$1 recording=$2 state=$3 catalog=$4 answers=$5
    mount -t tmpfs tmpfs /run
    mount -t tmpfs tmpfs /var/lib/systemd
    mount -t tmpfs tmpfs /usr/lib/systemd/catalog
    mkdir -p /run/systemd/journal /run/log/journal /run/systemd/journald.conf.d \
      /var/lib/systemd/catalog
    echo 0123456789abcdef0123456789abcdef > /run/machine-id
    [ ! -e /etc/machine-id ] || mount --bind /run/machine-id /etc/machine-id
    printf '[Journal]\\nStorage=volatile\\nReadKMsg=no\\nAudit=no\\nForwardToSyslog=no\\n' \
      > /run/systemd/journald.conf.d/lone.conf
    /lib/systemd/systemd-journald & journald=$!
    for turn in $(seq 400); do [ -S /run/systemd/journal/socket ] && break; sleep 0.05; done
    ask() { journalctl -D /run/log/journal --no-pager -q "$@"; }
    until_there() {
      for turn in $(seq 400); do [ -n "$(ask "$@" 2>/dev/null)" ] && return; sleep 0.05; done
      echo "nothing in the journal for $*" >&2
      return 1
    }
    # A unit's process gets this variable; systemd-cat is older than it.
    as_unit='JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2) exec "$@"'
    systemd-cat sh -c "$as_unit" sh "$crampd" --state-dir "$state" --socket "$state/s" \
      --sensor "replay:$recording?speed=max" --log-level debug & daemon=$!
    until_there CRAMP_TYPE=sensor.detached
    kill "$daemon"
    wait "$daemon"
    until_there CRAMP_TYPE=daemon.stopped
    cp "$catalog" /usr/lib/systemd/catalog/
    journalctl --update-catalog
    ask CRAMP_TYPE=cramp.onset -o json > "$answers/onset"
    ask CRAMP_TYPE=cramp.onset -x > "$answers/explained"
    ask -o json --output-fields=CRAMP_TYPE,CRAMP_SEQ,MESSAGE,PRIORITY,CODE_FILE > "$answers/all"
    kill "$journald"
    """

  /// Plays a recording to a daemon and puts what `journalctl` says of it into files.
  static func run(in scratch: Scratch) throws -> (status: Int32, errors: String) {
    let program = try CrampctlRun.process([], of: "crampd").executableURL?.path ?? "crampd"
    let catalog = Fixture.root.appending(path: "Udev/crampd.catalog").path
    let answers = scratch.path("")
    let run = try ForeignRun(
      shell: #"exec unshare -m -p -f --mount-proc --kill-child bash -c "$@""#,
      [
        script, "sh", program, Fixture.recording("short-cramp"), scratch.path("state"), catalog,
        answers,
      ],
      needs: ["unshare", "bash", "journalctl"],
      meanwhile: {}
    )
    return (run?.status ?? -1, run?.errors ?? "")
  }
}
