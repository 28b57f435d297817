// One HTTP post through the system's libcurl, which is looked for only when the first is made: a
// program that posts nothing needs none and does not load it.
#ifndef CCURL_H
#define CCURL_H

#include <stddef.h>
#include <stdint.h>

// What came of a post.
typedef struct {
    // The status of the answer; 0 when none came, -1 when there is no libcurl.
    long status;
    // Bytes of the answer that were kept.
    size_t size;
    // Why no answer came, with a NUL at its end.
    char problem[256];
} ccurl_outcome;

// Posts a body, and waits for the answer on the calling thread.
//
// Redirects are not followed, and only http and https are spoken. `fields` are whole header
// fields such as "Content-Type: application/json". The first `capacity` bytes of the answer are
// kept in `answer`; after `limit` bytes no more are read, which is no failure.
void ccurl_post(
    const char *url,
    const char *const *fields,
    size_t field_count,
    const uint8_t *body,
    size_t body_size,
    long milliseconds,
    uint8_t *answer,
    size_t capacity,
    size_t limit,
    ccurl_outcome *outcome
);

#endif
