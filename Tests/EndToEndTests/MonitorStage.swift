import CrampModel
import EventStream
import TerminalScreen

@testable import crampctl

/// A picture that is fed by hand: what a daemon would say, at points in time of the test.
struct MonitorStage {
  static let sensor = "openbci-cyton:DQ007XYZ"
  /// The monitor's clock begins anywhere.
  static let start = 5_000.0

  var picture: MonitorPicture
  private(set) var seconds = MonitorStage.start
  /// The newest of the sensor's clock.
  private var streamSeconds = 0.0
  private var seq: Int64 = 0

  init(glyphs: Glyphs = .unicode) {
    // The widths of characters are those of a locale.
    _ = Terminal.adoptLocale(wantsUnicode: true)
    picture = MonitorPicture(glyphs: glyphs, frames: 10, clock: LocalTime.utc)
  }

  /// Now, on the test's clocks; 02:51:21 in the night at the beginning.
  var now: MonitorMoment {
    let first = Timestamp(microseconds: 1_795_229_481_000_000)
    return MonitorMoment(
      seconds: seconds,
      wall: first.advanced(bySeconds: seconds - Self.start)
    )
  }

  mutating func wait(_ span: Double) {
    seconds += span
  }

  /// A daemon greets and says how things stand; `more` are further members of the snapshot.
  mutating func connect(_ channels: [String], more: String = "") {
    let hello = ServerHello(protocolVersion: 1, version: "0.1.0", instance: "test", seq: 0)
    picture.subscribe(picture.signalRate)
    picture.take(.connected(hello), at: now)
    let list = channels.map { name in
      #"{"channel":"\#(name)","sensor":"\#(Self.sensor)","muscle":"gastrocnemius medialis"}"#
    }
    let json =
      #"{"seq":0,"sensors":[{"sensor":"\#(Self.sensor)","state":"streaming"}],"#
      + #""channels":[\#(list.joined(separator: ","))],"episodes":[]\#(more)}"#
    picture.take(.snapshot(seq: 0, json: json), at: now)
  }

  /// Plays a drawing of half seconds on some channels at once.
  ///
  /// `.` rest, `-` between the levels, `#` a contraction, `!` suspected, `C` a cramp, `c` one that
  /// eases, `?` a fault, and a blank where nothing is said.
  mutating func play(_ drawing: String, on channels: [String]) {
    for sign in drawing {
      wait(0.5)
      streamSeconds += 0.5
      for channel in channels {
        if let json = signal(sign, channel) { picture.take(.signal(json: json), at: now) }
      }
    }
  }

  private func signal(_ sign: Character, _ channel: String) -> String? {
    let (state, level): (String, Double)
    switch sign {
    case ".": (state, level) = ("quiet", 4.1)
    case "-": (state, level) = ("rising", 6.3)
    case "#": (state, level) = ("rising", 40)
    case "!": (state, level) = ("suspected", 62)
    case "C": (state, level) = ("cramping", 85)
    case "c": (state, level) = ("falling", 6.3)
    case "?": (state, level) = ("quiet", 900)
    default: return nil
    }
    let fault = sign == "?" ? #""fault":"lead-off","# : ""
    return #"{"sensor":"\#(Self.sensor)","channel":"\#(channel)","t":\#(streamSeconds),"#
      + #""state":"\#(state)","rms_uv":\#(level),"rest_uv":4,"on_uv":8,"off_uv":5.4,\#(fault)"#
      + #""motion":0.1,"hum":0.05,"median_frequency_hz":80,"dropped":0}"#
  }

  /// An event comes; it was decided `late` seconds after it happened.
  mutating func tell(
    _ type: EventType,
    channel: String?,
    late: Double = 0,
    _ details: [EventDetail]
  ) {
    seq += 1
    let event = CrampEvent(
      seq: seq,
      id: EventID(high: 0x8000, low: UInt64(seq)),
      type: type,
      time: now.wall.advanced(bySeconds: -late),
      detected: now.wall,
      sensor: channel == nil ? nil : Self.sensor,
      channel: channel,
      details: details
    )
    picture.take(.event(seq: seq, json: event.json()), at: now)
  }

  /// The picture as text.
  func drawn(_ width: Int, _ height: Int) -> String {
    MonitorDrawing(picture, width: width, height: height, at: now).grid.text
  }

  /// Presses keys that are characters.
  @discardableResult
  mutating func type(_ keys: String, on height: Int = 24) -> MonitorWish? {
    var wish: MonitorWish?
    for key in keys { wish = press(.character(key), on: height) }
    return wish
  }

  @discardableResult
  mutating func press(_ key: TerminalKey, on height: Int = 24) -> MonitorWish? {
    let layout = MonitorDrawing(picture, width: 80, height: height, at: now).layout
    return picture.press(key, visible: layout.channels.count, at: now)
  }
}
