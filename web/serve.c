// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * `buddyscope serve`: one network thread in lws's loop. MHD's epoll descriptor and the signals are
 * descriptors in that loop like any other; the workers wake it through lws_cancel_service().
 */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "daemon/commands.h"
#include "web/answers.h"
#include "web/http.h"
#include "web/parlour.h"
#include "web/schema.h"
#include "web/statics.h"
#include "web/ws.h"

#define DRAIN_US        2000000
#define HTTP_PROTOCOL   "http-epoll"
#define SIGNAL_PROTOCOL "signal"

/* ---- what wakes the loop ---- */

static void wake(void *arg)
{
    struct server *server = arg;
    lws_cancel_service(server->lws);
}

static void run_http(lws_sorted_usec_list_t *timer);

/*
 * Serves HTTP, and comes back when MHD has a deadline. A timer of less than a millisecond would
 * spin.
 */
static void run_http_now(struct server *server)
{
    MHD_UNSIGNED_LONG_LONG ms;
    http_run(server);
    if (MHD_get_timeout(server->http, &ms) == MHD_YES)
        lws_sul_schedule(server->lws, 0, &server->http_timer, run_http,
                         (lws_usec_t)(ms ? ms : 1) * 1000);
}

static void run_http(lws_sorted_usec_list_t *timer)
{
    run_http_now(lws_container_of(timer, struct server, http_timer));
}

/* Also makes MHD accept again after its limit of connections was hit. */
static void each_second(lws_sorted_usec_list_t *timer)
{
    struct server *server = lws_container_of(timer, struct server, second_timer);
    http_check_deadlines(server);
    run_http_now(server);
    lws_sul_schedule(server->lws, 0, &server->second_timer, each_second, LWS_US_PER_SEC);
}

/* Delivers what the workers have finished. */
static void collect(struct server *server)
{
    bool replies = false;
    struct post *list = outbox_collect(server->outbox);
    while (list) {
        struct post *post = list;
        list = post->next;
        if (post->kind == POST_REPLY) {
            http_deliver(post);
            replies = true;
        } else {
            parlour_deliver(post);
        }
        post_free(post);
    }
    ws_flush(server);
    if (replies)
        run_http_now(server);
}

static void stop(struct server *server)
{
    struct signalfd_siginfo info;
    while (read(server->signal_fd, &info, sizeof info) > 0)
        server->stopping = true;
    if (server->stopping)
        lws_cancel_service(server->lws);
}

static int loop_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                         size_t len)
{
    struct server *server = lws_context_user(lws_get_context(wsi));
    (void)user;
    (void)in;
    (void)len;
    if (reason == LWS_CALLBACK_EVENT_WAIT_CANCELLED && server->outbox)
        collect(server);
    else if (reason == LWS_CALLBACK_RAW_RX_FILE && server->http)
        run_http_now(server);
    return 0;
}

static int signal_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                           size_t len)
{
    (void)user;
    (void)in;
    (void)len;
    if (reason == LWS_CALLBACK_RAW_RX_FILE)
        stop(lws_context_user(lws_get_context(wsi)));
    return 0;
}

/* ---- listening ---- */

/* Splits ADDR:PORT or [ADDR]:PORT. False if it is neither. */
static bool split_address(const char *text, char *addr, size_t size, const char **port)
{
    const char *colon = strrchr(text, ':');
    size_t n = colon ? (size_t)(colon - text) : 0;
    if (!colon || !colon[1] || n >= size)
        return false;
    bool brackets = n >= 2 && text[0] == '[' && text[n - 1] == ']';
    if (!brackets && memchr(text, ':', n))
        return false;
    snprintf(addr, size, "%.*s", (int)(brackets ? n - 2 : n), text + brackets);
    *port = colon + 1;
    return n > 0;
}

