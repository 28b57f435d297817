#include "ccurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

// libcurl's interface is the same since 2004: these are its numbers, so that building needs no
// headers of it.
enum {
    option_url = 10002,
    option_post_fields = 10015,
    option_post_size = 30120,
    option_post = 47,
    option_fields = 10023,
    option_error_text = 10010,
    option_write = 20011,
    option_write_data = 10001,
    option_timeout_ms = 155,
    option_no_signals = 99,
    option_http_version = 84,
    option_protocols = 181,
    info_status = 0x200000 + 2,
    http_1_1 = 2,
    http_and_https = 3,
    global_default = 3,
    write_failed = 23,
};

typedef int (*init_function)(long);
typedef void *(*begin_function)(void);
typedef int (*set_function)(void *, int, ...);
typedef int (*perform_function)(void *);
typedef int (*info_function)(void *, int, ...);
typedef void (*end_function)(void *);
typedef const char *(*words_function)(int);
typedef void *(*append_function)(void *, const char *);
typedef void (*free_function)(void *);

static struct {
    begin_function begin;
    set_function set;
    perform_function perform;
    info_function info;
    end_function end;
    words_function words;
    append_function append;
    free_function free_fields;
    int is_there;
} curl;

static void load(void) {
#ifdef __APPLE__
    void *library = dlopen("libcurl.4.dylib", RTLD_NOW | RTLD_LOCAL);
#else
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) library = dlopen("libcurl-gnutls.so.4", RTLD_NOW | RTLD_LOCAL);
#endif
    if (!library) return;
    init_function init = (init_function)dlsym(library, "curl_global_init");
    curl.begin = (begin_function)dlsym(library, "curl_easy_init");
    curl.set = (set_function)dlsym(library, "curl_easy_setopt");
    curl.perform = (perform_function)dlsym(library, "curl_easy_perform");
    curl.info = (info_function)dlsym(library, "curl_easy_getinfo");
    curl.end = (end_function)dlsym(library, "curl_easy_cleanup");
    curl.words = (words_function)dlsym(library, "curl_easy_strerror");
    curl.append = (append_function)dlsym(library, "curl_slist_append");
    curl.free_fields = (free_function)dlsym(library, "curl_slist_free_all");
    curl.is_there = init && curl.begin && curl.set && curl.perform && curl.info && curl.end
        && curl.words && curl.append && curl.free_fields && init(global_default) == 0;
}

struct reading {
    uint8_t *bytes;
    size_t capacity;
    size_t kept;
    size_t limit;
    size_t read;
};

static size_t take(char *bytes, size_t one, size_t count, void *context) {
    struct reading *reading = context;
    size_t size = one * count;
    size_t room = reading->capacity - reading->kept;
    size_t taken = size < room ? size : room;
    memcpy(reading->bytes + reading->kept, bytes, taken);
    reading->kept += taken;
    reading->read += size;
    // Taking less than there is ends the transfer.
    return reading->read > reading->limit ? 0 : size;
}

static void *header_list(const char *const *fields, size_t count) {
    void *list = curl.append(NULL, "Expect:");
    for (size_t index = 0; list && index < count; index++) {
        void *longer = curl.append(list, fields[index]);
        if (!longer) {
            curl.free_fields(list);
            return NULL;
        }
        list = longer;
    }
    return list;
}

static void say(ccurl_outcome *outcome, const char *words) {
    strncpy(outcome->problem, words, sizeof outcome->problem - 1);
}

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
) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    memset(outcome, 0, sizeof *outcome);
    pthread_once(&once, load);
    if (!curl.is_there) {
        outcome->status = -1;
        return;
    }
    void *handle = curl.begin();
    void *list = header_list(fields, field_count);
    if (!handle || !list) {
        say(outcome, "there is not enough memory");
        if (list) curl.free_fields(list);
        if (handle) curl.end(handle);
        return;
    }
    char error[256] = "";
    struct reading reading = {answer, capacity, 0, limit, 0};
    curl.set(handle, option_error_text, error);
    curl.set(handle, option_no_signals, 1L);
    curl.set(handle, option_protocols, (long)http_and_https);
    curl.set(handle, option_http_version, (long)http_1_1);
    curl.set(handle, option_timeout_ms, milliseconds);
    curl.set(handle, option_url, url);
    curl.set(handle, option_post, 1L);
    curl.set(handle, option_post_size, (int64_t)body_size);
    curl.set(handle, option_post_fields, body);
    curl.set(handle, option_fields, list);
    curl.set(handle, option_write, take);
    curl.set(handle, option_write_data, &reading);
    int code = curl.perform(handle);
    curl.info(handle, info_status, &outcome->status);
    outcome->size = reading.kept;
    if (code != 0 && !(code == write_failed && reading.read > limit)) {
        outcome->status = 0;
        say(outcome, error[0] ? error : curl.words(code));
    }
    curl.free_fields(list);
    curl.end(handle);
}
