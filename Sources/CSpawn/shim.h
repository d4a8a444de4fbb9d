#ifndef CRAMPD_CSPAWN_SHIM_H
#define CRAMPD_CSPAWN_SHIM_H

#include <spawn.h>

/// Closes every descriptor from `first` on in a program that is spawned; glibc 2.34 and later.
/// Here because glibc declares it only for GNU source.
extern int posix_spawn_file_actions_addclosefrom_np(
  posix_spawn_file_actions_t *actions, int first
);

#endif
