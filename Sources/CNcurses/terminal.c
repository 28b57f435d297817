/*
 * The terminal: opening, drawing, giving back. Input is not read here: ncurses hands unknown
 * sequences on as single letters, and letters are commands.
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
#include "cncurses.h"
#include "draw.h"
#include "guard.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Not from term.h: its macros take words such as lines and columns away. */
extern int setupterm(const char *type, int descriptor, int *result);

enum { RESTORE_LIMIT = 1024 };

static SCREEN *screen;
static struct termios modes_before;
static int error_before = -1;
static bool is_unicode;
static bool is_xterm_like;
static bool uses_mouse;
static bool tells_brightness;
static int colour_count;
static char restore[RESTORE_LIMIT];

static void write_text(const char *text) {
    size_t size = strlen(text);
    while (size > 0) {
        ssize_t count = write(STDOUT_FILENO, text, size);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        text += count;
        size -= (size_t)count;
    }
}

/* --- What kind of terminal --------------------------------------------------------------- */

static bool starts_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

static bool looks_modern(const char *type) {
    static const char *const starts[] = {
        "xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "kitty", "wezterm", "ghostty",
        "contour", "rio", "st-", "konsole", "vte", "gnome", "iterm", "mintty", "putty",
    };
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        if (starts_with(type, starts[i])) return true;
    }
    return false;
}

/* The type by which the terminal is known here: its own name, or that of the family. */
static nc_status known_type(const char **type) {
    int found = 0;
    const char *name = getenv("TERM");
    const char *position;
    if (!name || !*name) return NC_NO_TYPE;
    if (setupterm((char *)name, STDOUT_FILENO, &found) == ERR || found != 1) {
        if (!looks_modern(name)) return NC_UNKNOWN_TYPE;
        name = "xterm-256color";
        if (setupterm((char *)name, STDOUT_FILENO, &found) == ERR || found != 1) {
            return NC_UNKNOWN_TYPE;
        }
    }
    position = tigetstr("cup");
    if (!position || position == (char *)-1) return NC_CANNOT_POSITION;
    *type = name;
    return NC_OPENED;
}

/* The locale's name as the environment gives it, or an empty text. */
static const char *locale_name(void) {
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) return value;
    }
    return "";
}

static bool locale_is_unicode(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

/*
 * Whether text beyond ASCII may be written. A locale that names UTF-8 but is not installed, and no
 * locale at all, count as UTF-8: ncurses then needs another locale of that kind to work in.
 */
static bool choose_locale(const char *type) {
    const char *name = locale_name();
    bool wants_unicode = !*name || strcasestr(name, "utf-8") || strcasestr(name, "utf8");
    bool has_signs = !starts_with(type, "vt") && strcmp(type, "linux") != 0;
    bool is_set = setlocale(LC_CTYPE, "") != NULL;
    if (is_set && locale_is_unicode()) return has_signs;
    if (!wants_unicode) return false;
    if (setlocale(LC_CTYPE, "C.UTF-8") || setlocale(LC_CTYPE, "UTF-8")) {
        return has_signs && locale_is_unicode();
    }
    return false;
}

/* --- Opening and giving back ------------------------------------------------------------- */

/* Appends a capability without the pauses that old terminals needed, such as $<2>. */
static void append_capability(const char *name) {
    const char *text = tigetstr((char *)name);
    size_t size = strlen(restore);
    if (!text || text == (char *)-1) return;
    while (*text && size + 1 < sizeof restore) {
        const char *end = starts_with(text, "$<") ? strchr(text, '>') : NULL;
        if (end) {
            text = end + 1;
        } else {
            restore[size++] = *text++;
        }
    }
    restore[size] = 0;
}

static void build_restore(void) {
    restore[0] = 0;
    if (is_xterm_like) {
        strcat(
            restore,
            "\033[?2026l\033[?2031l\033[?1006l\033[?1000l\033[?2004l\033[23;2t"
        );
    }
    append_capability("sgr0");
    append_capability("op");
    append_capability("cnorm");
    append_capability("rmcup");
    /* Without another screen to return to, the prompt goes below what is there. */
    if (!tigetstr("rmcup") || tigetstr("rmcup") == (char *)-1) strcat(restore, "\r\n");
}

static void start_colours(bool without_colours) {
    colour_count = 0;
    nc_forget_pairs();
    if (without_colours || !has_colors()) return;
    start_color();
    if (use_default_colors() == ERR) return;
    colour_count = COLORS;
}

static int redirect_errors(const char *path) {
    int log;
    if (!path) return 0;
    log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0) return -1;
    error_before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    fflush(stderr);
    dup2(log, STDERR_FILENO);
    close(log);
    return 0;
}

static void restore_errors(void) {
    if (error_before < 0) return;
    fflush(stderr);
    dup2(error_before, STDERR_FILENO);
    close(error_before);
    error_before = -1;
}

static void set_modes(void) {
    raw();
    noecho();
    nonl();
    idlok(stdscr, TRUE);
    scrollok(stdscr, FALSE);
    leaveok(stdscr, TRUE);
    /* Otherwise ncurses looks for input while it writes, and stops half way. */
    typeahead(-1);
    curs_set(0);
}

