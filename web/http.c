// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "web/http_request.h"
#include "web/sizes_json.h"
#include "web/statics.h"

#define REPLY_SECONDS 300   /* for an answer to be taken */
#define HEAD_BYTES    16384 /* a request's head must fit */

static uint64_t in_seconds(uint32_t seconds)
{
    return now_us() + (uint64_t)seconds * 1000000;
}

/* ---- what does not need a room ---- */

static enum MHD_Result get_document(struct http_request *r, const struct document *document)
{
    return request_is_get(r) ? document_answer(r->connection, document)
                             : request_refuse_method(r, "GET, HEAD");
}

static enum MHD_Result get_image(struct http_request *r)
{
    char etag[24];
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    const struct base_image *base = bases_find(r->server->rooms->bases, r->path.digest);
    if (!base)
        return request_refuse_with(r, "gone", "image", -1, "there is no base image of this digest");
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
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    if (!path_is_plain(r->url))
        return request_refuse_path(r);
    return statics_answer(r->server, r->connection, r->url, MHD_HTTP_OK);
}

/* It lies beside the page, built with it. */
static enum MHD_Result get_openapi(struct http_request *r)
{
    return request_is_get(r)
               ? statics_answer(r->server, r->connection, "/openapi.json", MHD_HTTP_OK)
               : request_refuse_method(r, "GET, HEAD");
}

/* The fragment, which has the room, stays in the browser. */
static enum MHD_Result get_session(struct http_request *r)
{
    return request_is_get(r) ? statics_answer_page(r->server, r->connection, MHD_HTTP_OK, false)
                             : request_refuse_method(r, "GET, HEAD");
}

static enum MHD_Result get_no_room(struct http_request *r)
{
    if (strncmp(r->url, "/api/", 5) != 0 && request_is_get(r))
        return statics_answer_page(r->server, r->connection, MHD_HTTP_NOT_FOUND, false);
    return request_refuse_with(r, "gone", "room", -1, "there is no such room");
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
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    if (!request_number(r, "size", 0, OP_MAX_SIZE, &size, &result) ||
        !request_number(r, "align", 0, OP_MAX_ALIGN, &align, &result))
        return result;
    if (!size)
        return request_refuse_with(r, "range", "size", OP_MAX_SIZE, "size: 1 to 8388608 bytes");
    if (align & (align - 1))
        return request_refuse_with(r, "range", "align", OP_MAX_ALIGN,
                                   "align: 0, or a power of two");
    if (flags_text && *flags_text && !slab_flags_parse(flags_text, strlen(flags_text), &flags))
        return request_refuse_with(r, "unknown", "flags", -1,
                                   "flags: names such as SLAB_POISON joined by |, or hex");
    if (!sizes_ask((uint32_t)size, (uint32_t)align, flags, &sizes))
        return request_refuse_with(r, "memory", "size", -1, "there is not enough memory");
    cJSON *json = sizes_json(&sizes);
    char *text = cJSON_PrintUnformatted(json);
    cJSON_Delete(json);
    struct reply reply = { .status = 200, .type = "application/json" };
    bytes_add(&reply.body, text, strlen(text));
    cJSON_free(text);
    result = request_reply(r, &reply, NULL);
    bytes_free(&reply.body);
    return result;
}

/* ---- from call to route ---- */

/* A whole room is larger than what is said in one. */
static uint32_t body_limit(const struct http_request *r)
{
    const struct limits *l = &r->server->options->limits;
    switch (r->path.route) {
    case ROUTE_IMPORT:
        return l->import_bytes;
    case ROUTE_CHECK:
        return l->check_bytes;
    default:
        return l->message_bytes;
    }
}

