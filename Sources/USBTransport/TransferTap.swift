import CLibUSB
import CrampModel

/// Writes down what goes over a link, on the task that has it go.
struct TransferTap: Sendable {
  let address: USBAddress
  let clock = CivilClock()
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
        time: clock.time(of: time),
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
      time: clock.time(of: .now),
      kind: kind,
      endpoint: endpoint,
      bus: UInt16(address.bus),
      device: address.device,
      setup: setup,
      data: unsent
    )
    switch result {
    case .success(let outcome):
      transfer.time = clock.time(of: outcome.time)
      transfer.data = outcome.data
      transfer.status = USBError(outcome.status, "")?.errno ?? 0
    case .failure(let error):
      transfer.status = error.errno
    }
    return transfer
  }
}
