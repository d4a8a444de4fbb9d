#ifndef CRAMPD_CLINUX_SHIM_H
#define CRAMPD_CLINUX_SHIM_H

#include <errno.h>
#include <grp.h>
#include <linux/memfd.h>
#include <malloc.h>
#include <pwd.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <sys/un.h>
#include <unistd.h>

/// What SO_PEERCRED answers: `struct ucred`, which glibc declares only for GNU source.
struct crampd_credentials {
  pid_t process;
  uid_t user;
  gid_t group;
};

/// Names the calling thread, for those who look at the process.
/// Here because Swift imports no variadic functions.
static inline void crampd_name_this_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

/// Gives the number of the group `name`, or -1 where there is none.
/// Here because `getgrnam_r` wants a buffer that outlives its result.
static inline long crampd_group_number(const char *name) {
  char buffer[16384];
  struct group entry, *found = NULL;
  if (getgrnam_r(name, &entry, buffer, sizeof buffer, &found) != 0 || found == NULL) return -1;
  return (long)found->gr_gid;
}

/// Says whether the user is a member of the group, by name service: 1 or 0.
/// Here because `getpwuid_r` wants a buffer that outlives its result.
static inline int crampd_is_member(uid_t user, gid_t group) {
  char buffer[16384];
  struct passwd entry, *found = NULL;
  if (getpwuid_r(user, &entry, buffer, sizeof buffer, &found) != 0 || found == NULL) return 0;
  gid_t groups[256];
  int count = 256;
  if (getgrouplist(found->pw_name, found->pw_gid, groups, &count) < 0) return 0;
  for (int i = 0; i < count; i++)
    if (groups[i] == group) return 1;
  return 0;
}

/// Sends one datagram to a Unix address of `length` bytes after `sun_path` begins, with a
/// descriptor if `passed` is not negative: 0, or an errno. Never raises SIGPIPE.
/// Here because Swift imports neither the CMSG macros nor addresses as pointers of two types.
static inline int crampd_send_datagram(
  int socket, const void *name, size_t length, const void *bytes, size_t count, int passed,
  int flags
) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (length > sizeof address.sun_path) return ENAMETOOLONG;
  memcpy(address.sun_path, name, length);
  struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int))];
  } control;
  struct msghdr message = {
    .msg_name = &address,
    .msg_namelen = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length),
    .msg_iov = &part,
    .msg_iovlen = count > 0 ? 1 : 0,
  };
  if (passed >= 0) {
    memset(&control, 0, sizeof control);
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &passed, sizeof passed);
  }
  ssize_t sent;
  do sent = sendmsg(socket, &message, flags | MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent < 0 ? errno : 0;
}

/// Makes a file in memory that can be sealed, closed on exec: its descriptor, or -1 with errno.
/// Here because glibc declares `memfd_create` only for GNU source.
static inline int crampd_make_memory_file(const char *name) {
  return (int)syscall(SYS_memfd_create, name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

/// Forbids all further change of a file in memory: 0, or -1 with errno.
/// Here because the constants clash with glibc's `fcntl.h`: they are F_ADD_SEALS, and F_SEAL_SEAL,
/// F_SEAL_SHRINK, F_SEAL_GROW and F_SEAL_WRITE of `linux/fcntl.h`.
static inline int crampd_seal(int descriptor) {
  return (int)syscall(SYS_fcntl, descriptor, 1033, 1 | 2 | 4 | 8);
}

/// Says whether something keeps the system's clock right (adjtimex(2)): 1 or 0.
/// Here because Swift does not import `sys/timex.h`.
static inline int crampd_clock_is_synchronised(void) {
  struct timex state = {.modes = 0};
  int found = adjtimex(&state);
  return found >= 0 && found != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

/// Gives the number of the kind of file system under a path (statfs(2)), or -1 with errno.
/// Here because Swift does not import `sys/vfs.h`.
static inline long long crampd_file_system(const char *path) {
  struct statfs found;
  if (statfs(path, &found) != 0) return -1;
  return (long long)(unsigned int)found.f_type;
}

#endif
