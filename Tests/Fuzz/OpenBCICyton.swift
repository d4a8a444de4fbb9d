import SensorProtocols

func makeDialogue(_ settings: DriverSettings) -> OpenBCICyton {
  OpenBCICyton(settings: settings)
}
