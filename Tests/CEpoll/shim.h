#ifndef CRAMPD_CEPOLL_SHIM_H
#define CRAMPD_CEPOLL_SHIM_H

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <string.h>
#include <unistd.h>

/// Waits for input on `descriptor`, which is told by `tag`; 0 or -1 with errno.
/// Here because the event is packed and holds a union.
static inline int crampd_epoll_add(int epoll, int descriptor, unsigned tag) {
  struct epoll_event event = {.events = EPOLLIN, .data = {.u64 = tag}};
  return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

/// Waits at most `milliseconds`; writes the tags of what can be read, and returns their count.
/// Here because the event is packed and holds a union.
static inline int crampd_epoll_wait(int epoll, unsigned *tags, int capacity, int milliseconds) {
  struct epoll_event events[256];
  int count = epoll_wait(epoll, events, capacity < 256 ? capacity : 256, milliseconds);
  for (int i = 0; i < count; i++) tags[i] = (unsigned)events[i].data.u64;
  return count;
}

/// Connects to a Unix socket; the descriptor, which does not block, or -1 with errno.
/// Here because Swift sees the path of `sockaddr_un` as a tuple.
static inline int crampd_connect(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) return -1;
  strcpy(address.sun_path, path);
  int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  if (connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0) return descriptor;
  close(descriptor);
  return -1;
}

#endif
