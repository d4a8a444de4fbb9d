public import CrampModel
internal import SensorProtocols
internal import Synchronization
public import USBTransport

/// Finds sensors on USB as they are plugged in, and keeps each one's place while it is away.
public final class SensorHub: Sendable {
  /// Makes what is told of every transfer of a sensor, named by its driver and serial number.
  public typealias TapMaker = @Sendable (SensorPlan) -> (@Sendable (TransferRecord) -> Void)?

  /// What the hub deals with, one after the other.
  enum Order: Sendable {
    case change(USBChange)
    case look(DeviceLook)
    case judgeAgain
  }

  let host: USBHost
  let rules: Mutex<Discovery>
  let roster = Mutex(SensorRoster())
  let orders: AsyncStream<Order>.Continuation
  private let incoming: AsyncStream<Order>
  private let tap: TapMaker

  /// Prepares to look for sensors.
  ///
  /// - Parameters:
  ///   - discovery: Decides which devices are used.
  ///   - tap: Makes what is told of every transfer of a sensor.
  /// - Throws: `USBError` if USB cannot be used at all.
  public init(
    discovery: Discovery,
    tap: @escaping TapMaker = { _ in nil }
  ) throws(USBError) {
    rules = Mutex(discovery)
    (incoming, orders) = AsyncStream.makeStream()
    self.tap = tap
    host = try USBHost()
  }

  /// The devices that are attached now, and what becomes of each.
  public var devices: [HubDevice] {
    roster.withLock { $0.devices.values.sorted { $0.port < $1.port } }
  }

  /// Whether the thread of USB events is overdue, and how many turns it has taken.
  public var progress: (isOverdue: Bool, turns: Int64) { host.progress }

  /// Looks once at what is attached, without using it, and ends.
  ///
  /// - Returns: The devices in the order of their places.
  public func survey() async -> [HubDevice] {
    await host.catchUp()
    for device in host.attached() { _ = judge(await look(at: device)) }
    await host.close()
    return devices
  }

  /// Looks for sensors until the task is cancelled.
  ///
  /// - Parameters:
  ///   - trouble: Is told once of each device that is to be used and cannot be.
  ///   - serve: Reads a sensor to its end; each runs in a task of its own.
  /// - Throws: What `serve` throws.
  public func run(
    trouble: @escaping @Sendable (HubDevice, String) async -> Void,
    serve: @escaping @Sendable (LiveSensor) async throws -> Void
  ) async throws {
    do {
      try await follow(trouble: trouble, serve: serve)
    } catch {
      await host.close()
      throw error
    }
    await host.close()
  }

  private func follow(
    trouble: @escaping @Sendable (HubDevice, String) async -> Void,
    serve: @escaping @Sendable (LiveSensor) async throws -> Void
  ) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { for await change in self.host.changes { self.orders.yield(.change(change)) } }
      for await order in incoming {
        if case .change(.arrived(let device)) = order {
          // A device that does not answer keeps no other waiting.
          group.addTask { await self.getToKnow(device) }
        }
        for introduction in follow(order) {
          group.addTask {
            await introduction.before?.leash.ended()
            let (device, place) = (introduction.device, introduction.place)
            try await place.leash.run {
              try await self.introduce(device, at: place, trouble: trouble, serve: serve)
            }
          }
        }
      }
    }
  }

  private func follow(_ order: Order) -> [Introduction] {
    switch order {
    case .change(.arrived):
      return []
    case .look(let look):
      guard host.isAttached(look.device.address) else { return [] }
      return judge(look).map { [Introduction(device: look.device, place: $0)] } ?? []
    case .change(.left(let address)):
      roster.withLock { $0.leave(address) }
      return []
    case .judgeAgain:
      return judgeAgain()
    }
  }

  /// A place that nobody has yet.
  func place(of seen: SeenDevice, _ plan: SensorPlan) -> SensorPlace {
    SensorPlace(
      plan: plan,
      seen: seen,
      host: host,
      slot: DeviceSlot(),
      origin: .now,
      tap: tap(plan)
    )
  }

  /// Opens a device for the first time, as often as it takes, and has it served.
  private func introduce(
    _ first: AttachedDevice,
    at place: SensorPlace,
    trouble: @escaping @Sendable (HubDevice, String) async -> Void,
    serve: @escaping @Sendable (LiveSensor) async throws -> Void
  ) async throws {
    var device = first
    var backoff = Backoff()
    var isTold = false
    while !Task.isCancelled {
      do {
        let session = try await place.open(device)
        let sensor = LiveSensor(session, on: device, place: place)
        roster.withLock { $0.stream(place, as: sensor.stream.sensor) }
        try await serve(sensor)
        // It came back as another kind of sensor, which is served anew.
        guard let again = host.attached().first(where: { isHeld($0.address, by: place) }) else {
          break
        }
        device = again
      } catch is CancellationError {
        break
      } catch let error where error is USBError || error is DialogueError {
        // What fails while the device is taken away is no trouble.
        if let next = await place.slot.take(within: backoff.next()) {
          (device, isTold) = (next, false)
        } else if place.kept(device) == nil {
          guard let next = await returned(to: place) else { break }
          (device, isTold) = (next, false)
          backoff.reset()
        } else {
          mark(device, .failed("\(error)"))
          if !isTold, !Task.isCancelled, let entry = entry(of: device) {
            await trouble(entry, "\(error)")
          }
          isTold = true
        }
      }
    }
    roster.withLock { $0.forget(place) }
  }

  private func returned(to place: SensorPlace) async -> AttachedDevice? {
    while !Task.isCancelled {
      if let device = await place.slot.take(within: .seconds(3_600)) { return device }
    }
    return nil
  }

  private func isHeld(_ address: USBAddress, by place: SensorPlace) -> Bool {
    roster.withLock { $0.isHeld(address, by: place) }
  }

  private func entry(of device: AttachedDevice) -> HubDevice? {
    roster.withLock { $0.devices[device.address] }
  }

  private func mark(_ device: AttachedDevice, _ state: HubDevice.State) {
    roster.withLock { $0.devices[device.address]?.state = state }
  }
}
