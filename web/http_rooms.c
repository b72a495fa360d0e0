// SPDX-License-Identifier: GPL-2.0-or-later
/* The routes of rooms: each becomes a question to the room, whose answer is the reply. */
#include <stdlib.h>
#include <string.h>

#include "web/command.h"
#include "web/http_request.h"
#include "web/op_json.h"
#include "web/room_file.h"

#define LIST_DEFAULT   1000
#define EVENTS_DEFAULT 4096
#define POINTS_DEFAULT 512

enum MHD_Result route_home(struct http_request *r)
{
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    if (strcmp(r->method, "HEAD") == 0) /* asks without wanting: no room is made */
        return request_reply(r, &(struct reply){ .status = 200, .type = "text/html" }, NULL);
    struct room *room = rooms_new(r->server->rooms, profile_find(DEFAULT_PROFILE));
    struct question *q = request_question(r, ASK_CREATE, room);
    q->redirect = true;
    return request_put(r, q);
}

static bool read_new_room(const struct http_request *r, struct profile *profile,
                          struct refusal *why)
{
    *profile = *profile_find(DEFAULT_PROFILE);
    if (!r->body.len)
        return true;
    cJSON *json = json_object((const char *)r->body.data, r->body.len, why);
    static const char *const names[] = { "profile", "slub", "page_struct_size", NULL };
    bool ok = json && json_only(json, names, why) && room_settings_read(json, profile, why);
    cJSON_Delete(json);
    return ok;
}

enum MHD_Result route_rooms(struct http_request *r)
{
    struct profile profile;
    struct refusal why = { 0 };
    if (!request_is_post(r))
        return request_refuse_method(r, "POST");
    if (!read_new_room(r, &profile, &why))
        return request_refuse(r, &why);
    struct room *room = rooms_new(r->server->rooms, &profile);
    return request_put(r, request_question(r, ASK_CREATE, room));
}

/* A room from a file: all of it, or a refusal. */
enum MHD_Result route_import(struct http_request *r)
{
    struct profile profile;
    struct refusal why = { 0 };
    uint32_t rate = r->server->options->limits.ops_per_second;
    if (!request_is_post(r))
        return request_refuse_method(r, "POST");
    if (!allowance_take(&r->state->allowance, rate))
        return request_refuse_with(r, "rate", "body", rate, "body: too many requests a second");
    struct import *import = room_file_read(&r->body, &r->server->options->limits, &profile, &why);
    if (!import)
        return request_refuse(r, &why);
    struct room *room = rooms_new(r->server->rooms, &profile);
    room->import = import;
    return request_put(r, request_question(r, ASK_CREATE, room));
}

enum MHD_Result route_export(struct http_request *r)
{
    uint64_t op;
    enum MHD_Result result;
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    if (!request_number(r, "op", 0, UINT32_MAX, &op, &result))
        return result;
    struct question *q = request_question(r, ASK_EXPORT, request_room(r));
    q->link = r->path.route == ROUTE_LINK;
    q->ask.n = (uint32_t)op;
    return request_put(r, q);
}

/* A room that goes on from here: asked for twice, of this room what it takes along, then of the new one (answers.c). */
enum MHD_Result route_fork(struct http_request *r)
{
    uint64_t op;
    enum MHD_Result result;
    uint32_t rate = r->server->options->limits.ops_per_second;
    if (!request_is_post(r))
        return request_refuse_method(r, "POST");
    if (!request_number(r, "op", 0, UINT32_MAX, &op, &result))
        return result;
    if (!allowance_take(&r->state->allowance, rate))
        return request_refuse_with(r, "rate", "op", rate, "op: too many requests a second");
    struct question *q = request_question(r, ASK_FORK, request_room(r));
    q->ask.n = (uint32_t)op;
    return request_put(r, q);
}

static enum MHD_Result get_list(struct http_request *r, bool ops_only)
{
    uint64_t from = 1, count = UINT32_MAX;
    enum MHD_Result result;
    if (ops_only && (!request_number(r, "from", 1, UINT32_MAX, &from, &result) ||
                     !request_number(r, "count", LIST_DEFAULT, UINT32_MAX, &count, &result)))
        return result;
    struct question *q = request_question(r, ASK_LIST, request_room(r));
    q->ask.from = from;
    q->ask.count = (uint32_t)count;
    q->ops_only = ops_only;
    return request_put(r, q);
}

