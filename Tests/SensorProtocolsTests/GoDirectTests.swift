import CrampModel
import SensorProtocols
import Testing

/// A Go Direct device as far as the dialogue sees it.
private struct Device {
  var sensors: [GoDirectSensor]
  var mask: UInt32
  var deafTo: GoDirectPacket.Command?
  var heard: [GoDirectPacket.Command] = []
  var period: UInt32 = 0
  var started: UInt32 = 0
  var counter: UInt8 = 0
  var greetings = 0

  init(_ sensors: [GoDirectSensor]) {
    self.sensors = sensors
    mask = sensors.reduce(0) { $0 | 1 << UInt32($1.number) }
  }

  mutating func hear(_ report: [UInt8]) -> [[UInt8]] {
    guard report.count == 64, let command = GoDirectPacket.Command(rawValue: report[5]) else {
      return []
    }
    heard.append(command)
    guard command != deafTo else { return [] }
    let arguments = Array(report[6...])
    let payload: [UInt8]
    switch command {
    case .initialize, .stop, .disconnect, .setPeriod, .start: payload = [0]
    case .status:
      let version = GoDirectStatus.Version(1, 8, 1234)
      payload = GoDirectStatus(firmware: version, radio: version, battery: 93).payload
    case .deviceDescription:
      payload =
        GoDirectDevice(orderCode: "GDX-EKG", serial: "0F1", name: "x", description: "y").payload
    case .defaultSensors, .availableSensors:
      payload = (0..<4).map { UInt8(truncatingIfNeeded: mask >> (8 * $0)) }
    case .sensorDescription:
      payload = sensors.first { $0.number == arguments[0] }?.payload ?? []
    }
    if command == .setPeriod { period = number(arguments[2...5]) }
    if command == .start { started = number(arguments[2...5]) }
    let packet = GoDirectPacket.answer(to: command, asked: report[3], payload: payload, counter: 1)
    return GoDirectReport.reports(of: packet.bytes)
  }

  mutating func measure(_ sets: [[Float]]) -> [[UInt8]] {
    counter &+= 1
    let packet = GoDirectMeasurement.packet(mask: started, sets: sets, counter: counter)
    return GoDirectReport.reports(of: packet.bytes)
  }

  private func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}

extension Talk<GoDirect> {
  fileprivate mutating func open(_ device: inout Device, at time: Duration = .milliseconds(100)) {
    for _ in 0..<100 where !sent.isEmpty {
      let reports = sent.flatMap { device.hear($0) }
      sent = []
      for report in reports { hear(report, at: time) }
    }
  }
}

struct GoDirectTests {
  static let ekg = [
    GoDirectSensor(number: 1, description: "EKG", unit: "mV", leastPeriod: 1_000),
    GoDirectSensor(number: 2, description: "Heart Rate", unit: "bpm"),
    GoDirectSensor(number: 3, description: "EMG", unit: "mV", range: -5...5, leastPeriod: 1_000),
    GoDirectSensor(number: 4, description: "EMG Rectified", unit: "mV", leastPeriod: 1_000),
  ]

  private func settings(rate: Double? = nil, channels: [Int] = []) -> DriverSettings {
    var settings = DriverSettings()
    settings.rate = rate.map { Hertz($0) }
    for number in channels { settings.channels[number] = DriverSettings.Channel() }
    return settings
  }

  private func streaming(_ settings: DriverSettings) -> (Talk<GoDirect>, Device) {
    var talk = Talk(GoDirect(settings: settings))
    var device = Device(Self.ekg)
    talk.open(&device)
    talk.notices = []
    return (talk, device)
  }

