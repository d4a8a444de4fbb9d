public import SensorEmulation

/// A bus whose sensors a script plugs in and disturbs.
public protocol ScriptedBus {
  /// Since the bus was made, by the clock.
  var clock: Duration { get }

  /// Plugs a sensor in.
  ///
  /// - Parameters:
  ///   - name: The script's name for it.
  ///   - family: Which sensor.
  ///   - values: How it is to be.
  /// - Returns: Where it is.
  /// - Throws: Why that is not possible.
  func plug(
    name: String,
    family: SensorFamily,
    values: [String: String]
  ) throws -> [(String, JSONValue)]

  /// Pulls a plug.
  ///
  /// - Parameter name: The sensor.
  /// - Throws: ``EmulatorError`` if it is not plugged in.
  func unplug(_ name: String) throws

  /// Does something to a sensor.
  ///
  /// - Parameters:
  ///   - command: What.
  ///   - name: The sensor.
  /// - Throws: ``EmulatorError`` if it is not plugged in.
  func obey(_ command: ScriptCommand.DeviceCommand, _ name: String) throws

  /// Lets requests of a kind fail.
  ///
  /// - Parameters:
  ///   - name: The sensor.
  ///   - request: The kind.
  ///   - code: The `errno` that programs get; 0 to let all succeed again.
  ///   - count: How many requests.
  /// - Throws: ``EmulatorError`` if it is not plugged in.
  func fail(_ name: String, _ request: RequestKind, code: Int32, count: Int) throws

  /// What went over the bus.
  ///
  /// - Parameter name: The sensor.
  /// - Returns: Counts by their names.
  /// - Throws: ``EmulatorError`` if it was never plugged in.
  func statistics(of name: String) throws -> [(String, Int)]

  /// What really happens in the scenario.
  ///
  /// - Parameter name: The sensor.
  /// - Returns: The members of the answer.
  /// - Throws: ``EmulatorError`` if it was never plugged in.
  func truth(of name: String) throws -> [(String, JSONValue)]
}
