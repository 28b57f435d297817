/*
 * What Swift cannot reach in ncurses by itself: macros, mutable globals and wide cells, behind a
 * few functions. And the guard that gives the terminal back whatever ends the program.
 *
 * One terminal a process, used from one thread. Functions that are called from signal handlers
 * stay inside guard.c.
 */
#ifndef CNCURSES_H
#define CNCURSES_H

#include <stdbool.h>
#include <stdint.h>

/* One cell as it is drawn: a base scalar and up to four marks, 0 after the last. */
typedef struct {
    uint32_t scalars[5];
    /* Cells: 1 or 2, and 0 for the right half of a wide character. */
    uint8_t width;
    /* Bits of NC_BOLD and its like. */
    uint8_t attributes;
    /* Numbers of colours, or -1 for the terminal's own. */
    int16_t foreground;
    int16_t background;
} nc_cell;

enum { NC_BOLD = 1, NC_DIM = 2, NC_UNDERLINE = 4, NC_REVERSE = 8, NC_ITALIC = 16 };

/* Why a terminal cannot be opened. */
typedef enum {
    NC_OPENED = 0,
    NC_NOT_A_TERMINAL,
    NC_NO_TYPE,
    NC_UNKNOWN_TYPE,
    NC_CANNOT_POSITION,
    NC_SYSTEM_ERROR,
} nc_status;

/*
 * Takes the terminal on standard input and output.
 *
 * without_colours: never to use colours.
 * log_path: where standard error goes while the screen is up; NULL leaves it alone.
 * farewell: written after the terminal was given back by the guard; NULL for nothing.
 * On NC_SYSTEM_ERROR errno tells more. The terminal is unchanged unless NC_OPENED is returned.
 */
nc_status nc_open(bool without_colours, const char *log_path, const char *farewell);

/* Gives the terminal back. May be called at any time and any number of times. */
void nc_close(void);

/* How many colours there are; 0 when none are to be used. */
int nc_colours(void);
/* Whether text beyond ASCII may be written. */
bool nc_is_unicode(void);
/* Whether the terminal understands the queries and modes that came with xterm. */
bool nc_is_xterm_like(void);

/* The size in cells, as the terminal says. */
void nc_size(int *columns, int *rows);
/* Tells ncurses the size, and draws everything anew with the next nc_flush. */
void nc_resize(int columns, int rows);

/* Puts count cells into row y. */
void nc_draw_row(int y, const nc_cell *cells, int count);
/* Forgets what is on the screen. */
void nc_redraw(void);
/* Shows the cursor at a place, or hides it where x is negative. */
void nc_cursor(int x, int y);
/* Writes what differs; is_synchronized brackets it so that it is shown at once. */
void nc_flush(bool is_synchronized);
/* Puts text, given in base64, on the terminal's clipboard (OSC 52) where that is known. */
void nc_copy(const char *base64);
/* Whether presses and the wheel of the mouse come as input; never how it moves. */
void nc_mouse(bool is_on);
/* Whether the terminal tells, as input, that its background is light or dark now. */
void nc_brightness(bool is_on);
/* Names the terminal's window; the old name comes back with nc_close. */
void nc_title(const char *text);
/* Asks whether nc_flush may be synchronized; the answer comes as input. */
void nc_ask_synchronized(void);

/* Gives the terminal back, stops the program (or its whole group), and takes it again. */
void nc_suspend(bool whole_group);
/* Takes the terminal again after something else may have changed its modes. */
void nc_resume(void);

/* The descriptor from which signals are read, one byte each with the signal's number. */
int nc_signal_descriptor(void);

#endif
