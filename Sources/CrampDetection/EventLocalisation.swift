internal import CrampModel

extension Localisation {
  /// Puts what is known into the members of an event.
  ///
  /// - Parameters:
  ///   - stream: What names the channels.
  ///   - details: Where the members are appended.
  func describe(in stream: StreamDescription, into details: inout [EventDetail]) {
    if let index = EventDetail.rounded(.localisation, index, decimals: 2) { details.append(index) }
    if let from = spreadFrom {
      details.append(EventDetail(.spreadFrom, .text(stream.channels[from].name)))
    }
    guard isCoContraction else { return }
    let names = coActive.map { stream.channels[$0].name }
    details.append(EventDetail(.coActive, .texts(names)))
  }
}
