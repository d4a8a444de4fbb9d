import SensorProtocols

func makeDialogue(_ settings: DriverSettings) -> Olimex {
  Olimex(settings: settings)
}
