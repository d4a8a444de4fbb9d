/// What the daemon answers to `status`, as far as it is known here; any member may be missing.
public struct DaemonStatus: Decodable, Hashable, Sendable {
  /// The journal's part.
  public struct Journal: Decodable, Hashable, Sendable {
    /// The file.
    public let path: String?
    /// `writing` or `waiting`.
    public let state: String?
    /// Why events wait.
    public let message: String?
    /// How many events wait.
    public let waiting: Int?
    /// How many events were lost.
    public let dropped: Int?
    /// The size of the file, in bytes.
    public let bytes: Double?
    /// Why the copy lags behind.
    public let copyMessage: String?
    /// How long the slowest commit took, in seconds.
    public let worstCommit: Double?
    /// How long the last commit took, in seconds.
    public let lastCommit: Double?

    enum CodingKeys: String, CodingKey {
      case path, state, message, waiting, dropped, bytes
      case copyMessage = "copy_message"
      case worstCommit = "worst_commit_s"
      case lastCommit = "last_commit_s"
    }
  }

  /// One sensor.
  public struct Sensor: Decodable, Hashable, Sendable {
    /// Its identity.
    public let sensor: String
    /// Its driver.
    public let driver: String?
    /// What it does, in a word.
    public let state: String?
    /// Why it gives no samples.
    public let message: String?
    /// The length of what was read, in seconds.
    public let streamSeconds: Double?
    /// The length of what was lost, in seconds.
    public let lostSeconds: Double?
    /// The age of the newest sample, in seconds.
    public let sampleAge: Double?

    enum CodingKeys: String, CodingKey {
      case sensor, driver, state, message
      case streamSeconds = "stream_s"
      case lostSeconds = "lost_s"
      case sampleAge = "newest_sample_s"
    }
  }

  /// The session that is open.
  public struct Session: Decodable, Hashable, Sendable {
    /// Its name.
    public let name: String
    /// What it is for.
    public let kind: String?
    /// When it began, in RFC 3339.
    public let since: String?
  }

  /// One USB device.
  public struct Device: Decodable, Hashable, Sendable {
    /// Vendor and product.
    public let usb: String?
    /// Where it is plugged in.
    public let port: String?
    /// Its serial number.
    public let serial: String?
    /// What it is called.
    public let name: String?
    /// What becomes of it.
    public let state: String?
    /// Why.
    public let message: String?
  }

  /// One channel.
  public struct Channel: Decodable, Hashable, Sendable {
    /// Its name.
    public let channel: String
    /// Its sensor.
    public let sensor: String?
    /// Its unit.
    public let unit: String?
    /// Samples a second.
    public let rate: Double?
    /// The muscle under it.
    public let muscle: String?

    enum CodingKeys: String, CodingKey {
      case channel, sensor, unit, muscle
      case rate = "rate_hz"
    }
  }

  /// The clients' part.
  public struct Stream: Decodable, Hashable, Sendable {
    /// How many are connected, the one that asks included.
    public let clients: Int?
    /// How many were turned away.
    public let refused: Int?
    /// How many times one had to read the disk.
    public let catchUps: Int?
    /// How many signals there was no room for.
    public let droppedSignals: Int?

    enum CodingKeys: String, CodingKey {
      case clients, refused
      case catchUps = "catch_ups"
      case droppedSignals = "dropped_signals"
    }
  }

  /// The part of the copy in the systemd journal.
  public struct Mirror: Decodable, Hashable, Sendable {
    /// How many events could not be sent.
    public let dropped: Int?
  }

  /// The daemon's version.
  public let version: String?
  /// The daemon's process.
  public let pid: Int32?
  /// How long it has run, in seconds.
  public let uptime: Double?
  /// The profile in force.
  public let profile: String?
  /// Who asks for that profile: `configuration` or `session`.
  public let profileReason: String?
  /// The session that is open.
  public let session: Session?
  /// The newest seq.
  public let seq: Int64?
  /// The journal's part.
  public let journal: Journal?
  /// The sensors.
  public let sensors: [Sensor]?
  /// The USB devices.
  public let devices: [Device]?
  /// The channels.
  public let channels: [Channel]?
  /// The clients' part.
  public let stream: Stream?
  /// The part of the copy in the systemd journal.
  public let mirror: Mirror?
  /// How many clips were lost.
  public let clipsLost: Int?

  enum CodingKeys: String, CodingKey {
    case version, pid, profile, session, seq, journal, sensors, devices, channels, stream
    case uptime = "uptime_s"
    case profileReason = "profile_reason"
    case mirror = "systemd_journal"
    case clipsLost = "clips_lost"
  }
}

/// The newest of a channel, as the daemon shows it.
public struct ChannelSignal: Decodable, Hashable, Sendable {
  /// The sensor.
  public let sensor: String
  /// The channel.
  public let channel: String
  /// What the muscle does, in a word.
  public let state: String?
  /// Why the channel cannot be judged, in a word.
  public let fault: String?
  /// The level in microvolts.
  public let microvolts: Double?
  /// The level in the channel's own unit.
  public let level: Double?
  /// The share of mains hum, 0...1.
  public let hum: Double?
  /// The share of movement, 0...1.
  public let motion: Double?

  enum CodingKeys: String, CodingKey {
    case sensor, channel, state, fault, hum, motion
    case microvolts = "rms_uv"
    case level = "rms"
  }
}

/// An event as far as a status tells of it.
public struct PastEvent: Decodable, Hashable, Sendable {
  /// Its seq.
  public let seq: Int64?
  /// Its type.
  public let type: String
  /// When it happened, in RFC 3339.
  public let time: String
  /// The sensor, if it is about one.
  public let sensor: String?
  /// The channel, if it is about one.
  public let channel: String?
  /// How long it lasted, in seconds.
  public let duration: Double?
  /// Why.
  public let reason: String?

  enum CodingKeys: String, CodingKey {
    case seq, type, time, sensor, channel, reason
    case duration = "duration_s"
  }
}
