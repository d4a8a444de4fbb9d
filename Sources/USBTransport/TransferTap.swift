import CLibUSB
import CrampModel
import Glibc

/// Writes down what goes over a link, on the task that has it go.
struct TransferTap: Sendable {
  let address: USBAddress
  let record: @Sendable (TransferRecord) -> Void

  /// A control request and what came of it.
  func control(_ request: ControlRequest, _ result: Result<RequestOutcome, USBError>) {
    let isIn = request.requestType & 0x80 != 0
    record(
      transfer(.control, isIn ? 0x80 : 0, result, setup: request.setup, unsent: request.data)
    )
  }

  /// A write and what came of it.
  func write(_ bytes: [UInt8], to endpoint: USBEndpoint, _ result: Result<RequestOutcome, USBError>)
  {
    let kind: TransferRecord.Kind = endpoint.transfer == .interrupt ? .interrupt : .bulk
    record(transfer(kind, endpoint.address, result, unsent: bytes))
  }

  /// What a transfer from the device brought, or why none comes any longer.
  func read(
    _ endpoint: USBEndpoint,
    _ data: [UInt8],
    at time: ContinuousClock.Instant,
    errno: Int32
  ) {
    record(
      TransferRecord(
        time: Timestamp(time),
        kind: endpoint.transfer == .interrupt ? .interrupt : .bulk,
        endpoint: endpoint.address,
        bus: UInt16(address.bus),
        device: address.device,
        status: errno,
        data: data
      )
    )
  }

  private func transfer(
    _ kind: TransferRecord.Kind,
    _ endpoint: UInt8,
    _ result: Result<RequestOutcome, USBError>,
    setup: [UInt8] = [],
    unsent: [UInt8]
  ) -> TransferRecord {
    var transfer = TransferRecord(
      time: Timestamp(.now),
      kind: kind,
      endpoint: endpoint,
      bus: UInt16(address.bus),
      device: address.device,
      setup: setup,
      data: unsent
    )
    switch result {
    case .success(let outcome):
      transfer.time = Timestamp(outcome.time)
      transfer.data = outcome.data
      transfer.status = USBError(outcome.status, "")?.errno ?? 0
    case .failure(let error):
      transfer.status = error.errno
    }
    return transfer
  }
}

extension Timestamp {
  /// The civil time that `instant` was, by the clock as it is set now.
  fileprivate init(_ instant: ContinuousClock.Instant) {
    var wall = timespec()
    clock_gettime(CLOCK_REALTIME, &wall)
    let now = Self(microseconds: Int64(wall.tv_sec) * 1_000_000 + Int64(wall.tv_nsec) / 1000)
    self = now.advanced(bySeconds: -(instant.duration(to: .now) / .seconds(1)))
  }
}
