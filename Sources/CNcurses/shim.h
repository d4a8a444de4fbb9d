#ifndef CRAMPD_CNCURSES_SHIM_H
#define CRAMPD_CNCURSES_SHIM_H

// Declares the functions for wide characters without the feature macros of pkg-config, which would
// change the C library for every other target.
#define NCURSES_WIDECHAR 1
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <wchar.h>

/// The columns that a character takes, as the locale has it; negative for one that is not shown.
/// Here because glibc declares `wcwidth` only for X/Open source.
extern int wcwidth(wchar_t);
static inline int crampd_columns(unsigned int scalar) { return wcwidth((wchar_t)scalar); }

/// Takes over the terminal of standard input and output; NULL where nothing is known of it.
/// Here because Swift refuses to read variables of C that may change, as the two streams are.
static inline SCREEN *crampd_take_over(void) { return newterm(NULL, stdout, stdin); }

/// The whole screen. Here because Swift refuses to read a variable of C that may change.
static inline WINDOW *crampd_screen(void) { return stdscr; }

/// Says how the next text looks: bits 0 bold, 1 reversed, 2 dim.
/// Here because the attributes are macros with casts, which the importer does not see.
static inline void crampd_style(WINDOW *window, int looks, short pair) {
  attr_t attributes = A_NORMAL;
  if (looks & 1) attributes |= A_BOLD;
  if (looks & 2) attributes |= A_REVERSE;
  if (looks & 4) attributes |= A_DIM;
  (void)wattr_set(window, attributes, pair, NULL);
}

/// The size of the window behind a descriptor: 0, or -1 where it has none.
/// Here because `ioctl` takes a variable number of arguments.
static inline int crampd_window_size(int descriptor, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return -1;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return 0;
}

/// Whether the locale's characters are those of UTF-8.
/// Here because the item is a macro with a cast.
static inline int crampd_is_utf8(void) {
  const char *name = nl_langinfo(CODESET);
  return name[0] == 'U' && name[1] == 'T' && name[2] == 'F' && name[3] == '-' && name[4] == '8';
}

#endif
