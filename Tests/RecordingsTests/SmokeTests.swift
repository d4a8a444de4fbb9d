import CrampModel
import Recordings
import Testing
