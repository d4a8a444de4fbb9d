/// The rungs of a recovery, from the gentlest to the roughest; each ends with transfers started.
extension USBLink {
  /// Calls off all transfers and starts them anew.
  ///
  /// - Throws: ``USBError`` if they do not come back, or cannot be started.
  public func restartTransfers() async throws(USBError) {
    try await pipe.device.settle()
    try await startTransfers()
  }

  /// Ends the halt of both endpoints and starts the transfers anew.
  ///
  /// - Throws: ``USBError`` if the device does not answer.
  public func clearHalt() async throws(USBError) {
    try await pipe.device.settle()
    let layout = layout
    try await pipe.device.call("clear the halts") { handle throws(USBError) in
      try handle.clearHalt(layout.input)
      if let output = layout.output { try handle.clearHalt(output) }
    }
    try await startTransfers()
  }

  /// Resets the device, sets its line again and starts the transfers anew; takes up to seconds.
  ///
  /// - Throws: ``USBError``; of the kind ``USBError/Kind/noDevice`` if it came back as another one.
  public func reset() async throws(USBError) {
    // A reset also brings back what a cancellation could not.
    _ = try? await pipe.device.settle()
    try await pipe.device.call("reset the device") { handle throws(USBError) in
      try handle.reset()
    }
    try await pipe.device.settle()
    try await begin()
  }
}
