// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/http.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "web/answers.h"
#include "web/command.h"
#include "web/op_json.h"
#include "web/path.h"
#include "web/sizes_json.h"
#include "web/statics.h"
#include "web/ws.h"

#define REPLY_SECONDS  300   /* for an answer to be taken */
#define HEAD_BYTES     16384 /* a request's head must fit */
#define LIST_DEFAULT   1000
#define EVENTS_DEFAULT 4096
#define KEY_LEN        24 /* Sec-WebSocket-Key: 16 bytes in base64 */

/* One HTTP connection, for its deadline: no progress is MHD's to see, too slow progress is ours. */
struct connection {
    struct connection *next, **at;
    int fd;
    uint64_t deadline_us; /* 0: an answer is being worked out */
    struct allowance allowance;
    struct http_request *asleep; /* waits for a room */
};

/* One request on it. */
struct http_request {
    struct server *server;
    struct MHD_Connection *connection;
    struct connection *state;
    struct path path;
    const char *url, *method;
    struct bytes body;
    bool too_large, replied;
    struct reply reply;
    struct room *room; /* held for an upgrade to come */
    char key[KEY_LEN + 1];
};

static uint64_t in_seconds(uint32_t seconds)
{
    return now_us() + (uint64_t)seconds * 1000000;
}

/* ---- answers ---- */

static enum MHD_Result send_reply(struct http_request *r, const struct reply *reply,
                                  const char *allow)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(reply->body.len, reply->body.data, MHD_RESPMEM_MUST_COPY);
    if (reply->type)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->type);
    if (reply->location)
        MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, reply->location);
    if (allow)
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, allow);
    if (reply->status == MHD_HTTP_UPGRADE_REQUIRED) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_UPGRADE, "websocket");
        MHD_add_response_header(response, "Sec-WebSocket-Version", "13");
    }
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    return send_response(r->connection, reply->status, response);
}

static enum MHD_Result refuse(struct http_request *r, const struct refusal *why)
{
    struct reply reply = refusal_reply(why);
    enum MHD_Result result = send_reply(r, &reply, NULL);
    bytes_free(&reply.body);
    return result;
}

/* A limit below 0 is none. */
static enum MHD_Result refuse_with(struct http_request *r, const char *code, const char *field,
                                   int64_t limit, const char *text)
{
    struct refusal why = { .limit = limit < 0 ? 0 : (uint64_t)limit, .has_limit = limit >= 0 };
    json_refuse(&why, code, field, "%s", text);
    return refuse(r, &why);
}

static enum MHD_Result refuse_path(struct http_request *r)
{
    return refuse_with(r, "gone", "path", -1, "there is nothing at this path");
}

static enum MHD_Result refuse_method(struct http_request *r, const char *allow)
{
    struct refusal why = { 0 };
    json_refuse(&why, "method", "method", "method: this path takes %s", allow);
    struct reply reply = refusal_reply(&why);
    enum MHD_Result result = send_reply(r, &reply, allow);
    bytes_free(&reply.body);
    return result;
}

/* ---- what the request says ---- */

static const char *header(const struct http_request *r, const char *name)
{
    return MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, name);
}

static bool is_get(const struct http_request *r)
{
    return strcmp(r->method, "GET") == 0 || strcmp(r->method, "HEAD") == 0;
}

static bool is_post(const struct http_request *r)
{
    return strcmp(r->method, "POST") == 0;
}

/*
 * A browser says whose page is speaking. Only our own may, and the one that was named on the
 * command line; programs that are no browsers say nothing.
 */
static bool origin_is_ours(const struct http_request *r)
{
    const char *origin = header(r, MHD_HTTP_HEADER_ORIGIN);
    const char *host = header(r, MHD_HTTP_HEADER_HOST);
    if (!origin)
        return true;
    if (r->server->options->origin && strcmp(origin, r->server->options->origin) == 0)
        return true;
    const char *name = strstr(origin, "://");
    return name && host && strcasecmp(name + 3, host) == 0;
}

/*
 * A number out of the query; `preset` if it is not there. False after an answer if it is none or
 * above max.
 */
