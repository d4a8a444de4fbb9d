import EmulatorScript
import SensorEmulation

/// What a script asks of the bus.
extension Bed: ScriptedBus {
  func plug(
    name: String,
    family: SensorFamily,
    values: [String: String]
  ) throws -> [(String, JSONValue)] {
    let device = try attach(name: name, family: family, values: values)
    return [("node", .text(device.place.node)), ("port", .text(device.place.port))]
  }

  func unplug(_ name: String) throws {
    unplug(try present(name))
  }

  func obey(_ command: ScriptCommand.DeviceCommand, _ name: String) throws {
    let device = try present(name)
    locked {
      device.advance()
      device.model.obey(command)
      device.collect()
    }
  }

  func fail(_ name: String, _ request: RequestKind, code: Int32, count: Int) throws {
    let device = try present(name)
    locked {
      if request == .open {
        device.refuseOpen(code)
      } else {
        device.failures[request] =
          code == 0 || count == 0 ? nil : EmulatedDevice.Failure(code: code, count: count)
      }
    }
  }

  func statistics(of name: String) throws -> [(String, Int)] {
    let device = try device(name)
    var result: [(String, Int)] = []
    locked { result = device.model.statistics + [("urbs_reaped", device.reaped)] }
    return result
  }

  func truth(of name: String) throws -> [(String, JSONValue)] {
    let device = try device(name)
    var truth: SensorTruth?
    locked { truth = device.model.truth }
    guard let truth else { return [] }
    let first = truth.firstFrame.map { wallTime(of: device.pluggedAt + $0) }
    return truth.members(firstFrameUnix: first)
  }

  private func device(_ name: String) throws(EmulatorError) -> EmulatedDevice {
    guard let device = devices[name] else { throw .device("\(name) was never plugged in") }
    return device
  }

  private func present(_ name: String) throws(EmulatorError) -> EmulatedDevice {
    let device = try device(name)
    guard device.isPresent else { throw .device("\(name) is not plugged in") }
    return device
  }
}
