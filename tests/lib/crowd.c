// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/lib/crowd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define QUIET_MS 700
#define BINARY   2u

/* Where a viewer stands in the stream of frames. */
struct viewer {
    int fd;
    uint8_t head[10]; /* of the frame that is arriving, as far as it has */
    unsigned have;
    uint64_t left;   /* bytes of its payload that have not */
    bool binary;     /* the message that it belongs to */
    unsigned rounds; /* binary messages that arrived whole */
};

struct crowd {
    int epoll;
    unsigned count;
    struct viewer *viewers;
    uint64_t bytes; /* since the rounds began */
    unsigned said, arrived;
    uint64_t *said_at;
    uint32_t *took;
    char buffer[1 << 16];
};

__attribute__((noreturn, format(printf, 1, 2))) static void die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("crowd: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static uint64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static int dial(unsigned port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        die("port %u: %s", port, strerror(errno));
    return fd;
}

static void say(int fd, const void *bytes, size_t len)
{
    if (send(fd, bytes, len, MSG_NOSIGNAL) != (ssize_t)len)
        die("cannot send: %s", strerror(errno));
}

/* Reads an HTTP head byte by byte: what is behind it belongs to the frames. */
static void read_head(int fd, char *head, size_t size)
{
    size_t n = 0;
    while (n + 1 < size && read(fd, head + n, 1) == 1) {
        head[++n] = '\0';
        if (n >= 4 && memcmp(head + n - 4, "\r\n\r\n", 4) == 0)
            return;
    }
    die("no answer to a request");
}

char *http_post(unsigned port, const char *path, const char *body, const char *name)
{
    char text[4096], mark[64];
    int fd = dial(port);
    int n = snprintf(text, sizeof text,
                     "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nContent-Type: application/json\r\n"
                     "Content-Length: %zu\r\nConnection: close\r\n\r\n%s",
                     path, port, strlen(body), body);
    say(fd, text, (size_t)n);
    size_t len = 0;
    ssize_t got;
    while ((got = read(fd, text + len, sizeof text - 1 - len)) > 0)
        len += (size_t)got;
    text[len] = '\0';
    close(fd);
    snprintf(mark, sizeof mark, "\"%s\":\"", name);
    char *found = strstr(text, mark);
    if (!found)
        die("%s: %s", path, text);
    found += strlen(mark);
    return strndup(found, strcspn(found, "\""));
}

struct crowd *crowd_join(unsigned port, const char *path, unsigned count)
{
    char text[512];
    struct crowd *c = calloc(1, sizeof *c);
    if (!c || !(c->viewers = calloc(count, sizeof c->viewers[0])))
        die("out of memory");
    c->count = count;
    c->epoll = epoll_create1(EPOLL_CLOEXEC);
    int n = snprintf(text, sizeof text,
                     "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nConnection: Upgrade\r\n"
                     "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                     path, port);
    for (unsigned i = 0; i < count; i++) {
        char head[2048];
        struct viewer *v = &c->viewers[i];
        v->fd = dial(port);
        say(v->fd, text, (size_t)n);
        read_head(v->fd, head, sizeof head);
        if (strncmp(head, "HTTP/1.1 101", 12) != 0)
            die("viewer %u is refused: %s", i, head);
        fcntl(v->fd, F_SETFL, O_NONBLOCK);
        epoll_ctl(c->epoll, EPOLL_CTL_ADD, v->fd,
                  &(struct epoll_event){ .events = EPOLLIN, .data.ptr = v });
    }
    return c;
}

void crowd_free(struct crowd *c)
{
    for (unsigned i = 0; i < c->count; i++)
        close(c->viewers[i].fd);
    close(c->epoll);
    free(c->viewers);
    free(c->said_at);
    free(c);
}

/* ---- what arrives ---- */

/* The length of the frame's head, as far as its first two bytes tell. */
static unsigned head_length(const struct viewer *v)
{
    unsigned len = v->have < 2 ? 0 : v->head[1] & 0x7f;
    return len == 127 ? 10 : len == 126 ? 4 : 2;
}

static uint64_t payload_length(const struct viewer *v)
{
    uint64_t len = 0;
    unsigned n = head_length(v);
    if (n == 2)
        return v->head[1] & 0x7f;
    for (unsigned i = 2; i < n; i++)
        len = len << 8 | v->head[i];
    return len;
}

/* A message is whole. Before the rounds begin nobody asks when it came. */
static void message(struct crowd *c, struct viewer *v, uint64_t now)
{
    if (!v->binary || !c->took)
        return;
    if (v->rounds >= c->said)
        die("a message that nobody asked for");
    c->took[c->arrived++] = (uint32_t)(now - c->said_at[v->rounds++]);
}

static void take(struct crowd *c, struct viewer *v, const char *from, size_t len, uint64_t now)
{
    while (len) {
        size_t part = len < v->left ? len : (size_t)v->left;
        if (!v->left) {
            v->head[v->have++] = (uint8_t)*from;
            part = 1;
            if (v->have == head_length(v)) {
                v->left = payload_length(v);
                if (v->head[0] & 0x0f)
                    v->binary = (v->head[0] & 0x0f) == BINARY;
                if (!v->left)
                    v->have = 0;
            }
        } else if (!(v->left -= part)) {
            if (v->head[0] & 0x80)
                message(c, v, now);
            v->have = 0;
        }
        from += part;
        len -= part;
    }
}

/* Whatever comes within `ms`; false if nothing does. */
static bool hear(struct crowd *c, int ms)
{
    struct epoll_event events[256];
    int n = epoll_wait(c->epoll, events, 256, ms);
    uint64_t now = now_us();
    for (int i = 0; i < n; i++) {
        struct viewer *v = events[i].data.ptr;
        ssize_t got = read(v->fd, c->buffer, sizeof c->buffer);
        if (got == 0)
            die("a viewer was let go");
        if (got > 0) {
            c->bytes += (uint64_t)got;
            take(c, v, c->buffer, (size_t)got, now);
        }
    }
    return n > 0;
}

void crowd_settle(struct crowd *c)
{
    while (hear(c, QUIET_MS))
        continue;
}

/* ---- the rounds ---- */

/* A client's text message of up to 125 bytes; masked with zeros, which is a mask like any other. */
static void ask(struct crowd *c, const char *text)
{
    char frame[132] = { (char)0x81 };
    size_t len = strlen(text);
    if (len > 125)
        die("a message of %zu bytes", len);
    frame[1] = (char)(0x80 | len);
    snprintf(frame + 6, sizeof frame - 6, "%s", text);
    c->said_at[c->said++] = now_us();
    say(c->viewers[0].fd, frame, len + 6);
}

uint64_t crowd_listen(struct crowd *c, const char *text, unsigned per_second, unsigned rounds,
                      uint32_t *took)
{
    if (!per_second || !c->count)
        die("nobody, or never");
    free(c->said_at);
    c->said_at = calloc(rounds, sizeof c->said_at[0]);
    c->took = took;
    c->bytes = c->said = c->arrived = 0;
    for (unsigned i = 0; i < c->count; i++)
        c->viewers[i].rounds = 0;
    uint64_t start = now_us(), last = start;
    while (c->arrived < rounds * c->count) {
        uint64_t now = now_us(), due = start + (uint64_t)c->said * 1000000 / per_second;
        if (c->said < rounds && now >= due) {
            ask(c, text);
            continue;
        }
        if (hear(c, c->said < rounds ? (int)((due - now) / 1000) : 1000))
            last = now;
        if (now - last > 10000000)
            die("nothing comes any more: %u of %u", c->arrived, rounds * c->count);
    }
    return c->bytes / c->count;
}