static bool query_number(struct http_request *r, const char *name, uint64_t preset, uint64_t max,
                         uint64_t *out, enum MHD_Result *result)
{
    const char *text = MHD_lookup_connection_value(r->connection, MHD_GET_ARGUMENT_KIND, name);
    *out = preset;
    if (!text || path_number(text, max, out))
        return true;
    struct refusal why = { .limit = max, .has_limit = true };
    json_refuse(&why, "range", name, "%s: 0 to %llu", name, (unsigned long long)max);
    *result = refuse(r, &why);
    return false;
}

/* The same for a page frame or an address, which may also be hex: 0x4f000. 0 if it is not there. */
static bool query_word(struct http_request *r, const char *name, uint32_t *out,
                       enum MHD_Result *result)
{
    const char *text = MHD_lookup_connection_value(r->connection, MHD_GET_ARGUMENT_KIND, name);
    uint64_t word = 0;
    if (text && strncasecmp(text, "0x", 2) == 0 && strlen(text) <= 10 && text[2] &&
        strspn(text + 2, "0123456789abcdefABCDEF") == strlen(text + 2)) {
        *out = (uint32_t)strtoul(text + 2, NULL, 16);
        return true;
    }
    bool ok = query_number(r, name, 0, UINT32_MAX, &word, result);
    *out = (uint32_t)word;
    return ok;
}

/* Sizes of a cache that nobody makes: what calculate_sizes() finds. */
static enum MHD_Result get_sizes(struct http_request *r)
{
    const char *flags_text =
        MHD_lookup_connection_value(r->connection, MHD_GET_ARGUMENT_KIND, "flags");
    uint64_t size, align;
    uint32_t flags = 0;
    struct sizes sizes;
    enum MHD_Result result;
    if (!is_get(r))
        return refuse_method(r, "GET, HEAD");
    if (!query_number(r, "size", 0, OP_MAX_SIZE, &size, &result) ||
        !query_number(r, "align", 0, OP_MAX_ALIGN, &align, &result))
        return result;
    if (!size)
        return refuse_with(r, "range", "size", OP_MAX_SIZE, "size: 1 to 8388608 bytes");
    if (align & (align - 1))
        return refuse_with(r, "range", "align", OP_MAX_ALIGN, "align: 0, or a power of two");
    if (flags_text && *flags_text && !slab_flags_parse(flags_text, strlen(flags_text), &flags))
        return refuse_with(r, "unknown", "flags", -1,
                           "flags: names such as SLAB_POISON joined by |, or hex");
    if (!sizes_ask((uint32_t)size, (uint32_t)align, flags, &sizes))
        return refuse_with(r, "memory", "size", -1, "there is not enough memory");
    cJSON *json = sizes_json(&sizes);
    char *text = cJSON_PrintUnformatted(json);
    cJSON_Delete(json);
    struct reply reply = { .status = 200, .type = "application/json" };
    bytes_add(&reply.body, text, strlen(text));
    cJSON_free(text);
    result = send_reply(r, &reply, NULL);
    bytes_free(&reply.body);
    return result;
}

/* ---- asking a room ---- */

static struct question *new_question(struct http_request *r, enum ask_kind kind, struct room *room)
{
    struct question *q = must_zalloc(sizeof *q);
    q->ask.kind = kind;
    q->ask.room = room;
    q->request = r;
    return q;
}

/* Puts the question, and lets the request sleep. */
static enum MHD_Result put(struct http_request *r, struct question *q)
{
    if (!room_ask(&q->ask)) {
        room_put(q->ask.room);
        free(q);
        return refuse_with(r, "busy", "op", r->server->options->limits.op_queue,
                           "op: too many operations are waiting in this room");
    }
    r->state->asleep = r;
    MHD_suspend_connection(r->connection);
    return MHD_YES;
}

static struct room *hold_room(struct http_request *r)
{
    return rooms_hold(r->server->rooms, &r->path.room);
}

/* ---- rooms ---- */

static enum MHD_Result get_home(struct http_request *r)
{
    if (!is_get(r))
        return refuse_method(r, "GET, HEAD");
    if (strcmp(r->method, "HEAD") == 0) /* asks without wanting: no room is made */
        return send_reply(r, &(struct reply){ .status = 200, .type = "text/html" }, NULL);
    struct room *room = rooms_new(r->server->rooms, profile_find(DEFAULT_PROFILE));
    struct question *q = new_question(r, ASK_CREATE, room);
    q->redirect = true;
    return put(r, q);
}

