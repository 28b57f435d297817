// What Swift's Glibc leaves out: epoll and staying on one core, for the load measurements, and
// waiting for the end of a process that is somebody else's child, for the tests.
#ifndef CLINUX_H
#define CLINUX_H

#ifdef __linux__
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

static const uint32_t clinux_readable = EPOLLIN;
static const uint32_t clinux_writable = EPOLLOUT;
static const uint32_t clinux_failed = EPOLLERR | EPOLLHUP;
static const uint32_t clinux_changes_only = EPOLLET;

// Lets the calling thread run on the cores of a mask.
static inline long clinux_stay_on(uint64_t cores) {
    return syscall(SYS_sched_setaffinity, 0, sizeof cores, &cores);
}

// A descriptor that can be read once the process has ended; -1 when there is no such process.
static inline int clinux_open_process(int process_id) {
    return (int)syscall(SYS_pidfd_open, process_id, 0);
}
#endif

#endif