static int listen_on(const struct addrinfo *ai)
{
    int on = 1, off = 0;
    int fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (ai->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, ai->ai_addr, ai->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

/* -1 and a sentence if that cannot be. */
static int open_listener(const char *where, char *why, size_t size)
{
    char addr[256];
    const char *port;
    struct addrinfo *list, hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE };
    if (!split_address(where, addr, sizeof addr, &port)) {
        snprintf(why, size, "--listen takes ADDR:PORT or [ADDR]:PORT, not \"%s\"", where);
        return -1;
    }
    int rc = getaddrinfo(addr, port, &hints, &list);
    if (rc != 0) {
        snprintf(why, size, "%s: %s", where, gai_strerror(rc));
        return -1;
    }
    int fd = listen_on(list);
    if (fd < 0)
        snprintf(why, size, "%s: %s", where, strerror(errno));
    freeaddrinfo(list);
    return fd;
}

/* The port may have been 0: says which one it became. */
static void print_url(int fd)
{
    struct sockaddr_storage address = { 0 };
    socklen_t len = sizeof address;
    char addr[128], port[16];
    if (getsockname(fd, (struct sockaddr *)&address, &len) != 0 ||
        getnameinfo((struct sockaddr *)&address, len, addr, sizeof addr, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return;
    printf(address.ss_family == AF_INET6 ? "http://[%s]:%s\n" : "http://%s:%s\n", addr, port);
    fflush(stdout);
}

/* ---- setting up and taking down ---- */

/* Every viewer is a descriptor, and so is every base image. */
static void raise_file_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max < 65536 ? limit.rlim_max : 65536;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* Blocked in every thread that is started from here on; read from a descriptor instead. */
static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file at its limit is a write that fails, as on a full disk */
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* lws reports each adopted handshake at the level of errors. */
static void log_lws(int level, const char *line)
{
    if (!strstr(line, "readbuf"))
        fprintf(stderr, level == LLL_ERR ? "buddyscope: %s" : "buddyscope: note: %s", line);
}

static bool open_lws(struct server *server)
{
    static const struct lws_protocols protocols[] = {
        { .name = HTTP_PROTOCOL, .callback = loop_callback },
        { .name = WS_PROTOCOL,
          .callback = ws_callback,
          .per_session_data_size = sizeof(struct viewer *),
          .rx_buffer_size = 2048,
          .tx_packet_size = 1 << 20 },
        { .name = SIGNAL_PROTOCOL, .callback = signal_callback },
        { 0 },
    };
    static lws_retry_bo_t heartbeat;
    const struct limits *l = &server->options->limits;
    heartbeat.secs_since_valid_ping = (uint16_t)l->ping_seconds;
    heartbeat.secs_since_valid_hangup = (uint16_t)(l->ping_seconds * 2 + 2);
    struct lws_context_creation_info info = { .port = CONTEXT_PORT_NO_LISTEN_SERVER,
                                              .protocols = protocols,
                                              .user = server,
                                              .gid = -1,
                                              .uid = -1,
                                              .options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
                                              .retry_and_idle_policy = &heartbeat,
                                              .vhost_name = "buddyscope" };
    lws_set_log_level(LLL_ERR | LLL_WARN, log_lws);
    server->lws = lws_create_context(&info);
    info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
    server->vhost = server->lws ? lws_create_vhost(server->lws, &info) : NULL;
    return server->vhost != NULL;
}

static bool adopt_fd(struct server *server, int fd, const char *protocol)
{
    lws_sock_file_fd_type file = { .filefd = fd };
    return lws_adopt_descriptor_vhost(server->vhost, LWS_ADOPT_RAW_FILE_DESC, file, protocol,
                                      NULL) != NULL;
}

static bool open_server(struct server *server, char *why, size_t size)
{
    const struct limits *l = &server->options->limits;
    struct audience audience = server_audience(server);
    server->listen_fd = open_listener(server->options->listen, why, size);
    if (server->listen_fd < 0)
        return false;
    const char *tree = server->options->kernel_tree;
    if (tree && !kernel_tree_open(&server->tree, tree)) {
        snprintf(why, size, "--kernel-tree %s: %s", tree, strerror(errno));
        return false;
    }
    document_make(&server->model, "application/json", schema_model());
    document_make(&server->profiles, "application/json", schema_profiles());
    snprintf(why, size, "the network cannot be set up");
    if (!open_lws(server))
        return false;
    server->outbox = outbox_new((size_t)l->outbox_mib << 20, wake, server);
    char because[200];
    server->rooms = rooms_open(server->options->data, l, &audience, because, sizeof because);
    if (!server->rooms) {
        snprintf(why, size, "--data %s: %s", server->options->data, because);
        return false;
    }
    rooms_prepare(server->rooms);
    if (!http_start(server))
        return false;
    /* lws closes what it has adopted, and so does MHD. */
    int epoll_fd = fcntl(MHD_get_daemon_info(server->http, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd,
                         F_DUPFD_CLOEXEC, 0);
    return adopt_fd(server, epoll_fd, HTTP_PROTOCOL) &&
           adopt_fd(server, server->signal_fd, SIGNAL_PROTOCOL);
}

/* Goodbye to the viewers, and time for it to arrive. */
static void dismiss_viewers(struct server *server)
{
    uint64_t until = now_us() + DRAIN_US;
    MHD_quiesce_daemon(server->http);
    ws_close_all(server);
    while (server->viewers && now_us() < until) {
        lws_sul_schedule(server->lws, 0, &server->http_timer, run_http, LWS_US_PER_SEC / 10);
        lws_service(server->lws, 0);
    }
}

/*
 * Backwards through what open_server() built. Nothing wakes the loop once the outbox is closed, so
 * lws may go before the workers; rooms go last, for everybody holds them.
 */
static void close_server(struct server *server)
{
    server->stopping = true;
    if (server->http)
        dismiss_viewers(server);
    parlour_end_all(server);
    if (server->outbox)
        outbox_close(server->outbox);
    if (server->lws)
        lws_context_destroy(server->lws);
    if (server->http)
        http_stop(server);
    if (server->rooms)
        rooms_close(server->rooms);
    if (server->outbox)
        outbox_free(server->outbox);
    document_free(&server->model);
    document_free(&server->profiles);
    kernel_tree_close(&server->tree);
}

int cmd_serve(int argc, char **argv)
{
    struct options options;
    struct server server = { .options = &options, .tree = { .folder = -1 } };
    char why[512];
    switch (options_read(&options, argc, argv, why, sizeof why)) {
    case OPTIONS_HELP:
        options_help(stdout);
        return 0;
    case OPTIONS_BAD:
        fprintf(stderr, "buddyscope serve: %s\n", why);
        options_free(&options);
        return 2;
    case OPTIONS_OK:
        break;
    }
    raise_file_limit();
    server.signal_fd = open_signals();
    bool ok = open_server(&server, why, sizeof why);
    if (ok) {
        print_url(server.listen_fd);
        lws_sul_schedule(server.lws, 0, &server.second_timer, each_second, LWS_US_PER_SEC);
        while (!server.stopping && lws_service(server.lws, 0) >= 0)
            continue;
    } else {
        fprintf(stderr, "buddyscope serve: %s\n", why);
    }
    close_server(&server);
    options_free(&options);
    return ok ? 0 : 1;
}
