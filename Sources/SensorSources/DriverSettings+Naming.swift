public import CrampModel
public import SensorProtocols

extension DriverSettings {
  /// What the conversation with the sensor depends on: all but names, muscles and chains.
  var wire: Self {
    var wire = self
    for number in channels.keys {
      wire.channels[number]?.name = nil
      wire.channels[number]?.muscle = nil
      wire.channels[number]?.chain = nil
    }
    return wire
  }
}

extension StreamDescription {
  /// The stream as a person names its channels.
  ///
  /// - Parameter said: What is said of channels by number, from 1; those that are not there do not
  ///   count.
  /// - Returns: The same with names, muscles and chains.
  public func named(_ said: [Int: DriverSettings.Channel]) -> Self {
    var stream = self
    for index in stream.channels.indices {
      guard let said = said[index + 1] else { continue }
      if let name = said.name { stream.channels[index].name = name }
      stream.channels[index].muscle = said.muscle
      stream.channels[index].chain = said.chain
    }
    return stream
  }
}