static enum MHD_Result post_op(struct http_request *r)
{
    static const char *const names[] = { "op", "text", NULL };
    struct refusal why = { 0 };
    struct ask ask = { 0 };
    enum MHD_Result result;
    uint32_t rate = r->server->options->limits.ops_per_second;
    if (!allowance_take(&r->state->allowance, rate))
        return request_refuse_with(r, "rate", "op", rate,
                                   "op: too many requests a second (--ops-per-second)");
    if (!request_caller(r, &ask.caller, &result))
        return result;
    cJSON *json = json_object((const char *)r->body.data, r->body.len, &why);
    /* The op itself may be the body; then its own "op" is a name. */
    bool ok = json && (cJSON_IsString(json_member(json, "op"))
                           ? (ask.repeat = 1, op_from_json(json, &ask.op, &why))
                           : json_only(json, names, &why) && command_read_op(json, &ask, &why));
    cJSON_Delete(json);
    if (!ok)
        return request_refuse(r, &why);
    struct question *q = request_question(r, ASK_APPLY, request_room(r));
    q->ask.caller = ask.caller;
    q->ask.op = ask.op;
    q->ask.repeat = ask.repeat;
    return request_put(r, q);
}

enum MHD_Result route_room(struct http_request *r)
{
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    return get_list(r, false);
}

enum MHD_Result route_ops(struct http_request *r)
{
    if (request_is_post(r))
        return post_op(r);
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD, POST");
    return get_list(r, true);
}

/* Events as text, or the digest at one. */
enum MHD_Result route_past(struct http_request *r)
{
    bool digest = r->path.route == ROUTE_DIGEST;
    uint64_t from, count = 0;
    enum MHD_Result result;
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    if (!request_number(r, digest ? "event" : "from", 0, UINT64_C(1) << 53, &from, &result))
        return result;
    if (!digest && !request_number(r, "count", EVENTS_DEFAULT,
                                   r->server->options->limits.window_events, &count, &result))
        return result;
    struct question *q = request_question(r, digest ? ASK_DIGEST : ASK_EVENTS, request_room(r));
    q->ask.n = r->path.n;
    q->ask.from = from;
    q->ask.count = (uint32_t)count;
    return request_put(r, q);
}

/* A file of /proc or of /sys/kernel/slab at a step, or the report of an allocation that failed. */
enum MHD_Result route_text(struct http_request *r)
{
    uint64_t n = r->path.n, event = TEXT_AT_END;
    enum MHD_Result result;
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    if (r->path.route == ROUTE_PROC &&
        (!request_number(r, "op", 0, UINT32_MAX, &n, &result) ||
         !request_number(r, "event", TEXT_AT_END, UINT64_C(1) << 53, &event, &result)))
        return result;
    struct question *q = request_question(r, ASK_TEXT, request_room(r));
    q->ask.n = (uint32_t)n;
    q->ask.from = event;
    q->ask.text = r->path.text;
    if (r->path.route == ROUTE_REPORT)
        q->ask.text.which = TEXT_REPORT;
    return request_put(r, q);
}

/* What happened to a page, or to the object at an address, until a step. */
enum MHD_Result route_history(struct http_request *r)
{
    uint64_t n, event;
    uint32_t pfn, addr;
    enum MHD_Result result;
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    if (!request_number(r, "op", 0, UINT32_MAX, &n, &result) ||
        !request_number(r, "event", TEXT_AT_END, UINT64_C(1) << 53, &event, &result) ||
        !request_word(r, "pfn", &pfn, &result) || !request_word(r, "addr", &addr, &result))
        return result;
    struct question *q = request_question(r, ASK_PAST, request_room(r));
    q->ask.n = (uint32_t)n;
    q->ask.from = event;
    q->ask.pfn = pfn;
    q->ask.addr = addr;
    return request_put(r, q);
}

/* What was free after each of these ops, or after every few of them. */
enum MHD_Result route_series(struct http_request *r)
{
    uint64_t from, to, points, order;
    enum MHD_Result result;
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    if (!request_number(r, "from", 1, UINT32_MAX, &from, &result) ||
        !request_number(r, "to", 0, UINT32_MAX, &to, &result) ||
        !request_number(r, "points", POINTS_DEFAULT, SERIES_MAX, &points, &result) ||
        !request_number(r, "order", PAGEBLOCK_ORDER, MAX_ORDER - 1, &order, &result))
        return result;
    if (!points)
        return request_refuse_with(r, "range", "points", SERIES_MAX, "points: 1 to 2048");
    struct question *q = request_question(r, ASK_SERIES, request_room(r));
    q->ask.n = (uint32_t)to;
    q->ask.from = from;
    q->ask.count = (uint32_t)points;
    q->ask.op.order = (uint32_t)order;
    return request_put(r, q);
}

enum MHD_Result route_page(struct http_request *r)
{
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    return request_put(r, request_question(r, ASK_OPEN, request_room(r)));
}

/* Where this room and another part. */
enum MHD_Result route_compare(struct http_request *r)
{
    uint64_t op;
    enum MHD_Result result;
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    if (!request_number(r, "op", 0, UINT32_MAX, &op, &result))
        return result;
    struct question *q = request_question(r, ASK_COMPARE, request_room(r));
    q->ask.compare = comparison_new(rooms_hold(r->server->rooms, &r->path.other), (uint32_t)op);
    return request_put(r, q);
}
