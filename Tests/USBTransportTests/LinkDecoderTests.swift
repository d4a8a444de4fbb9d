import CrampModel
import Testing

@testable import USBTransport

struct LinkDecoderTests {
  @Test(arguments: [
    // status, data …                          data               overruns
    ("0160", "", 0),
    ("0162a0", "a0", 1),
    ("0162", "", 0),  // an error without data is the last one again
    ("01", "", 0),
    ("", "", 0),
    ("0160aabb", "aabb", 0),
  ])
  func `status bytes go, data stays`(transfer: String, data: String, overruns: Int) {
    var found: [UInt8] = []
    let errors = FTDIStatus.strip(bytes(transfer).span, maxPacket: 64, into: &found)
    #expect(hexadecimal(found) == data)
    #expect(errors.overruns == overruns && errors.total == overruns)
  }

  @Test func `each of three packets has its own status`() {
    let ramp = (0..<129).map { UInt8($0) }
    let status: [UInt8] = [1, 0x60]
    let transfer = status + ramp[..<62] + status + ramp[62..<124] + status + ramp[124...]
    #expect(transfer.count == 135)
    var found: [UInt8] = []
    #expect(FTDIStatus.strip(transfer.span, maxPacket: 64, into: &found).total == 0)
    #expect(found == ramp)
  }

  @Test func `every kind of line error is counted by packets`() {
    var found: [UInt8] = []
    let transfer = bytes("011e2a")
    let errors = LinkDecoder(.ftdi, maxPacket: 64).payload(of: transfer.span, into: &found)
    #expect(errors.overruns == 1 && errors.parity == 1 && errors.framing == 1)
    #expect(errors.breaks == 1 && errors.total == 4)
  }

  @Test(arguments: [8, 16, 62, 64, 512])
  func `what is counted ahead is what comes out, for any transfer`(maxPacket: Int) {
    var random = SplitMix64(seed: 1301)
    let decoder = LinkDecoder(.ftdi, maxPacket: maxPacket)
    for count in 0...1100 {
      let transfer = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      var found: [UInt8] = [7]
      _ = decoder.payload(of: transfer.span, into: &found)
      #expect(found.count == 1 + decoder.payloadCount(ofTransfer: count))
    }
  }

  @Test(arguments: LinkKind.allCases.filter { $0 != .ftdi })
  func `other kinds pass bytes as they are`(kind: LinkKind) {
    var found: [UInt8] = []
    let decoder = LinkDecoder(kind, maxPacket: 32)
    #expect(decoder.payload(of: bytes("0160ff").span, into: &found).total == 0)
    #expect(hexadecimal(found) == "0160ff")
    #expect(decoder.payloadCount(ofTransfer: 33) == 33)
  }

  @Test(arguments: [-1, 0, 2, .min])
  func `a packet size that cannot be does no harm`(maxPacket: Int) {
    var found: [UInt8] = []
    _ = LinkDecoder(.ftdi, maxPacket: maxPacket).payload(of: bytes("0160aa").span, into: &found)
    #expect(hexadecimal(found) == "aa")
  }
}
