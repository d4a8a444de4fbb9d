import SensorProtocols

func makeDialogue(_ settings: DriverSettings) -> TextLines {
  TextLines(settings: settings)
}
