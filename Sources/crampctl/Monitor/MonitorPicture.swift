import CrampModel
import EventStream

/// What the monitor knows and shows; knows no terminal, no socket and no clock.
///
/// Updates of the stream and keys go in, a grid of cells comes out.
struct MonitorPicture {
  /// Whether what is shown is what is.
  enum Connection: Equatable {
    /// No server has answered yet.
    case waiting
    case live
    /// Nothing has come since then, in seconds of the monitor's clock.
    case away(since: Double, cause: String)
  }

  /// No sensor has more; what goes beyond is left out.
  static let mostChannels = 64
  /// More events than any terminal has rows.
  static let mostEvents = 200
  /// With no readings to come, a heartbeat comes every 15 s unless it is configured otherwise.
  static let patience = 20.0
  /// How many readings a connection asks for where the picture does not move faster: what is in
  /// words is to be of this second.
  static let leastRate = 1.0

  let glyphs: Glyphs
  /// Redraws in a second, at most.
  let frames: Double
  /// Brings a point in time into the words `2026-11-21 03:51:21`.
  let clock: @Sendable (Timestamp) -> String

  var view = MonitorView()
  private(set) var connection = Connection.waiting
  private(set) var version = ""
  private(set) var sensors: [MonitorSnapshot.Sensor] = []
  private(set) var message: String?
  private(set) var channels: [MonitorChannel] = []
  private(set) var events: [MonitorEvent] = []
  private(set) var session: MonitorSession?
  /// Readings that the daemon had no room for: on connections that are over, and on this one.
  private var droppedBefore = 0
  private var droppedNow = 0
  /// Whether only a new connection tells what has changed.
  private var isOutdated = false
  private var rateInUse = 0.0
  /// When the daemon was last heard of, in seconds of the monitor's clock.
  private var heard = 0.0

  init(
    glyphs: Glyphs,
    frames: Double,
    clock: @escaping @Sendable (Timestamp) -> String = { LocalTime.dateAndTime($0) }
  ) {
    self.glyphs = glyphs
    self.frames = frames
    self.clock = clock
  }

  /// For how long nothing has been heard, in seconds; `nil` while that is no longer than it may be.
  func silence(at moment: MonitorMoment) -> Double? {
    let streams = sensors.contains { $0.isStreaming } && !channels.isEmpty
    let age = moment.seconds - heard
    return age > (streams ? MonitorChannel.patience : Self.patience) ? age : nil
  }

  /// Readings that were not shown.
  var dropped: Int { droppedBefore + droppedNow }

  /// How many readings of a channel are shown in a second, in hertz: one for each column.
  var signalRate: Double {
    min(frames, max(Self.leastRate, 1 / EnvelopeHistory.seconds(atScale: view.scale)))
  }

  /// How long a drawing stays at least, in seconds: as long as a column, since nothing moves faster;
  /// words wait for half a second at most, and for a second where the person lets all stand still.
  var redrawPause: Double {
    if view.frozen != nil { return 1 }
    return max(1 / frames, min(0.5, EnvelopeHistory.seconds(atScale: view.scale)))
  }

  /// A connection begins that asks for so many readings in a second.
  mutating func subscribe(_ rate: Double) {
    rateInUse = rate
    isOutdated = false
  }

  /// Whether the connection in use still gives what is to be shown.
  var isServed: Bool { !isOutdated && rateInUse == signalRate }

