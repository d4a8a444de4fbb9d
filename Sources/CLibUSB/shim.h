#pragma once
// Found by pkg-config's include path, as libusb's own manual asks.
#include <libusb.h>
#include <sys/prctl.h>

/// Names the calling thread, for `ps` and debuggers.
/// Here because `prctl` takes a variable number of arguments, which the importer does not see.
static inline void crampd_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