nc_status nc_open(bool without_colours, const char *log_path, const char *farewell) {
    static bool is_registered;
    const char *type = NULL;
    nc_status status;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return NC_NOT_A_TERMINAL;
    status = known_type(&type);
    if (status != NC_OPENED) return status;
    if (tcgetattr(STDIN_FILENO, &modes_before) < 0) return NC_SYSTEM_ERROR;
    is_unicode = choose_locale(type);
    is_xterm_like = looks_modern(type);
    if (redirect_errors(log_path) < 0) return NC_SYSTEM_ERROR;
    /* Before newterm, which leaves signals alone that are already handled. */
    if (nc_guard_install() < 0) {
        restore_errors();
        return NC_SYSTEM_ERROR;
    }
    build_restore();
    nc_guard_arm(restore, &modes_before, farewell);
    screen = newterm((char *)type, stdout, stdin);
    if (!screen) {
        nc_guard_disarm();
        nc_guard_remove();
        restore_errors();
        return NC_UNKNOWN_TYPE;
    }
    set_modes();
    start_colours(without_colours);
    uses_mouse = false;
    tells_brightness = false;
    if (is_xterm_like) write_text("\033[22;2t\033[?2004h");
    if (!is_registered) atexit(nc_close);
    is_registered = true;
    return NC_OPENED;
}

static void end_brightness(void) {
    if (tells_brightness && is_xterm_like) write_text("\033[?2031l");
}

void nc_close(void) {
    if (!screen) return;
    end_brightness();
    if (is_xterm_like) write_text("\033[?1006l\033[?1000l\033[?2004l\033[23;2t");
    curs_set(1);
    endwin();
    nc_guard_disarm();
    /* What was typed for the screen is not meant for the shell. */
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes_before);
    delscreen(screen);
    screen = NULL;
    nc_guard_remove();
    restore_errors();
}

int nc_colours(void) { return colour_count; }
bool nc_is_unicode(void) { return is_unicode; }
bool nc_is_xterm_like(void) { return is_xterm_like; }
int nc_signal_descriptor(void) { return nc_guard_descriptor(); }

void nc_suspend(bool whole_group) {
    if (!screen) return;
    end_brightness();
    if (is_xterm_like) write_text("\033[?1006l\033[?1000l\033[?2004l");
    curs_set(1);
    endwin();
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes_before);
    nc_guard_stop(whole_group);
    nc_resume();
}

void nc_resume(void) {
    if (!screen) return;
    /* Another endwin makes the next doupdate enter the screen and draw all of it. */
    if (!isendwin()) endwin();
    reset_prog_mode();
    set_modes();
    clearok(curscr, TRUE);
    if (is_xterm_like) write_text("\033[?2004h");
    nc_mouse(uses_mouse);
    if (tells_brightness) nc_brightness(true);
}

void nc_mouse(bool is_on) {
    uses_mouse = is_on;
    if (!screen || !is_xterm_like) return;
    write_text(is_on ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l");
}

/* Mode 2031 tells of changes; the question 996 asks how it is now. */
void nc_brightness(bool is_on) {
    if (!screen || !is_xterm_like) return;
    if (!is_on) end_brightness();
    tells_brightness = is_on;
    if (is_on) write_text("\033[?2031h\033[?996n");
}

void nc_title(const char *text) {
    if (!screen || !is_xterm_like) return;
    write_text("\033]2;");
    write_text(text);
    write_text("\a");
}

/* --- Size -------------------------------------------------------------------------------- */

void nc_size(int *columns, int *rows) {
    struct winsize size;
    memset(&size, 0, sizeof size);
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0 || size.ws_row == 0) {
        *columns = screen ? COLS : 80;
        *rows = screen ? LINES : 24;
        return;
    }
    *columns = size.ws_col;
    *rows = size.ws_row;
}

void nc_resize(int columns, int rows) {
    if (!screen) return;
    resizeterm(rows > 0 ? rows : 1, columns > 0 ? columns : 1);
    nc_redraw();
}

/* --- Showing ------------------------------------------------------------------------------ */

void nc_redraw(void) {
    if (!screen) return;
    werase(stdscr);
    clearok(curscr, TRUE);
}

void nc_cursor(int x, int y) {
    if (!screen) return;
    if (x < 0) {
        leaveok(stdscr, TRUE);
        curs_set(0);
        return;
    }
    leaveok(stdscr, FALSE);
    wmove(stdscr, y, x);
    curs_set(1);
}

void nc_flush(bool is_synchronized) {
    if (!screen) return;
    wnoutrefresh(stdscr);
    if (is_synchronized) write_text("\033[?2026h");
    doupdate();
    if (is_synchronized) write_text("\033[?2026l");
}

void nc_copy(const char *base64) {
    if (!screen || !is_xterm_like) return;
    write_text("\033]52;c;");
    write_text(base64);
    write_text("\a");
}

void nc_ask_synchronized(void) {
    if (screen && is_xterm_like) write_text("\033[?2026$p");
}
