import CrampModel

/// Joins submissions and completions to whole transfers.
///
/// What comes in is data of the completion; what goes out, and the control request, is data of the
/// submission, which waits here for its completion.
struct TransferPairing: Sendable {
  /// Transfers whose submission lies before the capture or was lost from it.
  private(set) var orphans = 0
  private var waiting: [UInt64: CapturedTransfer] = [:]
  private var waitingBytes = 0

  /// Far more than a host has under way.
  static let mostWaiting = 1_024
  static let mostWaitingBytes = 32 << 20

  /// Takes the next event; returns the transfer that it completes.
  mutating func add(_ event: CapturedTransfer) -> TransferRecord? {
    guard event.kind == .control || !event.isIn else {
      return event.stage == .submitted ? nil : record(event, setup: [], data: event.data ?? [])
    }
    guard event.stage != .submitted else {
      wait(event)
      return nil
    }
    guard let submission = remove(event.id), submission.isSubmission(of: event) else {
      orphans += 1
      return nil
    }
    let data = event.isIn ? event.data : submission.data
    return record(event, setup: submission.setup, data: data ?? [])
  }

  private mutating func wait(_ submission: CapturedTransfer) {
    _ = remove(submission.id)
    let bytes = submission.data?.count ?? 0
    // Completions that the kernel dropped leave submissions behind; they turn up as orphans.
    if waiting.count >= Self.mostWaiting || waitingBytes + bytes > Self.mostWaitingBytes {
      waiting.removeAll()
      waitingBytes = 0
    }
    waiting[submission.id] = submission
    waitingBytes += bytes
  }

  private mutating func remove(_ id: UInt64) -> CapturedTransfer? {
    guard let submission = waiting.removeValue(forKey: id) else { return nil }
    waitingBytes -= submission.data?.count ?? 0
    return submission
  }

  private func record(
    _ event: CapturedTransfer,
    setup: [UInt8],
    data: [UInt8]
  ) -> TransferRecord {
    TransferRecord(
      time: event.time,
      kind: event.kind,
      endpoint: event.endpoint,
      bus: event.address.bus,
      device: event.address.device,
      status: event.status,
      setup: setup,
      data: data
    )
  }
}

extension CapturedTransfer {
  fileprivate func isSubmission(of event: Self) -> Bool {
    address == event.address && endpoint & 0x7F == event.endpoint & 0x7F && kind == event.kind
      && (kind != .control || setup.count == 8)
  }
}
