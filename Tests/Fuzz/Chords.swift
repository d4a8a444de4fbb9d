import SensorProtocols

func makeDialogue(_ settings: DriverSettings) -> Chords {
  Chords(settings: settings)
}