/* The settings of a new room, where `profile` is the default and takes what was asked for. */
static bool read_settings(const cJSON *json, struct profile *profile, struct refusal *why)
{
    static const char *const names[] = { "profile", "slub", "page_struct_size", NULL };
    const char *name = profile->name;
    if (!json_only(json, names, why) || !json_string(json, "profile", 31, &name, why))
        return false;
    const struct profile *listed = profile_find(name);
    if (!listed)
        return json_refuse(why, "unknown", "profile",
                           "profile: \"%s\" is none; /api/profiles lists them", name);
    *profile = *listed;
    uint64_t size = profile->page_struct_size;
    if (!json_bool(json, "slub", &profile->slub, why) ||
        !json_number(json, "page_struct_size", PAGE_STRUCT_MIN, PAGE_STRUCT_MAX, &size, why))
        return false;
    if (size % 4)
        return json_refuse(why, "range", "page_struct_size", "page_struct_size: a multiple of 4");
    profile->page_struct_size = (uint32_t)size;
    return true;
}

static bool read_new_room(const struct http_request *r, struct profile *profile,
                          struct refusal *why)
{
    *profile = *profile_find(DEFAULT_PROFILE);
    if (!r->body.len)
        return true;
    cJSON *json = json_object((const char *)r->body.data, r->body.len, why);
    bool ok = json && read_settings(json, profile, why);
    cJSON_Delete(json);
    return ok;
}

static enum MHD_Result post_room(struct http_request *r)
{
    struct profile profile;
    struct refusal why = { 0 };
    if (!is_post(r))
        return refuse_method(r, "POST");
    if (!read_new_room(r, &profile, &why))
        return refuse(r, &why);
    struct room *room = rooms_new(r->server->rooms, &profile);
    return put(r, new_question(r, ASK_CREATE, room));
}

static enum MHD_Result get_list(struct http_request *r, bool ops_only)
{
    uint64_t from = 1, count = UINT32_MAX;
    enum MHD_Result result;
    if (ops_only && (!query_number(r, "from", 1, UINT32_MAX, &from, &result) ||
                     !query_number(r, "count", LIST_DEFAULT, UINT32_MAX, &count, &result)))
        return result;
    struct question *q = new_question(r, ASK_LIST, hold_room(r));
    q->ask.from = from;
    q->ask.count = (uint32_t)count;
    q->ops_only = ops_only;
    return put(r, q);
}

static enum MHD_Result post_op(struct http_request *r)
{
    static const char *const names[] = { "op", "text", NULL };
    struct refusal why = { 0 };
    struct ask ask = { 0 };
    uint32_t rate = r->server->options->limits.ops_per_second;
    if (!allowance_take(&r->state->allowance, rate))
        return refuse_with(r, "rate", "op", rate, "op: too many requests a second");
    cJSON *json = json_object((const char *)r->body.data, r->body.len, &why);
    /* The op itself may be the body; then its own "op" is a name. */
    bool ok = json && (cJSON_IsString(json_member(json, "op"))
                           ? (ask.repeat = 1, op_from_json(json, &ask.op, &why))
                           : json_only(json, names, &why) && command_read_op(json, &ask, &why));
    cJSON_Delete(json);
    if (!ok)
        return refuse(r, &why);
    struct question *q = new_question(r, ASK_APPLY, hold_room(r));
    q->ask.op = ask.op;
    q->ask.repeat = ask.repeat;
    return put(r, q);
}

static enum MHD_Result room_route(struct http_request *r)
{
    if (!is_get(r))
        return refuse_method(r, "GET, HEAD");
    return get_list(r, false);
}

static enum MHD_Result ops_route(struct http_request *r)
{
    if (is_post(r))
        return post_op(r);
    if (!is_get(r))
        return refuse_method(r, "GET, HEAD, POST");
    return get_list(r, true);
}

