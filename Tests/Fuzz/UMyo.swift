import SensorProtocols

func makeDialogue(_ settings: DriverSettings) -> UMyo {
  UMyo(settings: settings)
}
