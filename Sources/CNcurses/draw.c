/*
 * Rows of cells: colours become pairs, scalars become wide cells of exactly the promised width.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include "draw.h"

#include "cncurses.h"

#include <curses.h>
#include <wchar.h>

enum { ROW_LIMIT = 2048, PAIR_LIMIT = 256, REPLACEMENT = 0xFFFD };

static int pair_foreground[PAIR_LIMIT];
static int pair_background[PAIR_LIMIT];
static int pair_count = 1;

void nc_forget_pairs(void) { pair_count = 1; }

/* In terminals with direct colours a number is the colour itself. */
static int direct_colour(int number) {
    static const int steps[] = {0, 95, 135, 175, 215, 255};
    int place = number - 16;
    int grey = 8 + (number - 232) * 10;
    if (number < 8) return number;
    if (number < 16) return number - 8;
    if (number >= 232) return grey << 16 | grey << 8 | grey;
    return steps[place / 36] << 16 | steps[place / 6 % 6] << 8 | steps[place % 6];
}

static int pair_of(int foreground, int background) {
    int limit = COLOR_PAIRS < PAIR_LIMIT ? COLOR_PAIRS : PAIR_LIMIT;
    if (nc_colours() == 0 || (foreground < 0 && background < 0)) return 0;
    if (nc_colours() > 256) {
        foreground = direct_colour(foreground);
        background = direct_colour(background);
    }
    for (int i = 1; i < pair_count; i++) {
        if (pair_foreground[i] == foreground && pair_background[i] == background) return i;
    }
    if (pair_count >= limit) return 0;
#if NCURSES_EXT_COLORS
    if (init_extended_pair(pair_count, foreground, background) == ERR) return 0;
#else
    if (init_pair((short)pair_count, (short)foreground, (short)background) == ERR) return 0;
#endif
    pair_foreground[pair_count] = foreground;
    pair_background[pair_count] = background;
    return pair_count++;
}

static attr_t attributes_of(const nc_cell *cell) {
    attr_t result = A_NORMAL;
    if (cell->attributes & NC_BOLD) result |= WA_BOLD;
    if (cell->attributes & NC_DIM) result |= WA_DIM;
    if (cell->attributes & NC_UNDERLINE) result |= WA_UNDERLINE;
    if (cell->attributes & NC_REVERSE) result |= WA_REVERSE;
#ifdef WA_ITALIC
    if (cell->attributes & NC_ITALIC) result |= WA_ITALIC;
#endif
    return result;
}

static void set_cell(cchar_t *out, const wchar_t *text, const nc_cell *cell) {
    int pair = pair_of(cell->foreground, cell->background);
#if NCURSES_EXT_COLORS
    setcchar(out, text, attributes_of(cell), (short)pair, &pair);
#else
    setcchar(out, text, attributes_of(cell), (short)pair, NULL);
#endif
}

/*
 * The text of a cell. Where the C library, and with it ncurses, counts another width than the
 * canvas did, a stand-in of one cell is drawn: a row must never shift.
 */
static bool text_of(const nc_cell *cell, wchar_t text[6]) {
    int count = 0;
    for (int i = 0; i < 5 && cell->scalars[i]; i++) {
        wchar_t scalar = (wchar_t)cell->scalars[i];
        if (i > 0 && wcwidth(scalar) != 0) continue;
        text[count++] = scalar;
    }
    text[count] = 0;
    if (count > 0 && wcwidth(text[0]) == cell->width) return true;
    text[0] = nc_is_unicode() ? REPLACEMENT : L'?';
    text[1] = 0;
    return false;
}

void nc_draw_row(int y, const nc_cell *cells, int count) {
    static cchar_t row[ROW_LIMIT];
    int used = 0;
    int columns = stdscr ? getmaxx(stdscr) : 0;
    if (columns <= 0 || y < 0 || y >= getmaxy(stdscr)) return;
    if (columns > ROW_LIMIT) columns = ROW_LIMIT;
    if (count > columns) count = columns;
    for (int x = 0; x < count; x++) {
        wchar_t text[6];
        if (cells[x].width == 0) continue;
        if (text_of(&cells[x], text)) {
            set_cell(&row[used++], text, &cells[x]);
            continue;
        }
        set_cell(&row[used++], text, &cells[x]);
        if (cells[x].width == 2 && x + 1 < count) set_cell(&row[used++], L" ", &cells[x]);
    }
    mvwadd_wchnstr(stdscr, y, 0, row, used);
}
