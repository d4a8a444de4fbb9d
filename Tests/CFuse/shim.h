#ifndef CRAMPD_CFUSE_SHIM_H
#define CRAMPD_CFUSE_SHIM_H

#define FUSE_USE_VERSION 312
#include <fuse_lowlevel.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

/// A session; here because newer versions of libfuse make `fuse_session_new` a macro.
static inline struct fuse_session *crampd_fuse_session(struct fuse_args *arguments,
                                                       const struct fuse_lowlevel_ops *operations,
                                                       void *context) {
  return fuse_session_new(arguments, operations, sizeof *operations, context);
}

/// Keeps the page cache out of an open file; here because these are bit fields.
static inline void crampd_bypass_cache(struct fuse_file_info *info) {
  info->direct_io = 1;
  info->nonseekable = 1;
}

/// Reads or writes the memory of another process: the count, or -1 with errno.
/// Here because glibc declares `process_vm_readv` for GNU source only. `syscall` takes longs.
static inline ssize_t crampd_read_memory(pid_t process, unsigned long from, void *to,
                                         size_t count) {
  struct iovec here = {to, count}, there = {(void *)from, count};
  return syscall(SYS_process_vm_readv, (long)process, &here, 1L, &there, 1L, 0L);
}
static inline ssize_t crampd_write_memory(pid_t process, unsigned long to, const void *from,
                                          size_t count) {
  struct iovec here = {(void *)from, count}, there = {(void *)to, count};
  return syscall(SYS_process_vm_writev, (long)process, &here, 1L, &there, 1L, 0L);
}

/// Moves the calling thread into a network namespace: 0, or -1 with errno.
/// Here because glibc declares `setns` for GNU source only.
static inline int crampd_enter_network(int descriptor) {
  return (int)syscall(SYS_setns, (long)descriptor, 0x40000000L /* CLONE_NEWNET */);
}

/// Makes the file of a character device that only root may use: 0, or -1 with errno.
/// Here because `makedev` is a macro.
static inline int crampd_make_device(const char *path, unsigned major, unsigned minor) {
  return mknod(path, S_IFCHR | 0600, makedev(major, minor));
}

/// A socket to the kernel's device events in the network namespace of the calling thread.
/// Here because the importer does not see `NETLINK_KOBJECT_UEVENT` beside Glibc's types.
static inline int crampd_open_device_events(void) {
  return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
}

/// Sends an event of at most 2048 bytes, which the kernel tells all listeners as its own: 0, or -1
/// with errno. Here because the message has a header in front of it.
static inline int crampd_send_device_event(int descriptor, const void *bytes, size_t count) {
  struct {
    struct nlmsghdr header;
    char text[2048];
  } message = {.header = {.nlmsg_type = NLMSG_MIN_TYPE, .nlmsg_flags = NLM_F_REQUEST}};
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
  if (count > sizeof message.text) return -1;
  message.header.nlmsg_len = NLMSG_LENGTH(count);
  memcpy(message.text, bytes, count);
  ssize_t sent = sendto(descriptor, &message, message.header.nlmsg_len, 0,
                        (struct sockaddr *)&kernel, sizeof kernel);
  return sent < 0 ? -1 : 0;
}

#endif
