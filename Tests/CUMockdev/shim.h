#ifndef CRAMPD_CUMOCKDEV_SHIM_H
#define CRAMPD_CUMOCKDEV_SHIM_H

#include <umockdev.h>

/// `fcntl` request, which glibc declares for GNU source only (linux/fcntl.h: F_LINUX_SPECIFIC_BASE + 7).
enum { crampd_set_pipe_size = 1031 };

/// Called for a request, or for a program that came or went.
typedef gboolean (*crampd_ioctl_callback)(UMockdevIoctlBase *, UMockdevIoctlClient *, gpointer);
typedef void (*crampd_client_callback)(UMockdevIoctlBase *, UMockdevIoctlClient *, gpointer);

/// Connects all that a device listens to; here because Swift cannot cast to GCallback.
static inline void crampd_listen(UMockdevIoctlBase *handler, crampd_ioctl_callback request,
                                 crampd_client_callback came, crampd_client_callback went,
                                 gpointer context) {
  g_signal_connect(handler, "handle-ioctl", G_CALLBACK(request), context);
  g_signal_connect(handler, "client-connected", G_CALLBACK(came), context);
  g_signal_connect(handler, "client-vanished", G_CALLBACK(went), context);
}

/// Memory of the program at `offset` in `data`, following a pointer if the length asks for it;
/// NULL if it cannot be read. Here to keep GError out of Swift.
static inline UMockdevIoctlData *crampd_resolve(UMockdevIoctlData *data, size_t offset,
                                                size_t length) {
  GError *error = NULL;
  UMockdevIoctlData *result = umockdev_ioctl_data_resolve(data, offset, length, &error);
  g_clear_error(&error);
  return result;
}

/// Gives a reference back.
static inline void crampd_unref(void *object) { g_object_unref(object); }

/// Adds a device by its description; 0 if that failed, with the cause on standard error.
static inline int crampd_add(UMockdevTestbed *bed, const char *text) {
  GError *error = NULL;
  if (umockdev_testbed_add_from_string(bed, text, &error)) return 1;
  g_printerr("%s\n", error ? error->message : "unknown");
  g_clear_error(&error);
  return 0;
}

#endif