  /// Takes what the stream says.
  mutating func take(_ update: EventFollower.Update, at moment: MonitorMoment) {
    switch update {
    case .unreachable, .disconnected: break
    default: heard = moment.seconds
    }
    switch update {
    case .connected(let hello):
      version = hello.version
      droppedBefore += droppedNow
      droppedNow = 0
    case .snapshot(seq: _, let json):
      connection = .live
      MonitorSnapshot(json: json).map { take($0, at: moment) }
    case .signal(let json): MonitorSignal(json: json).map { take($0, at: moment) }
    case .event(_, let json): take(event: json, isPending: false)
    case .pending(_, let json): take(event: json, isPending: true)
    case .gap(let from, to: let end, let reason):
      notify("events \(from) to \(end) are not in the journal (\(reason))", at: moment)
    case .newJournal: notify("the daemon has a new journal", at: moment)
    case .unreachable(let cause, retry: _), .disconnected(let cause, retry: _):
      if case .away = connection { return }
      connection = .away(since: moment.seconds, cause: cause)
      for index in channels.indices { channels[index].cut() }
    case .heartbeat: break
    }
  }

  /// Tells a person something for a while.
  mutating func notify(_ text: String, at moment: MonitorMoment) {
    view.notice = (text, moment.seconds + MonitorView.noticeSeconds)
  }

  private mutating func take(_ signal: MonitorSignal, at moment: MonitorMoment) {
    droppedNow = max(droppedNow, signal.dropped)
    var place = channels.firstIndex { $0.name == signal.channel && $0.sensor == signal.sensor }
    if place == nil, channels.count < Self.mostChannels {
      channels.append(MonitorChannel(sensor: signal.sensor, name: signal.channel))
      place = channels.count - 1
      isOutdated = true
    }
    guard let place else { return }
    let pause = 1 / max(rateInUse, Self.leastRate)
    channels[place].take(signal, at: moment, hold: 2 * pause)
  }

  private mutating func take(_ snapshot: MonitorSnapshot, at moment: MonitorMoment) {
    sensors = snapshot.sensors
    message = snapshot.message
    session = snapshot.session.map(MonitorSession.init)
    let before = channels
    let zoomed = view.zoom.map { before[$0] }
    let open = snapshot.episodes.map { ($0.sensor ?? "", $0.channel ?? "") }
    let named = snapshot.channels.map { ($0.sensor ?? "", $0.channel) }
    channels = []
    for (sensor, name) in named + open where channels.count < Self.mostChannels {
      guard !channels.contains(where: { $0.sensor == sensor && $0.name == name }) else { continue }
      var channel =
        before.first { $0.sensor == sensor && $0.name == name }
        ?? MonitorChannel(sensor: sensor, name: name)
      channel.muscle = snapshot.channels.first { $0.sensor == sensor && $0.channel == name }?.muscle
      let onset = snapshot.episodes.last { $0.sensor == sensor && $0.channel == name }
      if channel.cramp?.onset != onset?.time {
        channel.cramp = onset.map { MonitorChannel.Cramp(onset: $0.time) }
      }
      channels.append(channel)
    }
    view.zoom = channels.firstIndex { $0.sensor == zoomed?.sensor && $0.name == zoomed?.name }
    view.first = max(0, min(view.first, channels.count - 1))
  }

  /// Lists an event, in place of the same one that was not on disk yet.
  mutating func list(_ event: MonitorEvent) {
    if let same = events.lastIndex(where: { $0.id == event.id }) {
      events[same] = event
      return
    }
    events.append(event)
    if events.count > Self.mostEvents { events.removeFirst(events.count - Self.mostEvents) }
  }

  /// Changes the channel that an event is about.
  mutating func change(_ event: CrampEvent, _ change: (inout MonitorChannel) -> Void) {
    let place = channels.firstIndex { channel in
      channel.name == event.channel && channel.sensor == (event.sensor ?? "")
    }
    if let place { change(&channels[place]) }
  }

  mutating func begin(_ session: MonitorSession) {
    self.session = session
  }

  mutating func endSession() {
    session = nil
  }

  /// Only a new connection tells which sensors and channels there are now.
  mutating func ask() {
    isOutdated = true
  }

  /// Lets the envelopes stand still, or go on.
  mutating func freeze(at moment: MonitorMoment?) {
    view.frozen = moment
    for index in channels.indices { channels[index].freeze(moment != nil) }
  }
}
