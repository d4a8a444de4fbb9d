#ifndef CRAMPD_CLINUX_SHIM_H
#define CRAMPD_CLINUX_SHIM_H

#include <grp.h>
#include <pwd.h>
#include <sys/types.h>
#include <unistd.h>

/// What SO_PEERCRED answers: `struct ucred`, which glibc declares only for GNU source.
struct crampd_credentials {
  pid_t process;
  uid_t user;
  gid_t group;
};

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

#endif