  @Test func `A device is asked for everything, then started`() {
    var talk = Talk(GoDirect(settings: settings(rate: 400)))
    var device = Device(Self.ekg)
    talk.open(&device)
    #expect(
      device.heard == [
        .initialize, .status, .deviceDescription, .defaultSensors, .availableSensors,
        .sensorDescription, .sensorDescription, .sensorDescription, .sensorDescription, .setPeriod,
        .start,
      ]
    )
    #expect(device.period == 3_000)
    #expect(device.started == 8)
    #expect(talk.dialogue.phase == .streaming)
    #expect(talk.notices == [.battery(percent: 93)])
    let channel = ChannelDescription(
      name: "EMG",
      unit: .microvolt,
      rate: Hertz(1e6 / 3_000),
      railLow: -5_000,
      railHigh: 5_000
    )
    let account = SensorAccount(
      model: "GDX-EKG",
      serial: "0F1",
      firmware: "1.8.1234",
      channels: [channel]
    )
    #expect(talk.dialogue.account == account)
    for report in device.measure([[0.125], [-0.5]]) { talk.hear(report, at: .seconds(1)) }
    #expect(talk.frames == [[125], [-500]])
    talk.end()
    talk.open(&device)
    #expect(device.heard.suffix(2) == [.stop, .disconnect])
  }

  static let hand = [
    GoDirectSensor(number: 1, description: "Force", unit: "N", range: 0...600),
    GoDirectSensor(number: 2, description: "X-axis acceleration", unit: "m/s\u{B2}"),
  ]
  static let gas = [GoDirectSensor(number: 17, description: " Gas\u{7}Pressure ", unit: "kPa")]

  @Test(
    arguments: [
      (ekg, nil, [], "EMG Rectified", SignalUnit.microvolt, Modality.envelope, 100.0),
      (ekg, 500, [], "EMG", .microvolt, .emg, 500),
      (ekg, 250, [1], "EKG", .microvolt, .emg, 250),
      (ekg, nil, [2], "Heart Rate", .arbitrary, .envelope, 100),
      ([ekg[2]], nil, [], "EMG", .microvolt, .emg, 100),
      (hand, nil, [], "Force", .newton, .force, 100),
      (hand, 1e9, [], "Force", .newton, .force, 100),
      (hand, 50, [], "Force", .newton, .force, 50),
      (gas, nil, [], "Gas Pressure", .kilopascal, .pressure, 100),
    ] as [([GoDirectSensor], Double?, [Int], String, SignalUnit, Modality, Double)]
  )
  func `The sensor that suits best is used`(
    sensors: [GoDirectSensor],
    rate: Double?,
    channels: [Int],
    name: String,
    unit: SignalUnit,
    modality: Modality,
    expected: Double
  ) {
    var talk = Talk(GoDirect(settings: settings(rate: rate, channels: channels)))
    var device = Device(sensors)
    talk.open(&device)
    #expect(talk.dialogue.phase == .streaming)
    let found = talk.dialogue.account.channels
    #expect(found.map(\.name) == [name])
    #expect(found.map(\.unit) == [unit])
    #expect(found.map(\.modality) == [modality])
    #expect(found.map(\.rate) == [Hertz(expected)])
  }

  @Test func `Two sensors give two channels, in the order of their numbers`() {
    var (talk, device) = streaming(settings(rate: 250, channels: [4, 3]))
    for report in device.measure([[1, 2], [.infinity, 4]]) { talk.hear(report, at: .seconds(1)) }
    #expect(talk.dialogue.account.channels.map(\.name) == ["EMG", "EMG Rectified"])
    #expect(talk.frames.first == [1_000, 2_000])
    #expect(talk.frames.last?.first?.isNaN == true)
    #expect(talk.frames.last?.last == 4_000)
  }

  @Test(
    arguments: GoDirectPacket.Command.allCases.filter { $0 != .stop && $0 != .disconnect }
  )
  func `A question without an answer is asked once more`(command: GoDirectPacket.Command) {
    var talk = Talk(GoDirect(settings: settings()))
    var device = Device(Self.ekg)
    device.deafTo = command
    talk.open(&device)
    #expect(talk.dialogue.deadline != nil)
    talk.wait(until: .seconds(5))
    #expect(talk.dialogue.phase == .opening)
    talk.wait(until: .seconds(5.2))
    talk.open(&device, at: .seconds(5.3))
    #expect(device.heard.filter { $0 == command }.count == 2)
    var deaf = talk
    deaf.wait(until: .seconds(10.4))
    guard case .failed(.noAnswer) = deaf.dialogue.phase else {
      Issue.record("phase is \(deaf.dialogue.phase)")
      return
    }
    #expect(deaf.dialogue.deadline == nil)
  }

  @Test func `A late answer to the first asking is no answer to the next question`() {
    var talk = Talk(GoDirect(settings: settings()))
    var device = Device(Self.ekg)
    device.deafTo = .sensorDescription
    talk.open(&device)
    talk.wait(until: .seconds(6))
    let again = talk.sent
    device.deafTo = nil
    let answer = again.flatMap { device.hear($0) }
    talk.sent = []
    for report in answer + answer { talk.hear(report, at: .seconds(7)) }
    talk.open(&device, at: .seconds(7))
    #expect(talk.dialogue.phase == .streaming)
    #expect(talk.dialogue.account.channels.map(\.name) == ["EMG Rectified"])
  }

  @Test func `Missing packets are counted by the counter`() {
    var (talk, device) = streaming(settings())
    for packet in 0..<300 where true {
      let reports = device.measure([[Float(packet)], [0.5]])
      if (100..<110).contains(packet) || packet == 200 { continue }
      for report in reports { talk.hear(report, at: .milliseconds(1_000 + 20 * packet)) }
    }
    #expect(talk.losses == [200: 20, 380: 2])
    #expect(talk.notices.isEmpty)
  }

  @Test func `A counter that stands still is not believed`() {
    var (talk, device) = streaming(settings())
    for packet in 0..<1_000 {
      device.counter = 7
      for report in device.measure([[1]]) { talk.hear(report, at: .milliseconds(10 * packet)) }
    }
    #expect(talk.lost == 0)
    #expect(talk.frames.count == 1_000)
  }

  @Test func `More than a lap of the counter is counted by the clock`() {
    var (talk, device) = streaming(settings())
    for packet in 0..<4_000 {
      let reports = device.measure([[1]])
      if (2_000..<2_300).contains(packet) { continue }
      for report in reports { talk.hear(report, at: .milliseconds(10 * packet)) }
    }
    #expect(talk.lost == 300)
  }

  @Test func `Measurements that the device has dropped are a loss`() {
    var (talk, device) = streaming(settings())
    for report in device.measure([[1], [2]]) { talk.hear(report, at: .seconds(1)) }
    device.counter += 1
    let dropped = GoDirectPacket.measurement(
      type: GoDirectMeasurement.droppedType,
      body: [0, 0, 0, 0],
      counter: device.counter
    )
    for report in GoDirectReport.reports(of: dropped.bytes) {
      talk.hear(report, at: .seconds(1.02))
    }
    for report in device.measure([[3], [4]]) { talk.hear(report, at: .seconds(1.04)) }
    #expect(talk.losses == [2: 2])
    #expect(talk.frames.count == 4)
  }

  @Test func `A wrong checksum is told, the values are used`() {
    var (talk, device) = streaming(settings())
    var report = device.measure([[1]])[0]
    report[4] ^= 0xFF
    talk.hear(report, at: .seconds(1))
    #expect(talk.notices == [.checksum])
    #expect(talk.frames == [[1_000]])
  }

  @Test func `It can begin again after a stall`() {
    var (talk, device) = streaming(settings())
    for report in device.measure([[1]]) { talk.hear(report, at: .seconds(1)) }
    talk.begin(at: .seconds(20))
    #expect(talk.dialogue.phase == .opening)
    for report in device.measure([[1]]) { talk.hear(report, at: .seconds(21)) }
    talk.open(&device, at: .seconds(21))
    #expect(talk.dialogue.phase == .streaming)
    device.counter = 99
    for report in device.measure([[1]]) { talk.hear(report, at: .seconds(22)) }
    #expect(talk.frames.count == 2)
    #expect(talk.lost == 0)
  }

  @Test(arguments: [
    (settings: [7], sensors: ekg, "its settings do not fit: no sensor 7; there are 1, 2, 3, 4"),
    ([], [ekg[0], ekg[1]], "a device without EMG, force or pressure is not supported"),
    ([], [], "a device without EMG, force or pressure is not supported"),
    (
      [], [GoDirectSensor(number: 1, description: "F", unit: "N", leastPeriod: .max)],
      "a sensor that measures every 4294 s is not supported"
    ),
    (
      [1, 2],
      [
        GoDirectSensor(number: 1, description: "F", unit: "N", excluded: 4),
        GoDirectSensor(number: 2, description: "F", unit: "N"),
      ], "its settings do not fit: sensor 2 cannot run beside the others"
    ),
  ])
  func `What does not fit is said`(
    channels: [Int],
    sensors: [GoDirectSensor],
    words: String
  ) throws {
    var talk = Talk(GoDirect(settings: settings(channels: channels)))
    var device = Device(sensors)
    talk.open(&device)
    guard case .failed(let error) = talk.dialogue.phase else {
      Issue.record("phase is \(talk.dialogue.phase)")
      return
    }
    #expect("\(error)" == words)
  }

  @Test func `A device may claim 32 nameless sensors of no period`() {
    let sensors = (0..<32).map {
      GoDirectSensor(
        number: $0,
        description: String(repeating: "\u{1B}", count: 60),
        unit: "N",
        range: -.infinity...(.infinity),
        leastPeriod: 0,
        granularity: 0,
        excluded: 0
      )
    }
    var talk = Talk(GoDirect(settings: settings(rate: 1e12)))
    var device = Device(sensors)
    talk.open(&device)
    #expect(talk.dialogue.phase == .streaming)
    #expect(talk.dialogue.account.channels.count == 32)
    #expect(Set(talk.dialogue.account.channels.map(\.name)).count == 32)
    for report in device.measure([Array(repeating: 1, count: 32)]) {
      talk.hear(report, at: .seconds(1))
    }
    #expect(talk.frames == [Array(repeating: 1, count: 32)])
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `Random bytes do no harm`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var talk = Talk(GoDirect(settings: settings()))
    var device = Device(Self.ekg)
    for piece in 0..<500 {
      var reports = talk.sent.flatMap { device.hear($0) }
      talk.sent = []
      if device.started > 0 { reports += device.measure([[1], [2], [3]]) }
      for var report in reports + [[UInt8](repeating: 0, count: 64)] {
        for _ in 0..<(random.next() % 3) {
          report[Int(random.next() % 64)] = UInt8(truncatingIfNeeded: random.next())
        }
        talk.hear(report, at: .milliseconds(20 * piece))
      }
      if talk.dialogue.phase != .opening, talk.dialogue.phase != .streaming {
        talk.begin(at: .milliseconds(20 * piece))
        talk.frames = []
      }
    }
    let width = talk.dialogue.account.channels.count
    #expect(talk.frames.allSatisfy { $0.count == width })
  }
}
