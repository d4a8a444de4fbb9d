import Systemd

/// What the daemon tells of its copy in the systemd journal; members are named as in the answer.
struct MirrorReport: Encodable {
  let seq: Int64
  let sent: Int64
  let dropped: Int64

  init(_ report: EventMirror.Report) {
    seq = report.seq
    sent = report.sent
    dropped = report.dropped
  }
}
