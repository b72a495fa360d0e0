// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A thousand viewers of one room, thirty operations a second: how long an operation takes to reach them, and what it costs the daemon to tell one
 * of them. Beside it, in the same run, a bare libwebsockets server that tells the same number of viewers as many bytes.
 */
#include <libwebsockets.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/lib/crowd.h"
#include "tests/lib/folder.h"
#include "web/message.h"

#define PER_SECOND 30u
#define WARM_UP    30u /* rounds */
#define OP         "{\"type\":\"op\",\"id\":\"1\",\"text\":\"alloc 0 GFP_KERNEL\"}"

static unsigned viewers = 1000, seconds = 10;

/* ---- the bare server ---- */

static struct {
    unsigned said;
    size_t len;
    uint8_t *message; /* behind LWS_PRE bytes */
} bare;

static int bare_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                         size_t len)
{
    unsigned *told = user;
    (void)in;
    (void)len;
    switch (reason) {
    case LWS_CALLBACK_ESTABLISHED:
        *told = bare.said;
        return 0;
    case LWS_CALLBACK_RECEIVE:
        bare.said++;
        return lws_callback_on_writable_all_protocol(lws_get_context(wsi), lws_get_protocol(wsi)) <
                       0
                   ? -1
                   : 0;
    case LWS_CALLBACK_SERVER_WRITEABLE:
        if (*told == bare.said)
            return 0;
        if (lws_write(wsi, bare.message + LWS_PRE, bare.len, LWS_WRITE_BINARY) < 0)
            return -1;
        if (++*told != bare.said)
            lws_callback_on_writable(wsi);
        return 0;
    default:
        return 0;
    }
}

static void serve_bare(int port_to, size_t len)
{
    static const struct lws_protocols protocols[] = {
        { .name = "bare", .callback = bare_callback, .per_session_data_size = sizeof(unsigned) },
        { 0 },
    };
    struct lws_context_creation_info info = {
        .port = 0, .iface = "127.0.0.1", .protocols = protocols, .gid = -1, .uid = -1
    };
    bare.len = len;
    bare.message = calloc(1, LWS_PRE + len);
    lws_set_log_level(LLL_ERR, NULL);
    struct lws_context *context = lws_create_context(&info);
    unsigned port =
        context ? (unsigned)lws_get_vhost_port(lws_get_vhost_by_name(context, "default")) : 0;
    if (!bare.message || write(port_to, &port, sizeof port) != sizeof port)
        exit(1);
    while (lws_service(context, 0) >= 0)
        continue;
    exit(1);
}

/* ---- the two as processes ---- */

struct served {
    pid_t pid;
    unsigned port;
};

static struct served start_bare(size_t len)
{
    int ends[2];
    struct served s = { 0 };
    if (pipe(ends) != 0 || (s.pid = fork()) < 0)
        abort();
    if (s.pid == 0)
        serve_bare(ends[1], len);
    close(ends[1]);
    if (read(ends[0], &s.port, sizeof s.port) != sizeof s.port || !s.port)
        abort();
    close(ends[0]);
    return s;
}

static struct served start_daemon(void)
{
    const char *program = getenv("BUDDYSCOPE");
    int ends[2];
    char line[256];
    struct served s = { 0 };
    program = program ? program : "build/buddyscope";
    if (pipe(ends) != 0 || (s.pid = fork()) < 0)
        abort();
    if (s.pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        execl(program, program, "serve", "--listen", "127.0.0.1:0", "--data", folder, "--viewers",
              "10000", "--ops-per-second", "100", (char *)NULL);
        perror(program);
        _exit(1);
    }
    close(ends[1]);
    FILE *said = fdopen(ends[0], "r");
    const char *colon = said && fgets(line, sizeof line, said) ? strrchr(line, ':') : NULL;
    if (!colon)
        abort();
    s.port = (unsigned)strtoul(colon + 1, NULL, 10);
    fclose(said);
    return s;
}

static void stop(struct served s)
{
    kill(s.pid, SIGTERM);
    waitpid(s.pid, NULL, 0);
}

/* Seconds of processor time of a process. */
static double processor(pid_t pid)
{
    clockid_t clock;
    struct timespec t = { 0 };
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &t) != 0)
        abort();
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- the figures ---- */

struct figures {
    double p50, p99, cost; /* ms, ms, microseconds of processor for one update to one viewer */
    uint64_t bytes;        /* that one viewer got for one update */
};

static int by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static struct figures measure(struct served s, const char *path)
{
    unsigned rounds = seconds * PER_SECOND;
    size_t count = (size_t)rounds * viewers;
    uint32_t *took = calloc(count, sizeof *took);
    struct crowd *crowd = crowd_join(s.port, path, viewers);
    crowd_settle(crowd);
    crowd_listen(crowd, OP, PER_SECOND, WARM_UP, took);
    double before = processor(s.pid);
    struct figures f = { .bytes = crowd_listen(crowd, OP, PER_SECOND, rounds, took) / rounds };
    f.cost = (processor(s.pid) - before) * 1e6 / (double)count;
    crowd_free(crowd);
    qsort(took, count, sizeof *took, by_size);
    size_t middle = count / 2, late = count * 99 / 100;
    f.p50 = took[middle] / 1e3;
    f.p99 = took[late] / 1e3;
    free(took);
    return f;
}

static void print(const char *who, const struct figures *f)
{
    printf("%-48s p50 %.1f ms, p99 %.1f ms, %.2f µs of processor each, %llu bytes\n", who, f->p50,
           f->p99, f->cost, (unsigned long long)f->bytes);
}

int main(void)
{
    struct rlimit limit;
    char path[128];
    void *none = NULL;
    const char *asked = getenv("CROWD");
    viewers = asked ? (unsigned)strtoul(asked, NULL, 10) : viewers;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);

    if (new_folder(&none) != 0)
        return 1;
    struct served s = start_daemon();
    char *room = http_post(s.port, "/api/rooms", "{\"profile\":\"study\"}", "room");
    snprintf(path, sizeof path, "/api/rooms/%s/ws", room);
    struct figures own = measure(s, path);
    stop(s);
    remove_folder(&none);
    free(room);

    s = start_bare(own.bytes);
    struct figures other = measure(s, "/");
    stop(s);

    printf("%u viewers of one room, %u operations a second for %u s\n", viewers, PER_SECOND,
           seconds);
    print("buddyscope (goal p99 under 50 ms)", &own);
    print("a bare libwebsockets broadcast of as many", &other);
    printf("%-48s %.2f (goal at most 1.3)\n", "ratio of processor time for one update",
           own.cost / other.cost);
    return 0;
}
