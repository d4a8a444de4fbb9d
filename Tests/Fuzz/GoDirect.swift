import SensorProtocols

func makeDialogue(_ settings: DriverSettings) -> GoDirect {
  GoDirect(settings: settings)
}
