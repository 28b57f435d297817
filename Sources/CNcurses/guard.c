/*
 * Signals. Those that ask become bytes in a pipe; those that kill give the terminal back first.
 *
 * The killing ones replace the handlers of the Swift runtime on purpose: with a terminal, its
 * backtracer asks a question and waits 30 seconds, on a screen in raw mode where nobody can see it.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RESTORE_LIMIT = 1024, FAREWELL_LIMIT = 512, STACK_SIZE = 65536, PATIENCE = 3 };

static const int asking[] = {SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGTSTP, SIGCONT};
static const int killing[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGQUIT, SIGSYS};
enum {
    ASKING_COUNT = sizeof asking / sizeof asking[0],
    KILLING_COUNT = sizeof killing / sizeof killing[0],
};

static struct sigaction asking_before[ASKING_COUNT];
static struct sigaction killing_before[KILLING_COUNT];
static int is_installed;
static int signal_pipe[2] = {-1, -1};

static volatile sig_atomic_t is_armed;
static volatile sig_atomic_t unanswered;
static char restore_bytes[RESTORE_LIMIT];
static size_t restore_size;
static char farewell_bytes[FAREWELL_LIMIT];
static size_t farewell_size;
static struct termios restore_modes;
static char alternate_stack[STACK_SIZE];

static void write_all(int descriptor, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t count = write(descriptor, bytes, size);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        bytes += count;
        size -= (size_t)count;
    }
}

static void give_back(void) {
    if (!is_armed) return;
    is_armed = 0;
    write_all(STDOUT_FILENO, restore_bytes, restore_size);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &restore_modes);
    write_all(STDOUT_FILENO, farewell_bytes, farewell_size);
}

static void die(int number) {
    sigset_t only;
    give_back();
    signal(number, SIG_DFL);
    sigemptyset(&only);
    sigaddset(&only, number);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    raise(number);
}

static void on_killing(int number) { die(number); }

static void on_asking(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    /* A loop that has stopped reading must not make the program immortal. */
    if (number == SIGTERM || number == SIGHUP || number == SIGINT) {
        unanswered = unanswered + 1;
        if (unanswered > PATIENCE) die(number);
    }
    if (write(signal_pipe[1], &byte, 1) < 0) {
        /* The pipe is full of signals already. */
    }
    errno = saved;
}

static int open_pipe(void) {
    if (signal_pipe[0] >= 0) return 0;
    if (pipe(signal_pipe) < 0) return -1;
    for (int i = 0; i < 2; i++) {
        fcntl(signal_pipe[i], F_SETFD, FD_CLOEXEC);
        fcntl(signal_pipe[i], F_SETFL, O_NONBLOCK);
    }
    return 0;
}

int nc_guard_install(void) {
    struct sigaction action;
    stack_t stack;
    sigset_t wanted;
    if (is_installed) return 0;
    if (open_pipe() < 0) return -1;

    memset(&stack, 0, sizeof stack);
    stack.ss_sp = alternate_stack;
    stack.ss_size = sizeof alternate_stack;
    sigaltstack(&stack, NULL);

    memset(&action, 0, sizeof action);
    sigfillset(&action.sa_mask);
    action.sa_handler = on_asking;
    action.sa_flags = SA_RESTART;
    sigemptyset(&wanted);
    for (int i = 0; i < ASKING_COUNT; i++) {
        sigaction(asking[i], &action, &asking_before[i]);
        sigaddset(&wanted, asking[i]);
    }
    sigemptyset(&action.sa_mask);
    action.sa_handler = on_killing;
    action.sa_flags = SA_ONSTACK | SA_NODEFER;
    for (int i = 0; i < KILLING_COUNT; i++) {
        sigaction(killing[i], &action, &killing_before[i]);
        sigaddset(&wanted, killing[i]);
    }
    /* Processes started from a thread pool inherit masks that block these. */
    pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
    unanswered = 0;
    is_installed = 1;
    return 0;
}

void nc_guard_remove(void) {
    if (!is_installed) return;
    is_installed = 0;
    for (int i = 0; i < ASKING_COUNT; i++) sigaction(asking[i], &asking_before[i], NULL);
    for (int i = 0; i < KILLING_COUNT; i++) sigaction(killing[i], &killing_before[i], NULL);
}

void nc_guard_arm(const char *restore, const struct termios *modes, const char *farewell) {
    is_armed = 0;
    restore_size = strnlen(restore, RESTORE_LIMIT);
    memcpy(restore_bytes, restore, restore_size);
    restore_modes = *modes;
    farewell_size = farewell ? strnlen(farewell, FAREWELL_LIMIT) : 0;
    if (farewell_size > 0) memcpy(farewell_bytes, farewell, farewell_size);
    is_armed = 1;
}

void nc_guard_disarm(void) { is_armed = 0; }

/* Waits until SIGCONT was handled: a group's stop reaches this thread a moment after kill. */
static void await_continue(void) {
    struct pollfd entry = {.fd = signal_pipe[0], .events = POLLIN};
    for (int tries = 0; tries < 4; tries++) {
        unsigned char bytes[64];
        ssize_t count;
        /* Without a parent that does job control nothing stops, and nothing will continue. */
        if (poll(&entry, 1, 25) <= 0) continue;
        count = read(signal_pipe[0], bytes, sizeof bytes);
        for (ssize_t i = 0; i < count; i++) {
            if (bytes[i] == SIGCONT) tries = 4;
            /* A request to end must outlive the pause. */
            if (bytes[i] == SIGTERM || bytes[i] == SIGHUP) {
                if (write(signal_pipe[1], &bytes[i], 1) < 0) return;
                tries = 4;
            }
        }
    }
}

void nc_guard_stop(int whole_group) {
    struct sigaction ours;
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &standard, &ours);
    if (whole_group) {
        kill(0, SIGTSTP);
    } else {
        raise(SIGTSTP);
    }
    await_continue();
    sigaction(SIGTSTP, &ours, NULL);
}

int nc_guard_descriptor(void) {
    unanswered = 0;
    return signal_pipe[0];
}
