/*
 * Between terminal.c and guard.c.
 */
#ifndef NC_GUARD_H
#define NC_GUARD_H

#include <termios.h>

/* Opens the signal pipe and installs every handler. Returns 0, or -1 with errno. */
int nc_guard_install(void);
/* Puts the handlers back that were there before. */
void nc_guard_remove(void);
/* What the guard does when the program dies: these bytes, these modes, this last line. */
void nc_guard_arm(const char *restore, const struct termios *modes, const char *farewell);
/* From here on the guard leaves the terminal alone. */
void nc_guard_disarm(void);
/* The default action of SIGTSTP, then the handler again. */
void nc_guard_stop(int whole_group);
int nc_guard_descriptor(void);

#endif