/* Events as text, or the digest at one. */
static enum MHD_Result get_past(struct http_request *r)
{
    bool digest = r->path.route == ROUTE_DIGEST;
    uint64_t from, count = 0;
    enum MHD_Result result;
    if (!is_get(r))
        return refuse_method(r, "GET, HEAD");
    if (!query_number(r, digest ? "event" : "from", 0, UINT64_C(1) << 53, &from, &result))
        return result;
    if (!digest && !query_number(r, "count", EVENTS_DEFAULT,
                                 r->server->options->limits.window_events, &count, &result))
        return result;
    struct question *q = new_question(r, digest ? ASK_DIGEST : ASK_EVENTS, hold_room(r));
    q->ask.n = r->path.n;
    q->ask.from = from;
    q->ask.count = (uint32_t)count;
    return put(r, q);
}

/* A file of /proc or of /sys/kernel/slab at a step, or the report of an allocation that failed. */
static enum MHD_Result get_text(struct http_request *r)
{
    uint64_t n = r->path.n, event = TEXT_AT_END;
    enum MHD_Result result;
    if (!is_get(r))
        return refuse_method(r, "GET, HEAD");
    if (r->path.route == ROUTE_PROC &&
        (!query_number(r, "op", 0, UINT32_MAX, &n, &result) ||
         !query_number(r, "event", TEXT_AT_END, UINT64_C(1) << 53, &event, &result)))
        return result;
    struct question *q = new_question(r, ASK_TEXT, hold_room(r));
    q->ask.n = (uint32_t)n;
    q->ask.from = event;
    q->ask.text = r->path.text;
    if (r->path.route == ROUTE_REPORT)
        q->ask.text.which = TEXT_REPORT;
    return put(r, q);
}

/* What happened to a page, or to the object at an address, until a step. */
static enum MHD_Result get_history(struct http_request *r)
{
    uint64_t n, event;
    uint32_t pfn, addr;
    enum MHD_Result result;
    if (!is_get(r))
        return refuse_method(r, "GET, HEAD");
    if (!query_number(r, "op", 0, UINT32_MAX, &n, &result) ||
        !query_number(r, "event", TEXT_AT_END, UINT64_C(1) << 53, &event, &result) ||
        !query_word(r, "pfn", &pfn, &result) || !query_word(r, "addr", &addr, &result))
        return result;
    struct question *q = new_question(r, ASK_PAST, hold_room(r));
    q->ask.n = (uint32_t)n;
    q->ask.from = event;
    q->ask.pfn = pfn;
    q->ask.addr = addr;
    return put(r, q);
}

/* ---- the WebSocket ---- */

/* True if a header's comma-separated list holds this word. */
static bool header_has(const struct http_request *r, const char *name, const char *word)
{
    const char *p = header(r, name);
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
    const char *key = header(r, "Sec-WebSocket-Key");
    if (!key || strlen(key) != KEY_LEN || strspn(key, base64) != KEY_LEN - 2 ||
        strcmp(key + KEY_LEN - 2, "==") != 0)
        return false;
    memcpy(r->key, key, KEY_LEN + 1);
    return true;
}

