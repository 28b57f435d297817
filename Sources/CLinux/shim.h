// What Swift's Glibc leaves out and the load measurements need: epoll, and staying on one core.
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
#endif

#endif
