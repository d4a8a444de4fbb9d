import SensorEmulation

/// Transfers that the machine asks for, and endpoints that are read for it.
extension RedirectedPort {
  /// Hands a transfer to the sensor; one that cannot be is answered at once.
  mutating func submit(_ head: TransferHead, _ data: [UInt8], number: UInt64) {
    lastTransfer += 1
    let request = head.request(id: lastTransfer, data: data)
    guard let request, transfers.count < Self.mostTransfers else {
      return send(head.answer(.wrong, length: 0, data: [], shared: shared), number: number)
    }
    transfers[request.id] = .asked(head, number: number)
    guard sensor?.submit(request) == true else {
      transfers[request.id] = nil
      return send(head.answer(.wrong, length: 0, data: [], shared: shared), number: number)
    }
    collect()
  }

  /// Takes a transfer back; one that has ended was answered already.
  mutating func cancel(_ number: UInt64) {
    let id = transfers.first { _, transfer in
      if case .asked(_, number) = transfer { true } else { false }
    }?.key
    guard let id else { return }
    _ = sensor?.discard(id)
    collect()
  }

  /// Begins to read an endpoint and to pass on what comes.
  mutating func listen(_ endpoint: Listening, number: UInt64) {
    guard let announcement, let plan = endpoint.plan(announcement),
      transfers.count + plan.count <= Self.mostTransfers
    else { return send(endpoint.status(.wrong), number: number) }
    drop(endpoint.endpoint)
    listening[endpoint.endpoint] = endpoint
    send(endpoint.status(.done), number: number)
    for _ in 0..<plan.count { ask(endpoint, size: plan.size) }
    collect()
  }

  /// Ends that.
  mutating func stopListening(_ endpoint: Listening, number: UInt64) {
    drop(endpoint.endpoint)
    send(endpoint.status(.done), number: number)
  }

  private mutating func drop(_ endpoint: UInt8) {
    guard let old = listening.removeValue(forKey: endpoint) else { return }
    for (id, transfer) in transfers where transfer == .listening(old) { _ = sensor?.discard(id) }
    collect()
  }

  private mutating func ask(_ endpoint: Listening, size: Int) {
    lastTransfer += 1
    transfers[lastTransfer] = .listening(endpoint)
    let request = USBRequest(id: lastTransfer, endpoint: endpoint.endpoint, length: size)
    if sensor?.submit(request) != true { transfers[lastTransfer] = nil }
  }

  /// Answers what has ended.
  mutating func collect() {
    while let completion = sensor?.takeCompletion() {
      switch transfers.removeValue(forKey: completion.id) {
      case .asked(let head, let number):
        send(
          head.answer(
            RedirectionStatus(completion.status),
            length: completion.length,
            data: completion.data,
            shared: shared
          ),
          number: number
        )
      case .listening(let endpoint): pass(completion, of: endpoint)
      case nil: break
      }
    }
  }

  private mutating func pass(_ completion: USBCompletion, of endpoint: Listening) {
    guard listening[endpoint.endpoint] == endpoint else { return }
    guard completion.status == .done, let announcement, let plan = endpoint.plan(announcement)
    else {
      drop(endpoint.endpoint)
      return send(endpoint.status(RedirectionStatus(completion.status)))
    }
    send(endpoint.passing(completion.data), number: lastPassed)
    lastPassed += 1
    ask(endpoint, size: plan.size)
  }
}

extension Listening {
  /// How many transfers of which size read the endpoint; `nil` if it cannot be read like that.
  func plan(_ device: DeviceAnnouncement) -> (count: Int, size: Int)? {
    switch self {
    case .interrupts(let endpoint):
      guard device.isInput(endpoint, type: 3) else { return nil }
      return (1, max(1, device.packetSize(of: endpoint)))
    case .bulk(let endpoint, _, let size, let count):
      // The protocol wants whole packets.
      let packet = max(1, device.packetSize(of: endpoint))
      guard device.isInput(endpoint, type: 2), (1...16).contains(count),
        (1...65_536).contains(size), size % packet == 0
      else { return nil }
      return (count, size)
    }
  }
}

extension RedirectedPort {
  /// Lets the next transfer for data end with a halt of the endpoint.
  public mutating func stall() {
    sensor?.failNextTransfer(.stalled)
    collect()
  }

  /// Makes the sensor neither speak nor hear for a while.
  public mutating func silence(for length: Duration) {
    guard let end = sensor.map({ $0.now + length }) else { return }
    sensor?.silence(.until(end))
  }
}