static enum MHD_Result get_socket(struct http_request *r)
{
    const char *version = header(r, "Sec-WebSocket-Version");
    uint32_t limit = r->server->options->limits.connections;
    if (strcmp(r->method, "GET") != 0)
        return refuse_method(r, "GET");
    if (!header_has(r, MHD_HTTP_HEADER_UPGRADE, "websocket") ||
        !header_has(r, MHD_HTTP_HEADER_CONNECTION, "upgrade") || !version ||
        strcmp(version, "13") != 0)
        return send_reply(r, &(struct reply){ .status = MHD_HTTP_UPGRADE_REQUIRED }, NULL);
    if (!read_key(r))
        return refuse_with(r, "syntax", "Sec-WebSocket-Key", -1,
                           "Sec-WebSocket-Key: 16 bytes in base64");
    if (!origin_is_ours(r))
        return refuse_with(r, "origin", "Origin", -1, "Origin: not the page of this daemon");
    if (r->server->viewers >= limit)
        return refuse_with(r, "limit", "connections", limit, "too many viewers are connected");
    return put(r, new_question(r, ASK_OPEN, hold_room(r)));
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
static enum MHD_Result send_upgrade(struct http_request *r)
{
    char accept[64];
    uint32_t limit = r->server->options->limits.viewers;
    struct room *room = hold_room(r);
    if (room->viewers >= limit) {
        room_put(room);
        return refuse_with(r, "limit", "viewers", limit, "this room is full");
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

/* ---- what does not need a room ---- */

static enum MHD_Result get_document(struct http_request *r, const struct document *document)
{
    return is_get(r) ? document_answer(r->connection, document) : refuse_method(r, "GET, HEAD");
}

static enum MHD_Result get_image(struct http_request *r)
{
    char etag[24];
    if (!is_get(r))
        return refuse_method(r, "GET, HEAD");
    const struct base_image *base = bases_find(r->server->rooms->bases, r->path.digest);
    if (!base)
        return refuse_with(r, "gone", "image", -1, "there is no base image of this digest");
    snprintf(etag, sizeof etag, "\"%016llx\"", (unsigned long long)base->digest);
    struct MHD_Response *response = MHD_create_response_from_buffer(
        base->packed.len, base->packed.data, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/octet-stream");
    MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, etag);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
                            "public, max-age=31536000, immutable");
    unsigned status = is_known(r->connection, etag) ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK;
    return send_response(r->connection, status, response);
}

static enum MHD_Result get_static(struct http_request *r)
{
    if (!is_get(r))
        return refuse_method(r, "GET, HEAD");
    if (!path_is_plain(r->url))
        return refuse_path(r);
    return statics_answer(r->server, r->connection, r->url, MHD_HTTP_OK);
}

static enum MHD_Result get_no_room(struct http_request *r)
{
    if (strncmp(r->url, "/r/", 3) == 0 && is_get(r))
        return statics_answer(r->server, r->connection, "/index.html", MHD_HTTP_NOT_FOUND);
    return refuse_with(r, "gone", "room", -1, "there is no such room");
}

static enum MHD_Result get_page(struct http_request *r)
{
    if (!is_get(r))
        return refuse_method(r, "GET, HEAD");
    return put(r, new_question(r, ASK_OPEN, hold_room(r)));
}

/* ---- from call to route ---- */

static enum MHD_Result dispatch(struct http_request *r)
{
    if (r->server->stopping)
        return refuse_with(r, "busy", "path", -1, "this daemon is ending");
    if (r->too_large)
        return refuse_with(r, "too_large", "body", r->server->options->limits.message_bytes,
                           "body: too many bytes");
    if (is_post(r) && !origin_is_ours(r))
        return refuse_with(r, "origin", "Origin", -1, "Origin: not the page of this daemon");
    switch (r->path.route) {
    case ROUTE_HOME:
        return get_home(r);
    case ROUTE_PAGE:
        return get_page(r);
    case ROUTE_MODEL:
        return get_document(r, &r->server->model);
    case ROUTE_PROFILES:
        return get_document(r, &r->server->profiles);
    case ROUTE_SIZES:
        return get_sizes(r);
    case ROUTE_IMAGE:
        return get_image(r);
    case ROUTE_ROOMS:
        return post_room(r);
    case ROUTE_ROOM:
        return room_route(r);
    case ROUTE_OPS:
        return ops_route(r);
    case ROUTE_EVENTS:
    case ROUTE_DIGEST:
        return get_past(r);
    case ROUTE_REPORT:
    case ROUTE_PROC:
        return get_text(r);
    case ROUTE_PAST:
        return get_history(r);
    case ROUTE_SOCKET:
        return get_socket(r);
    case ROUTE_NO_ROOM:
        return get_no_room(r);
    case ROUTE_UNKNOWN:
        return refuse_path(r);
    case ROUTE_STATIC:
        return get_static(r);
    }
    return MHD_NO;
}

/* The room has answered. For the page and the socket the answer only says whether it is there. */
static enum MHD_Result wake(struct http_request *r)
{
    r->state->deadline_us = in_seconds(REPLY_SECONDS);
    if (r->path.route == ROUTE_PAGE)
        return statics_answer(r->server, r->connection, "/index.html",
                              r->reply.status == MHD_HTTP_NOT_FOUND ? MHD_HTTP_NOT_FOUND
                                                                    : MHD_HTTP_OK);
    if (r->path.route == ROUTE_SOCKET && r->reply.status == MHD_HTTP_OK)
        return send_upgrade(r);
    return send_reply(r, &r->reply, NULL);
}

static struct http_request *begin(struct server *server, struct MHD_Connection *connection,
                                  const char *url, const char *method)
{
    struct http_request *r = must_zalloc(sizeof *r);
    r->server = server;
    r->connection = connection;
    r->state =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    r->url = url;
    r->method = method;
    r->path = path_read(url);
    r->state->deadline_us = in_seconds(server->options->limits.head_seconds);
    return r;
}

static void take_body(struct http_request *r, const char *data, size_t len)
{
    r->too_large |= r->body.len + len > r->server->options->limits.message_bytes;
    if (!r->too_large)
        bytes_add(&r->body, data, len);
}

/*
 * Called by MHD: once with the head, then with each part of the body, then to be answered, and
 * again after a sleep.
 */
static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload_data,
                              size_t *upload_data_size, void **req_cls)
{
    struct http_request *r = *req_cls;
    (void)version;
    if (!r) {
        *req_cls = begin(cls, connection, url, method);
        return MHD_YES;
    }
    if (*upload_data_size) {
        take_body(r, upload_data, *upload_data_size);
        *upload_data_size = 0;
        return MHD_YES;
    }
    if (r->replied)
        return wake(r);
    r->state->deadline_us = 0;
    enum MHD_Result result = dispatch(r);
    if (!r->state->asleep)
        r->state->deadline_us = in_seconds(REPLY_SECONDS);
    return result;
}

static void completed(void *cls, struct MHD_Connection *connection, void **req_cls,
                      enum MHD_RequestTerminationCode why)
{
    struct http_request *r = *req_cls;
    (void)cls;
    (void)connection;
    (void)why;
    if (!r)
        return;
    r->state->deadline_us = in_seconds(r->server->options->limits.idle_seconds);
    if (r->room)
        room_put(r->room);
    free(r->reply.location);
    bytes_free(&r->reply.body);
    bytes_free(&r->body);
    free(r);
    *req_cls = NULL;
}

/* ---- connections ---- */

static void connection_open(struct server *server, struct MHD_Connection *connection, void **slot)
{
    struct connection *c = must_zalloc(sizeof *c);
    c->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    c->deadline_us = in_seconds(server->options->limits.head_seconds);
    c->next = server->connections;
    c->at = &server->connections;
    if (c->next)
        c->next->at = &c->next;
    server->connections = c;
    *slot = c;
}

static void connection_close(struct connection *c)
{
    *c->at = c->next;
    if (c->next)
        c->next->at = c->at;
    free(c);
}

static void connection_changed(void *cls, struct MHD_Connection *connection, void **slot,
                               enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        connection_open(cls, connection, slot);
    else
        connection_close(*slot);
}

void http_check_deadlines(struct server *server)
{
    uint64_t now = now_us();
    for (struct connection *c = server->connections; c; c = c->next) {
        if (c->fd >= 0 && c->deadline_us && c->deadline_us < now)
            shutdown(c->fd, SHUT_RDWR);
    }
}

/* ---- the daemon ---- */

bool http_start(struct server *server)
{
    const struct limits *l = &server->options->limits;
    server->http = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_UPGRADE | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, server,
        MHD_OPTION_LISTEN_SOCKET, server->listen_fd, MHD_OPTION_CONNECTION_LIMIT, l->connections,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_BYTES, MHD_OPTION_CONNECTION_TIMEOUT,
        l->idle_seconds, MHD_OPTION_NOTIFY_COMPLETED, completed, NULL, MHD_OPTION_NOTIFY_CONNECTION,
        connection_changed, server, MHD_OPTION_END);
    return server->http != NULL;
}

void http_run(struct server *server)
{
    MHD_run(server->http);
}

static void wake_up(struct http_request *r)
{
    r->replied = true;
    r->state->asleep = NULL;
    MHD_resume_connection(r->connection);
}

void http_deliver(struct post *post)
{
    struct http_request *r = post->request;
    r->reply = post->reply;
    post->reply = (struct reply){ 0 };
    wake_up(r);
}

void http_stop(struct server *server)
{
    for (struct connection *c = server->connections; c; c = c->next) {
        if (c->asleep) {
            c->asleep->reply.status = MHD_HTTP_SERVICE_UNAVAILABLE;
            wake_up(c->asleep);
        }
    }
    http_run(server);
    http_run(server);
    MHD_stop_daemon(server->http);
}
