// SPDX-License-Identifier: GPL-2.0-or-later
/* The routes of what is taken home: the walk of a range of steps, to be pasted into a note; those steps as a page; and a note to be checked. */
#include <stdio.h>
#include <string.h>

#include "web/http_request.h"

static const char *query(const struct http_request *r, const char *name)
{
    return MHD_lookup_connection_value(r->connection, MHD_GET_ARGUMENT_KIND, name);
}

/* A step OP.EVENT, or OP alone, out of the query. False after an answer (*result) if it is neither. */
static bool query_step(struct http_request *r, const char *name, uint32_t *op, uint64_t *event,
                       enum MHD_Result *result)
{
    const char *text = query(r, name), *dot = text ? strchr(text, '.') : NULL;
    char digits[12] = "";
    uint64_t n = 0;
    struct refusal why = { 0 };
    if (!text)
        return true;
    size_t len = dot ? (size_t)(dot - text) : strlen(text);
    if (len < sizeof digits)
        snprintf(digits, sizeof digits, "%.*s", (int)len, text);
    if (path_number(digits, UINT32_MAX, &n) && n &&
        (!dot || path_number(dot + 1, UINT64_C(1) << 53, event))) {
        *op = (uint32_t)n;
        return true;
    }
    json_refuse(&why, "range", name, "%s: a step, OP.EVENT or OP", name);
    *result = request_refuse(r, &why);
    return false;
}

/* The walk from one step to another, by default that of the last op. */
enum MHD_Result route_walk(struct http_request *r)
{
    struct walk_ask walk = { .format = WALK_MD };
    uint32_t op = 0;
    uint64_t event = TEXT_AT_END, full = 0;
    enum MHD_Result result;
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    if (!query_step(r, "from", &walk.op, &walk.event, &result) ||
        !query_step(r, "to", &op, &event, &result) ||
        !request_number(r, "full", 0, 1, &full, &result))
        return result;
    if (query(r, "format") && !walk_format_by_name(query(r, "format"), &walk.format))
        return request_refuse_with(r, "unknown", "format", -1, "format: one of md, tsv, json");
    walk.full = full != 0;
    struct question *q = request_question(r, ASK_WALK, request_room(r));
    q->ask.n = op;
    q->ask.from = event;
    q->ask.walk = walk;
    return request_put(r, q);
}

/* A range of steps as a page of its own, by default the last op. */
enum MHD_Result route_steps(struct http_request *r)
{
    uint32_t from_op = 0, op = 0;
    uint64_t from = 0, event = TEXT_AT_END;
    enum MHD_Result result;
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    if (!query_step(r, "from", &from_op, &from, &result) ||
        !query_step(r, "to", &op, &event, &result))
        return result;
    struct question *q = request_question(r, ASK_RECORDING, request_room(r));
    q->ask.n = op;
    q->ask.from = event;
    q->ask.walk = (struct walk_ask){ .op = from_op, .event = from };
    return request_put(r, q);
}

/* The body is the note itself, as text. */
enum MHD_Result route_check(struct http_request *r)
{
    uint32_t rate = r->server->options->limits.ops_per_second;
    uint64_t op;
    enum MHD_Result result;
    if (!request_is_post(r))
        return request_refuse_method(r, "POST");
    if (!allowance_take(&r->state->allowance, rate))
        return request_refuse_with(r, "rate", "body", rate, "body: too many requests a second");
    if (!request_number(r, "op", 0, UINT32_MAX, &op, &result))
        return result;
    if (!r->body.len)
        return request_refuse_with(r, "range", "body", -1, "body: the text of a note");
    struct question *q = request_question(r, ASK_CHECK, request_room(r));
    q->ask.n = (uint32_t)op;
    q->ask.from = TEXT_AT_END;
    q->ask.study_note = (const char *)r->body.data; /* the request sleeps until the answer */
    q->ask.note_len = r->body.len;
    return request_put(r, q);
}
