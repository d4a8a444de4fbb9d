#ifndef CRAMPD_CALLOCATION_H
#define CRAMPD_CALLOCATION_H

/// Begins to count what is taken from the heap, from none.
void crampd_allocations_begin(void);

/// Ends counting: how often something was taken.
long crampd_allocations_end(void);

/// Lets the process trap at the first allocation that is counted.
void crampd_allocations_trap(void);

#endif
