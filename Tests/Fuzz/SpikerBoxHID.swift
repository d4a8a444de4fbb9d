import SensorProtocols

func makeDialogue(_ settings: DriverSettings) -> SpikerBox {
  SpikerBox(settings: settings, isHID: true)
}
