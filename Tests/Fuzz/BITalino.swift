import SensorProtocols

func makeDialogue(_ settings: DriverSettings) -> BITalino {
  BITalino(settings: settings)
}
