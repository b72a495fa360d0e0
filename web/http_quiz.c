// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Questions over HTTP: what an op will do, with the answer, for whoever asks; and the one that stands open in the room, which here the
 * owner asks, reveals and closes, and who is in the room answers. The room answers first; then the network thread's side of it does.
 */
#include <stdlib.h>
#include <string.h>

#include "web/command.h"
#include "web/http_request.h"
#include "web/quiz.h"

enum MHD_Result route_predict(struct http_request *r)
{
    const char *text = MHD_lookup_connection_value(r->connection, MHD_GET_ARGUMENT_KIND, "what");
    enum predict_what what = PREDICT_LIST;
    uint64_t event;
    enum MHD_Result result;
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    if (!request_number(r, "event", 0, UINT64_C(1) << 53, &event, &result))
        return result;
    if (!text || !predict_read(text, &what))
        return request_refuse_with(r, text ? "unknown" : "missing", "what", -1,
                                   "what: list, order, end, owner or address");
    struct question *q = request_question(r, ASK_PREDICT, request_room(r));
    q->ask.n = r->path.n;
    q->ask.from = event;
    q->ask.what = what;
    return request_put(r, q);
}

/* ---- the room's own ---- */

static enum MHD_Result ask_quiz(struct http_request *r)
{
    static const char *const names[] = { "op", "event", "text", "what", "names", NULL };
    struct ask ask = { 0 };
    struct refusal why = { 0 };
    enum MHD_Result result;
    uint32_t rate = r->server->options->limits.ops_per_second;
    if (!allowance_take(&r->state->allowance, rate))
        return request_refuse_with(r, "rate", "quiz", rate,
                                   "quiz: too many requests a second (--ops-per-second)");
    cJSON *json = json_object((const char *)r->body.data, r->body.len, &why);
    bool ok = json && json_only(json, names, &why) && command_read_quiz(json, &ask, &why);
    cJSON_Delete(json);
    if (!ok)
        return request_refuse(r, &why);
    if (!request_caller(r, &ask.caller, &result))
        return result;
    struct room *room = request_room(r);
    if (quiz_is_open(room->parlour)) {
        room_put(room);
        return request_refuse_with(r, "state", "quiz", -1, "quiz: " QUIZ_IS_OPEN);
    }
    struct question *q = question_copy(&ask);
    q->request = r;
    q->ask.room = room;
    q->quiz = true;
    return request_put(r, q);
}

/* A key that is none is refused before the room is looked for. */
static enum MHD_Result look_for_room(struct http_request *r)
{
    struct caller caller;
    enum MHD_Result result;
    if (!request_caller(r, &caller, &result))
        return result;
    return request_put(r, request_question(r, ASK_OPEN, request_room(r)));
}

enum MHD_Result route_quiz(struct http_request *r)
{
    if (request_is_post(r))
        return ask_quiz(r);
    if (!request_is_get(r) && !request_is_delete(r))
        return request_refuse_method(r, "GET, HEAD, POST, DELETE");
    return look_for_room(r);
}

enum MHD_Result route_reveal(struct http_request *r)
{
    if (!request_is_post(r))
        return request_refuse_method(r, "POST");
    return look_for_room(r);
}

/* The question by its number, and the choice by its: null takes it back. */
static bool read_guess(const struct http_request *r, struct said *said, struct refusal *why)
{
    static const char *const names[] = { "quiz", "choice", NULL };
    cJSON *json = json_object((const char *)r->body.data, r->body.len, why);
    bool ok = json && json_only(json, names, why) && said_guess(json, said, why);
    cJSON_Delete(json);
    return ok;
}

enum MHD_Result route_guess(struct http_request *r)
{
    struct said said = { 0 };
    struct refusal why = { 0 };
    uint32_t rate = r->server->options->limits.ops_per_second;
    if (!request_is_post(r))
        return request_refuse_method(r, "POST");
    if (!allowance_take(&r->state->allowance, rate))
        return request_refuse_with(r, "rate", "quiz", rate,
                                   "quiz: too many requests a second (--ops-per-second)");
    return read_guess(r, &said, &why) ? look_for_room(r) : request_refuse(r, &why);
}

static bool guess(struct http_request *r, struct room *room, struct refusal *why)
{
    struct caller caller = { 0 };
    struct said said = { 0 };
    enum MHD_Result result;
    return read_guess(r, &said, why) && request_caller(r, &caller, &result) &&
           quiz_guess_outside(room->parlour, &caller.key, &said, why);
}

/* Does what is the owner's to do. False and *why if that is not to be done. */
static bool act(struct http_request *r, struct room *room, struct refusal *why)
{
    struct caller caller = { 0 };
    enum MHD_Result result;
    if (r->path.route == ROUTE_GUESS)
        return guess(r, room, why);
    bool reveals = r->path.route == ROUTE_REVEAL, closes = request_is_delete(r);
    if (!reveals && !closes)
        return room->parlour || !request_is_post(r) ||
               json_refuse(why, "state", "quiz", "quiz: nobody is in this room to be asked");
    if (!request_caller(r, &caller, &result) || !room_is_owner(room, &caller))
        return json_refuse(why, "role", "quiz", "quiz: %s", denial_text(DENIED_NOT_OWNER));
    return reveals ? quiz_reveal_outside(room->parlour, why)
                   : quiz_close_outside(room->parlour, why);
}

enum MHD_Result send_quiz(struct http_request *r)
{
    struct room *room = request_room(r);
    struct reply reply = { .status = MHD_HTTP_OK, .type = "application/json" };
    struct refusal why = { 0 };
    enum MHD_Result result;
    if (act(r, room, &why)) {
        cJSON *json = cJSON_CreateObject(), *quiz = quiz_json(room->parlour);
        cJSON_DeleteItemFromObject(quiz, "type");
        cJSON_AddItemToObject(json, "quiz", quiz);
        char *text = cJSON_PrintUnformatted(json);
        bytes_add(&reply.body, text, strlen(text));
        cJSON_free(text);
        cJSON_Delete(json);
        result = request_reply(r, &reply, NULL);
        bytes_free(&reply.body);
    } else {
        result = request_refuse(r, &why);
    }
    room_put(room);
    return result;
}
