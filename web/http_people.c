// SPDX-License-Identifier: GPL-2.0-or-later
/* The routes of people and their notes: what a page does over its WebSocket, a script does here, with `Authorization: Bearer KEY`. */
#include <stdlib.h>
#include <string.h>

#include "web/http_request.h"
#include "web/people.h"

/* The body as an object; NULL after an answer. */
static cJSON *body(struct http_request *r, const char *const *names, enum MHD_Result *result)
{
    struct refusal why = { 0 };
    cJSON *json = json_object((const char *)r->body.data, r->body.len, &why);
    if (json && json_only(json, names, &why))
        return json;
    cJSON_Delete(json);
    *result = request_refuse(r, &why);
    return NULL;
}

static bool has_allowance(struct http_request *r, enum MHD_Result *result)
{
    uint32_t rate = r->server->options->limits.ops_per_second;
    if (allowance_take(&r->state->allowance, rate))
        return true;
    *result = request_refuse_with(r, "rate", "request", rate,
                                  "request: too many a second (--ops-per-second)");
    return false;
}

/* Puts what was said to the room, from this caller. */
static enum MHD_Result put(struct http_request *r, const struct ask *ask)
{
    struct question *q = question_copy(ask);
    q->request = r;
    q->ask.room = request_room(r);
    return request_put(r, q);
}

/* ---- who may do what ---- */

enum MHD_Result route_access(struct http_request *r)
{
    static const char *const names[] = { "mode", "notes", NULL };
    struct ask ask = { .kind = ASK_ACCESS };
    struct said said = { 0 };
    struct refusal why = { 0 };
    enum MHD_Result result;
    if (!request_is_post(r))
        return request_refuse_method(r, "POST");
    if (!has_allowance(r, &result) || !request_caller(r, &ask.caller, &result))
        return result;
    cJSON *json = body(r, names, &result);
    if (!json)
        return result;
    bool ok = said_access(json, &said, &why);
    cJSON_Delete(json);
    if (!ok)
        return request_refuse(r, &why);
    ask.access = said.access;
    ask.has_mode = said.has_mode;
    ask.has_notes = said.has_notes;
    return put(r, &ask);
}

/* ---- who is here ---- */

enum MHD_Result route_people(struct http_request *r)
{
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    return request_put(r, request_question(r, ASK_OPEN, request_room(r)));
}

enum MHD_Result route_chalk(struct http_request *r)
{
    if (!request_is_post(r))
        return request_refuse_method(r, "POST");
    return request_put(r, request_question(r, ASK_OPEN, request_room(r)));
}

/* {"to":N} from who has the owner's key. False after an answer. */
static bool hand_chalk(struct http_request *r, struct room *room, enum MHD_Result *result)
{
    static const char *const names[] = { "to", NULL };
    struct caller caller = { 0 };
    struct said said = { 0 };
    struct refusal why = { 0 };
    if (!request_caller(r, &caller, result))
        return false;
    cJSON *json = body(r, names, result);
    if (!json)
        return false;
    bool ok = said_chalk(json, &said, &why);
    cJSON_Delete(json);
    enum denial denial = DENIED_NOT;
    if (ok && !room_is_owner(room, &caller))
        denial = DENIED_NOT_OWNER;
    else if (ok)
        denial = people_chalk_outside(room->parlour, said.number);
    if (denial != DENIED_NOT)
        ok = json_refuse(&why, "role", "chalk", "chalk: %s", denial_text(denial));
    if (!ok)
        *result = request_refuse(r, &why);
    return ok;
}

enum MHD_Result send_people(struct http_request *r)
{
    struct room *room = request_room(r);
    struct access access = room->access;
    enum MHD_Result result;
    if (r->path.route != ROUTE_CHALK || hand_chalk(r, room, &result)) {
        struct reply reply = { .status = MHD_HTTP_OK, .type = "application/json" };
        cJSON *json = people_json(room->parlour, &access);
        cJSON_DeleteItemFromObject(json, "type");
        char *text = cJSON_PrintUnformatted(json);
        bytes_add(&reply.body, text, strlen(text));
        cJSON_free(text);
        cJSON_Delete(json);
        result = request_reply(r, &reply, NULL);
        bytes_free(&reply.body);
    }
    room_put(room);
    return result;
}

/* ---- notes ---- */

static enum MHD_Result post_note(struct http_request *r)
{
    static const char *const names[] = { "op", "event", "text", "name", NULL };
    struct ask ask = { .kind = ASK_NOTE };
    struct said said = { 0 };
    struct refusal why = { 0 };
    enum MHD_Result result;
    if (!has_allowance(r, &result) || !request_caller(r, &ask.caller, &result))
        return result;
    cJSON *json = body(r, names, &result);
    if (!json)
        return result;
    bool ok = said_note(json, &r->server->options->limits, &said, &why);
    cJSON_Delete(json);
    if (!ok)
        return request_refuse(r, &why);
    ask.n = said.stand.op;
    ask.from = said.stand.event;
    ask.note = (struct note){ .name = said.name, .text = said.text };
    if (ask.caller.has_key)
        ask.note.author = author_of(&ask.caller.key);
    return put(r, &ask);
}

enum MHD_Result route_notes(struct http_request *r)
{
    if (request_is_post(r))
        return post_note(r);
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD, POST");
    return request_put(r, request_question(r, ASK_NOTES, request_room(r)));
}

enum MHD_Result route_note(struct http_request *r)
{
    struct ask ask = { .kind = ASK_UNNOTE, .n = r->path.n };
    enum MHD_Result result;
    if (!request_is_delete(r))
        return request_refuse_method(r, "DELETE");
    if (!has_allowance(r, &result) || !request_caller(r, &ask.caller, &result))
        return result;
    return put(r, &ask);
}
