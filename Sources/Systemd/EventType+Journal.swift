public import CrampModel

extension EventType {
  /// The `MESSAGE_ID` of the type's entries in the systemd journal, and of its catalog entry.
  ///
  /// Drawn at random once (sd-id128(3)) and never changed: people and programs match on them. A new
  /// type gets a new id; an id is never given to another type.
  public var messageID: String {
    switch self {
    case .crampOnset: "8c2b0e2a6c9f4ec785761ec3f02812a5"
    case .crampSuspected: "7e2d41fbea09489eadfbdc2aabdd9a81"
    case .crampDismissed: "b9ce2881e0bf419fa30a8e1a436cc696"
    case .crampRelease: "f04c20d9abb7432cad6bef2db4f0f46a"
    case .crampUnobserved: "bfd17332db534d4b80cd5d6cc9b10ba1"
    case .crampObserved: "973074eab37d44fb9d974a7b29fe71d9"
    case .crampWarning: "6fd99837739b4c62a014d21c11ca4878"
    case .crampWarningCleared: "159c836055ae4ceab196246bfc61272b"
    case .spasm: "f8f4b58c895041b0bae3a0776c6d9575"
    case .compensation: "d4e49fe358a7415eb8245b18df137112"
    case .signalBad: "1eeb1acf1f684bdea62259be4bbea619"
    case .signalGood: "c39db1b7bdcd4dfc96ec82208ac53407"
    case .sensorAttached: "a1de33a496eb451186bb6081b7cc816f"
    case .sensorDetached: "441667a1d35e4f82ba08d9151b62cac9"
    case .sensorFailed: "915036a3956d462f9d0306f10ff9e076"
    case .samplesLost: "7d9c1e3de41a42a085df99ad95ec5812"
    case .marker: "7c466c52018d4cf8bbdc15e6a05c496c"
    case .sessionStarted: "3f56d01110984c10af5cea942e335eb9"
    case .sessionEnded: "a3510cf8987949378e04ebf1dbddc6f3"
    case .sessionCramp: "5ed7b01ae3b843869d8972adf6b4b418"
    case .sessionChannel: "04db40f6ab2143279976d9e5b2234e9e"
    case .episodeLabelled: "04901cf9874e461a9b6dfd4b18b26ae6"
    case .tone: "85b0ca9294a04ae4becf96029b996c3c"
    case .toneRaised: "63828425de12427ca317102c438796a0"
    case .toneUsual: "f0f316b05e6b41b2a4a0e5e400de364a"
    case .calibrationChanged: "a1d5bd41b98b41379ec985b5d27a89ba"
    case .clockStepped: "a6ee693304a14a318c5568424e638f09"
    case .journalRecovered: "d6693bb443ac4b12b19b27fc97b81ece"
    case .daemonStarted: "20358f3f3d9d48ac9333a43410de43bc"
    case .daemonStopped: "c4afb6655dac438f839f520af0852eb2"
    }
  }

  /// How urgent the type's entries are.
  public var journalPriority: JournalPriority {
    switch self {
    case .sensorFailed: .error
    case .crampOnset: .warning
    case .crampRelease, .crampUnobserved, .crampWarning, .spasm, .sensorDetached, .samplesLost,
      .clockStepped, .journalRecovered, .daemonStarted, .daemonStopped:
      .notice
    case .crampSuspected, .crampDismissed, .crampObserved, .crampWarningCleared, .compensation,
      .signalBad, .sensorAttached, .marker, .sessionStarted, .sessionEnded, .sessionCramp,
      .sessionChannel, .episodeLabelled, .toneRaised, .toneUsual, .calibrationChanged:
      .info
    case .signalGood, .tone: .debug
    }
  }
}
