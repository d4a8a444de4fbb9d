// The C library's allocator with a counter before it, in place of it for all that the process has
// loaded. In C because Swift keeps the name `malloc` to its runtime.
#include "CAllocation.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

// glibc exports these, and no header of its declares them.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_bool is_counting;
static atomic_bool is_trapping;
static atomic_long total;

void crampd_allocations_begin(void) {
  atomic_store(&total, 0);
  atomic_store(&is_counting, true);
}

long crampd_allocations_end(void) {
  atomic_store(&is_counting, false);
  return atomic_load(&total);
}

void crampd_allocations_trap(void) { atomic_store(&is_trapping, true); }

static void note(void) {
  if (!atomic_load_explicit(&is_counting, memory_order_relaxed)) return;
  atomic_fetch_add_explicit(&total, 1, memory_order_relaxed);
  if (!atomic_load_explicit(&is_trapping, memory_order_relaxed)) return;
  // What shows the place allocates as well.
  atomic_store(&is_counting, false);
  __builtin_trap();
}

void *malloc(size_t size) {
  note();
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  note();
  return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  note();
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **place, size_t alignment, size_t size) {
  note();
  void *memory = __libc_memalign(alignment, size);
  if (memory == NULL) return ENOMEM;
  *place = memory;
  return 0;
}
