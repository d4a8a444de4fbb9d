import CLibUSB

/// The requests to an open device, with what is written down of them.
struct ControlPipe: Sendable {
  let device: OpenDevice
  let tap: TransferTap?

  /// Makes a request; returns what the device answered.
  @discardableResult
  func send(_ request: ControlRequest) async throws(USBError) -> [UInt8] {
    let outcome: RequestOutcome
    do throws(USBError) {
      outcome = try await device.control(request)
    } catch {
      tap?.control(request, .failure(error))
      throw error
    }
    tap?.control(request, .success(outcome))
    if let error = USBError(outcome.status, "\(request)") { throw error }
    return outcome.data
  }

  /// Makes requests in order, until one fails that may not.
  func run(_ requests: [ControlRequest]) async throws(USBError) {
    for request in requests {
      do throws(USBError) {
        try await send(request)
      } catch {
        guard request.mayStall, error.kind == .stall else { throw error }
      }
    }
  }

  /// Asks a device for what it says of itself, so that what is written down of it is complete.
  ///
  /// What it refuses is written down as refused.
  func describe(_ attached: AttachedDevice) async {
    _ = try? await send(.descriptor(1, length: 18))
    let length = UInt16(clamping: attached.configurationDescriptor.count)
    _ = try? await send(.descriptor(2, length: length))
    _ = await strings(attached)
  }

  /// Asks a device for the strings that its descriptor names.
  func strings(_ attached: AttachedDevice) async -> USBStrings {
    guard attached.deviceDescriptor.count == 18 else { return USBStrings() }
    let numbers = attached.deviceDescriptor[14...16]
    guard numbers.contains(where: { $0 != 0 }) else { return USBStrings() }
    let languages = (try? await send(.descriptor(3, length: 255))) ?? []
    // English where the device does not say.
    let language =
      languages.count >= 4 ? UInt16(languages[2]) | UInt16(languages[3]) << 8 : 0x0409
    var texts: [String?] = []
    for number in numbers {
      guard number != 0 else {
        texts.append(nil)
        continue
      }
      let request = ControlRequest.descriptor(3, number: number, index: language, length: 255)
      texts.append(USBStrings.text(ofDescriptor: (try? await send(request)) ?? []))
    }
    return USBStrings(manufacturer: texts[0], product: texts[1], serial: texts[2])
  }

  /// Whether the reports of a HID device begin with their number, by its report descriptor.
  func numbersReports(_ layout: LinkLayout) async throws(USBError) -> Bool {
    guard layout.kind == .hid, layout.output == nil else { return false }
    let request = ControlRequest.descriptor(
      0x22,
      index: UInt16(layout.control),
      length: layout.reportDescriptorLength
    )
    do throws(USBError) {
      return HIDReports.areNumbered(by: try await send(request))
    } catch {
      guard error.kind == .stall else { throw error }
      return false
    }
  }
}
