#pragma once
// Debian installs the single-precision build as libkissfft-float; its headers are in a folder.
#include <kissfft/kiss_fftr.h>

// The allocator is a macro over malloc and free, which the importer does not see.
static inline void crampd_kiss_fftr_free(kiss_fftr_cfg plan) { kiss_fftr_free(plan); }
