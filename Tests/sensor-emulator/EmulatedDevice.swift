import CUMockdev
import EmulatorScript
import Glibc
import SensorEmulation

/// A device on the made-up bus: the model, its file, and the transfers of programs.
final class EmulatedDevice {
  let place: USBPlace
  var model: SensorDevice
  unowned let bed: Bed
  /// When it was plugged in, in the sensors' time.
  let pluggedAt: Duration
  var failures: [RequestKind: Failure] = [:]
  var urbs: [UInt: URB] = [:]
  /// Transfers that are done and not fetched, in order.
  var done: [UInt] = []
  var reaped = 0
  var lastURB: UInt = 0
  var isHangupTold = false
  /// Transfers that were fetched in the request under way.
  var released: [URB] = []
  private var node: DeviceNode?
  private let handler: UnsafeMutablePointer<UMockdevIoctlBase>

  /// Requests of a kind that are to fail.
  struct Failure {
    let code: Int32
    var count: Int
  }

  /// A transfer with the program's memory.
  struct URB {
    /// The structure and, in it, the buffer.
    let structure: UnsafeMutablePointer<UMockdevIoctlData>
    let buffer: UnsafeMutablePointer<UMockdevIoctlData>?
    /// Which program asked for it.
    let owner: Int
    /// Where data that come in begin in the buffer.
    let offset: Int
  }

  var isPresent: Bool { model.isPresent }

  init(bed: Bed, model: SensorDevice, place: USBPlace, root: String) throws(EmulatorError) {
    guard let handler = umockdev_ioctl_base_new() else { throw .device("no handler") }
    self.bed = bed
    self.model = model
    self.place = place
    self.handler = handler
    pluggedAt = bed.now
    try Self.makeFolders(of: root + place.node)
    node = try DeviceNode(path: root + place.node)
  }

  private static func makeFolders(of path: String) throws(EmulatorError) {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/\(part)"
      guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
        throw .system("make \(folder)", errno)
      }
    }
  }

  /// Tells the program that the device is there.
  func announce(on testbed: UnsafeMutablePointer<UMockdevTestbed>) throws(EmulatorError) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    crampd_listen(
      handler,
      { _, client, context in EmulatedDevice.of(context)?.answer(client) ?? 0 },
      { _, client, context in EmulatedDevice.of(context)?.came(client) },
      { _, client, context in EmulatedDevice.of(context)?.went(client) },
      context
    )
    guard umockdev_testbed_attach_ioctl(testbed, place.node, handler, nil) != 0 else {
      throw .device("\(place.node): umockdev cannot listen there")
    }
    guard crampd_add(testbed, description) != 0 else {
      throw .device("\(place.port): umockdev does not take the device")
    }
  }

  /// Devices live as long as the bed: the pointer that umockdev keeps stays good.
  private static func of(_ context: gpointer?) -> EmulatedDevice? {
    context.map { Unmanaged<EmulatedDevice>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Brings the model up to now, and tells programs what is done.
  func advance() {
    model.advance(to: bed.now - pluggedAt)
    collect()
  }

  /// Takes what is done from the model.
  func collect() {
    while let completion = model.takeCompletion() {
      guard let urb = urbs[completion.id] else { continue }
      urb.finish(completion)
      done.append(completion.id)
    }
    showReadiness()
  }

  func showReadiness() {
    node?.setReady(!done.isEmpty || (!isPresent && !isHangupTold))
  }

  func unplug() {
    model.advance(to: bed.now - pluggedAt)
    model.unplug()
    collect()
  }

  func removeNode() {
    // The program has the file open: what is written there still reaches it.
    node?.hide()
  }

  func refuseOpen(_ code: Int32) {
    node?.refuse(code)
  }
}
