#pragma once
// Found by pkg-config's include path, as libusb's own manual asks.
#include <libusb.h>
