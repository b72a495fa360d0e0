// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/ws.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/command.h"
#include "web/encode.h"
#include "web/people.h"

/* ---- sending ---- */

/* While lws holds bytes that the socket does not take, a clock runs. */
static void watch(struct viewer *v, bool on)
{
    if (on)
        lws_set_timeout(v->wsi, PENDING_TIMEOUT_USER_REASON_BASE,
                        (int)v->server->options->limits.stall_seconds);
    else if (v->watched)
        lws_set_timeout(v->wsi, NO_PENDING_TIMEOUT, 0);
    v->watched = on;
}

/*
 * One write: as many small frames as fit into one buffer, or one large one. lws keeps what the socket
 * does not take and calls back when that is gone, so at most one write per viewer is outstanding.
 */
static int write_some(struct viewer *v)
{
    uint8_t together[WS_FRAME_BYTES];
    size_t n = 0, part;
    struct message *m;
    while ((m = viewer_current(v)) && n + (part = message_frame(m, v->sent)) <= sizeof together) {
        memcpy(together + n, m->bytes + v->sent, part);
        n += part;
        viewer_advance(v, part);
    }
    if (n && lws_write(v->wsi, together, n, LWS_WRITE_HTTP) < 0)
        return -1;
    bool stuck = lws_partial_buffered(v->wsi);
    watch(v, stuck);
    if (m || stuck)
        lws_callback_on_writable(v->wsi);
    return 0;
}

static int writeable(struct viewer *v)
{
    if (v->server->stopping) {
        lws_close_reason(v->wsi, LWS_CLOSE_STATUS_GOINGAWAY, NULL, 0);
        return -1;
    }
    if (v->replaced) {
        lws_close_reason(v->wsi, CLOSE_REPLACED, NULL, 0);
        return -1;
    }
    if (v->aside_bytes > (size_t)v->server->options->limits.private_kib << 10) {
        lws_close_reason(v->wsi, LWS_CLOSE_STATUS_POLICY_VIOLATION, NULL, 0);
        return -1;
    }
    if (lws_partial_buffered(v->wsi)) {
        lws_callback_on_writable(v->wsi);
        return 0;
    }
    return write_some(v);
}

static void flush_parlour(struct parlour *p)
{
    for (struct viewer *v = p->viewers; v; v = v->next) {
        if (v->live && !lws_partial_buffered(v->wsi) && write_some(v) < 0)
            lws_set_timeout(v->wsi, PENDING_TIMEOUT_KILLED_BY_PARENT, LWS_TO_KILL_ASYNC);
    }
}

void ws_flush(struct server *server)
{
    while (server->wanting) {
        struct parlour *p = server->wanting;
        server->wanting = p->next_wanting;
        p->wants = false;
        flush_parlour(p);
    }
}

/* ---- receiving ---- */

static void refuse_length(struct viewer *v)
{
    uint32_t max = v->server->options->limits.message_bytes;
    struct refusal why = { .limit = max, .has_limit = true };
    json_refuse(&why, "too_large", "message", "message: at most %u bytes (--message-bytes)", max);
    viewer_tell(v, error_message(NULL, &why));
}

/* Puts the parts of a message together, within the bound, and handles it when it is complete. */
static void receive(struct viewer *v, const void *in, size_t len)
{
    if (!v->discarding && v->in.len + len > v->server->options->limits.message_bytes) {
        v->discarding = true;
        refuse_length(v);
    }
    if (!v->discarding)
        bytes_add(&v->in, in, len);
    if (lws_remaining_packet_payload(v->wsi) || !lws_is_final_fragment(v->wsi))
        return;
    if (!v->discarding)
        command_handle(v, (const char *)v->in.data, v->in.len);
    v->in.len = 0;
    v->discarding = false;
}

/* ---- what lws calls ---- */

int ws_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len)
{
    struct viewer **slot = user;
    struct server *server = lws_context_user(lws_get_context(wsi));
    switch (reason) {
    case LWS_CALLBACK_ESTABLISHED:
        *slot = server->adopting;
        if (!*slot)
            return -1;
        (*slot)->wsi = wsi;
        server->viewers++;
        lws_callback_on_writable(wsi);
        return 0;
    case LWS_CALLBACK_SERVER_WRITEABLE:
        return *slot && (*slot)->parlour ? writeable(*slot) : 0;
    case LWS_CALLBACK_RECEIVE:
        if (*slot && (*slot)->parlour)
            receive(*slot, in, len);
        return 0;
    case LWS_CALLBACK_CLOSED:
        if (*slot) {
            if ((*slot)->parlour)
                parlour_leave(*slot);
            if (server->adopting == *slot)
                server->adopting = NULL;
            free(*slot);
            *slot = NULL;
            server->viewers--;
        }
        return 0;
    default:
        return 0;
    }
}

/* ---- taking over a connection ---- */

/*
 * lws only takes connections on which it answers the handshake itself. It is given one end of a
 * socketpair and the handshake as if read from it; its 101 is read from the other end and thrown
 * away, for the client has had one; then the client's socket takes the place of that end.
 */
static struct lws *shake_hands(struct server *server, int pair[2], const char *key,
                               const void *extra, size_t extra_len)
{
    char head[512];
    struct bytes text = { 0 };
    int n = snprintf(head, sizeof head,
                     "GET /ws HTTP/1.1\r\nHost: buddyscope\r\nUpgrade: websocket\r\n"
                     "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Protocol: " WS_PROTOCOL "\r\nSec-WebSocket-Key: %s\r\n\r\n",
                     key);
    bytes_add(&text, head, (size_t)n);
    bytes_add(&text, extra, extra_len);
    struct lws *wsi =
        lws_adopt_socket_vhost_readbuf(server->vhost, pair[0], (const char *)text.data, text.len);
    bytes_free(&text);
    return wsi;
}

/* True if the answer on this end of the pair is a 101. */
static bool read_101(int fd)
{
    static const char expected[] = "HTTP/1.1 101";
    char answer[1024];
    ssize_t n = recv(fd, answer, sizeof answer, MSG_DONTWAIT);
    return n >= (ssize_t)sizeof expected && memcmp(answer, expected, sizeof expected - 1) == 0;
}

void ws_adopt(struct server *server, int fd, const char *key, const void *extra, size_t extra_len,
              struct room *room)
{
    int pair[2] = { -1, -1 }, on = 1;
    struct viewer *v = must_zalloc(sizeof *v);
    v->server = server;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) != 0) {
        free(v);
        room_put(room);
        close(fd);
        return;
    }
    server->adopting = v;
    struct lws *wsi = shake_hands(server, pair, key, extra, extra_len);
    bool ok = wsi && server->adopting == v && v->wsi == wsi && read_101(pair[1]) &&
              dup3(fd, pair[0], O_CLOEXEC) >= 0;
    close(pair[1]);
    close(fd);
    if (!ok || !parlour_enter(server, room, v)) {
        room_put(room);
        if (server->adopting == v && v->wsi)
            lws_set_timeout(v->wsi, PENDING_TIMEOUT_KILLED_BY_PARENT, LWS_TO_KILL_ASYNC);
        else if (server->adopting == v)
            free(v);
    }
    server->adopting = NULL;
}

void ws_close_all(struct server *server)
{
    lws_callback_on_writable_all_protocol_vhost(
        server->vhost, lws_vhost_name_to_protocol(server->vhost, WS_PROTOCOL));
}