static enum MHD_Result dispatch(struct http_request *r)
{
    if (r->server->stopping)
        return request_refuse_with(r, "busy", "path", -1, "this daemon is ending");
    if (r->too_large)
        return request_refuse_with(r, "too_large", "body", body_limit(r), "body: too many bytes");
    if ((request_is_post(r) || request_is_delete(r)) && !request_is_ours(r))
        return request_refuse_with(r, "origin", "Origin", -1,
                                   "Origin: not the page of this daemon");
    switch (r->path.route) {
    case ROUTE_HOME:
        return route_home(r);
    case ROUTE_SESSION:
        return get_session(r);
    case ROUTE_PAGE:
    case ROUTE_EMBED:
        return route_page(r);
    case ROUTE_OPENAPI:
        return get_openapi(r);
    case ROUTE_MODEL:
        return get_document(r, &r->server->model);
    case ROUTE_PROFILES:
        return get_document(r, &r->server->profiles);
    case ROUTE_SIZES:
        return get_sizes(r);
    case ROUTE_SOURCE:
        return route_source(r);
    case ROUTE_IMAGE:
        return get_image(r);
    case ROUTE_ROOMS:
        return route_rooms(r);
    case ROUTE_IMPORT:
        return route_import(r);
    case ROUTE_ROOM:
        return route_room(r);
    case ROUTE_OPS:
        return route_ops(r);
    case ROUTE_EVENTS:
    case ROUTE_DIGEST:
        return route_past(r);
    case ROUTE_PREDICT:
        return route_predict(r);
    case ROUTE_COMPARE:
        return route_compare(r);
    case ROUTE_QUIZ:
        return route_quiz(r);
    case ROUTE_REVEAL:
        return route_reveal(r);
    case ROUTE_GUESS:
        return route_guess(r);
    case ROUTE_REPORT:
    case ROUTE_PROC:
        return route_text(r);
    case ROUTE_EXPORT:
    case ROUTE_LINK:
        return route_export(r);
    case ROUTE_FORK:
        return route_fork(r);
    case ROUTE_SERIES:
        return route_series(r);
    case ROUTE_PAST:
        return route_history(r);
    case ROUTE_WALK:
        return route_walk(r);
    case ROUTE_STEPS:
        return route_steps(r);
    case ROUTE_CHECK:
        return route_check(r);
    case ROUTE_ACCESS:
        return route_access(r);
    case ROUTE_PEOPLE:
        return route_people(r);
    case ROUTE_CHALK:
        return route_chalk(r);
    case ROUTE_NOTES:
        return route_notes(r);
    case ROUTE_NOTE:
        return route_note(r);
    case ROUTE_SOCKET:
        return route_socket(r);
    case ROUTE_NO_ROOM:
        return get_no_room(r);
    case ROUTE_UNKNOWN:
        return request_refuse_path(r);
    case ROUTE_STATIC:
        return get_static(r);
    }
    return MHD_NO;
}

/* The room has answered. For the page and the socket the answer only says whether it is there. */
static enum MHD_Result wake(struct http_request *r)
{
    r->state->deadline_us = in_seconds(REPLY_SECONDS);
    if (r->path.route == ROUTE_PAGE || r->path.route == ROUTE_EMBED)
        return statics_answer_page(r->server, r->connection,
                                   r->reply.status == MHD_HTTP_NOT_FOUND ? MHD_HTTP_NOT_FOUND
                                                                         : MHD_HTTP_OK,
                                   r->path.route == ROUTE_EMBED);
    if (r->path.route == ROUTE_SOCKET && r->reply.status == MHD_HTTP_OK)
        return send_upgrade(r);
    if ((r->path.route == ROUTE_PEOPLE || r->path.route == ROUTE_CHALK) &&
        r->reply.status == MHD_HTTP_OK)
        return send_people(r);
    if ((r->path.route == ROUTE_QUIZ || r->path.route == ROUTE_REVEAL ||
         r->path.route == ROUTE_GUESS) &&
        r->reply.status == MHD_HTTP_OK)
        return send_quiz(r);
    return request_reply(r, &r->reply, NULL);
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
    r->too_large |= r->body.len + len > body_limit(r);
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
