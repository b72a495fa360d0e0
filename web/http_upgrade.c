// SPDX-License-Identifier: GPL-2.0-or-later
/* From HTTP to WebSocket: RFC 6455, section 4.2. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "web/http_request.h"
#include "web/ws.h"

/* True if a header's comma-separated list holds this word. */
static bool header_has(const struct http_request *r, const char *name, const char *word)
{
    const char *p = request_header(r, name);
    size_t n = strlen(word);
    while (p && *p) {
        p += strspn(p, ", \t");
        size_t item = strcspn(p, ", \t");
        if (item == n && strncasecmp(p, word, n) == 0)
            return true;
        p += item;
    }
    return false;
}

static bool read_key(struct http_request *r)
{
    static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *key = request_header(r, "Sec-WebSocket-Key");
    if (!key || strlen(key) != KEY_LEN || strspn(key, base64) != KEY_LEN - 2 ||
        strcmp(key + KEY_LEN - 2, "==") != 0)
        return false;
    memcpy(r->key, key, KEY_LEN + 1);
    return true;
}

enum MHD_Result route_socket(struct http_request *r)
{
    const char *version = request_header(r, "Sec-WebSocket-Version");
    uint32_t limit = r->server->options->limits.connections;
    if (strcmp(r->method, "GET") != 0)
        return request_refuse_method(r, "GET");
    if (!header_has(r, MHD_HTTP_HEADER_UPGRADE, "websocket") ||
        !header_has(r, MHD_HTTP_HEADER_CONNECTION, "upgrade") || !version ||
        strcmp(version, "13") != 0)
        return request_reply(r, &(struct reply){ .status = MHD_HTTP_UPGRADE_REQUIRED }, NULL);
    if (!read_key(r))
        return request_refuse_with(r, "syntax", "Sec-WebSocket-Key", -1,
                                   "Sec-WebSocket-Key: 16 bytes in base64");
    if (!request_is_ours(r))
        return request_refuse_with(r, "origin", "Origin", -1,
                                   "Origin: not the page of this daemon");
    if (r->server->viewers >= limit)
        return request_refuse_with(r, "limit", "connections", limit,
                                   "too many viewers are connected (--connections)");
    return request_put(r, request_question(r, ASK_OPEN, request_room(r)));
}

/* The 101 is on its way: the socket goes over to lws. */
static void upgraded(void *cls, struct MHD_Connection *connection, void *req_cls,
                     const char *extra_in, size_t extra_in_size, MHD_socket sock,
                     struct MHD_UpgradeResponseHandle *urh)
{
    struct http_request *r = req_cls;
    struct room *room = r->room;
    char key[KEY_LEN + 1];
    struct server *server = cls;
    (void)connection;
    memcpy(key, r->key, sizeof key);
    r->room = NULL;
    r->state->fd = -1;
    int fd = fcntl(sock, F_DUPFD_CLOEXEC, 0);
    MHD_upgrade_action(urh, MHD_UPGRADE_ACTION_CLOSE);
    if (fd < 0)
        room_put(room);
    else
        ws_adopt(server, fd, key, extra_in, extra_in_size, room);
}

/* Sec-WebSocket-Accept of RFC 6455, section 4.2.2. */
static void accept_value(const char *key, char out[64])
{
    char text[KEY_LEN + 40];
    unsigned char hash[20];
    int n = snprintf(text, sizeof text, "%s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
    lws_SHA1((unsigned char *)text, (size_t)n, hash);
    lws_b64_encode_string((char *)hash, sizeof hash, out, 64);
}

/* The room is there: answers the handshake. */
enum MHD_Result send_upgrade(struct http_request *r)
{
    char accept[64];
    uint32_t limit = r->server->options->limits.viewers;
    struct room *room = request_room(r);
    if (room->viewers >= limit) {
        room_put(room);
        return request_refuse_with(r, "limit", "viewers", limit, "this room is full (--viewers)");
    }
    r->room = room;
    accept_value(r->key, accept);
    struct MHD_Response *response = MHD_create_response_for_upgrade(upgraded, r->server);
    MHD_add_response_header(response, MHD_HTTP_HEADER_UPGRADE, "websocket");
    MHD_add_response_header(response, "Sec-WebSocket-Accept", accept);
    enum MHD_Result result =
        MHD_queue_response(r->connection, MHD_HTTP_SWITCHING_PROTOCOLS, response);
    MHD_destroy_response(response);
    return result;
}
