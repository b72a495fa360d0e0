// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/answers.h"
#include "web/check_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/compare_json.h"
#include "web/encode.h"
#include "web/json.h"
#include "web/quiz.h"
#include "web/recording_page.h"
#include "web/room_file.h"
#include "web/series_json.h"
#include "web/session_link.h"

/* ---- HTTP answers ---- */

unsigned refusal_status(const struct refusal *why)
{
    static const struct {
        const char *code;
        unsigned status;
    } table[] = { { "gone", 404 },     { "state", 409 },  { "version", 409 }, { "digest", 409 },
                  { "busy", 503 },     { "limit", 503 },  { "journal", 503 }, { "memory", 503 },
                  { "rate", 429 },     { "origin", 403 }, { "role", 403 },    { "method", 405 },
                  { "too_large", 413 } };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(why->error.code, table[i].code) == 0)
            return table[i].status;
    }
    return 400;
}

/* Takes the JSON. */
static struct reply json_reply(unsigned status, cJSON *json)
{
    struct reply reply = { .status = status, .type = "application/json" };
    char *text = cJSON_PrintUnformatted(json);
    bytes_add(&reply.body, text, strlen(text));
    cJSON_free(text);
    cJSON_Delete(json);
    return reply;
}

struct reply refusal_reply(const struct refusal *why)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddItemToObject(json, "error", error_json(why));
    return json_reply(refusal_status(why), json);
}

static char *room_url(const struct room *room, bool with_key)
{
    char url[2 * TOKEN_LEN + 16];
    snprintf(url, sizeof url, "/r/%s%s%s", room->id.text, with_key ? "#key=" : "",
             with_key ? room->key.text : "");
    return must_strdup(url);
}

/* GET / leads to the new room; POST /api/rooms tells about it. */
static struct reply created_reply(const struct question *q)
{
    const struct room *room = q->ask.room;
    if (q->redirect) {
        struct reply reply = { .status = 303, .type = "text/plain" };
        reply.location = room_url(room, true);
        return reply;
    }
    cJSON *json = cJSON_CreateObject();
    char *url = room_url(room, false);
    cJSON_AddStringToObject(json, "room", room->id.text);
    cJSON_AddStringToObject(json, "url", url);
    cJSON_AddStringToObject(json, "owner_key", room->key.text);
    cJSON_AddStringToObject(json, "profile", room->row.profile);
    struct reply reply = json_reply(201, json);
    reply.location = url;
    return reply;
}

static struct reply list_reply(const struct question *q, const struct answer *answer)
{
    const struct room *room = q->ask.room;
    cJSON *json = cJSON_CreateObject();
    if (!q->ops_only) {
        cJSON_AddStringToObject(json, "room", room->id.text);
        cJSON_AddStringToObject(json, "profile", room->row.profile);
        cJSON_AddBoolToObject(json, "slub", room->row.slub);
        cJSON_AddNumberToObject(json, "model", room->row.model);
        add_digest(json, "base", room->base->digest);
        add_digest(json, "digest", answer->digest);
        cJSON_AddNumberToObject(json, "viewers", room->viewers);
        cJSON_AddStringToObject(json, "mode", mode_name(room->row.access.mode));
    }
    cJSON_AddItemToObject(json, "ops", records_json(answer->records, answer->nr_records));
    return json_reply(200, json);
}

static struct reply link_reply(const struct question *q, const struct answer *answer)
{
    struct bytes link = { 0 };
    struct refusal why = { 0 };
    if (!session_link(q->ask.room, answer, &link)) {
        why.has_limit = true;
        why.limit = SESSION_LINK_LETTERS;
        json_refuse(&why, "too_large", "session", "session: too long for a link of %d letters",
                    SESSION_LINK_LETTERS);
        return refusal_reply(&why);
    }
    bytes_add(&link, "", 1);
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "url", (const char *)link.data);
    bytes_free(&link);
    return json_reply(200, json);
}

static struct reply export_reply(const struct question *q, const struct answer *answer)
{
    struct reply reply = { .status = 200, .type = "application/json" };
    if (q->link)
        return link_reply(q, answer);
    room_file_write(q->ask.room, answer, &reply.body);
    return reply;
}

static struct reply digest_reply(const struct answer *answer)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "op", answer->n);
    cJSON_AddNumberToObject(json, "event", (double)answer->from);
    cJSON_AddNumberToObject(json, "events", (double)answer->total.events);
    add_digest(json, "digest", answer->digest);
    return json_reply(200, json);
}

/* One line per event, as `buddyscope run` prints them. */
static struct reply events_reply(const struct answer *answer)
{
    struct reply reply = { .status = 200, .type = "text/plain; charset=utf-8" };
    int depth = answer->depth;
    char text[512];
    for (size_t i = 0; i < answer->nr_events; i++) {
        event_print(answer->machine, &answer->events[i], depth, text, sizeof text);
        bytes_add(&reply.body, text, strlen(text));
        bytes_add(&reply.body, "\n", 1);
        depth = event_depth(&answer->events[i], depth);
    }
    return reply;
}

static struct reply text_reply(const struct answer *answer)
{
    struct reply reply = { .status = 200, .type = "text/plain; charset=utf-8" };
    bytes_add(&reply.body, answer->text->data, answer->text->len);
    return reply;
}

static struct reply access_reply(const struct access *access)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "mode", mode_name(access->mode));
    cJSON_AddStringToObject(json, "notes", note_writers_name(access->notes));
    return json_reply(200, json);
}

static struct reply steps_reply(const struct server *server, const struct question *q,
                                const struct answer *answer)
{
    struct reply reply = { .status = 200, .type = "text/html; charset=utf-8", .file = true };
    struct refusal why = { 0 };
    if (recording_page(server, q->ask.room, answer, &reply.body))
        return reply;
    json_refuse(&why, "gone", "page", "page: this daemon runs without one");
    return refusal_reply(&why);
}

static struct reply http_reply(const struct server *server, const struct question *q,
                               const struct answer *answer)
{
    cJSON *json;
    if (answer->refusal.error.code)
        return refusal_reply(&answer->refusal);
    switch (q->ask.kind) {
    case ASK_CREATE:
        return created_reply(q);
    case ASK_LIST:
        return list_reply(q, answer);
    case ASK_DIGEST:
        return digest_reply(answer);
    case ASK_EVENTS:
        return events_reply(answer);
    case ASK_EXPORT:
        return export_reply(q, answer);
    case ASK_SERIES:
        return json_reply(200, series_json(answer, q->ask.op.order));
    case ASK_TEXT:
    case ASK_PAST:
    case ASK_WALK:
        return text_reply(answer);
    case ASK_RECORDING:
        return steps_reply(server, q, answer);
    case ASK_PREDICT:
        return json_reply(200, prediction_json(answer->prediction));
    case ASK_COMPARE:
        return json_reply(200, comparison_json(answer->comparison));
    case ASK_CHECK:
        return json_reply(200, check_json(answer->check));
    case ASK_ACCESS:
        return access_reply(answer->access);
    case ASK_NOTES:
        json = cJSON_CreateObject();
        cJSON_AddItemToObject(json, "notes", notes_json(answer->notes));
        return json_reply(200, json);
    case ASK_NOTE:
        json = cJSON_CreateObject();
        cJSON_AddItemToObject(json, "note", note_json(answer->note));
        return json_reply(201, json);
    case ASK_UNNOTE:
        json = cJSON_CreateObject();
        cJSON_AddNumberToObject(json, "gone", answer->note->n);
        return json_reply(200, json);
    case ASK_APPLY:
        json = cJSON_CreateObject();
        cJSON_AddItemToObject(json, "ops", records_json(answer->records, answer->nr_records));
        return json_reply(200, json);
    default:
        return (struct reply){ .status = 200 };
    }
}

/* ---- WebSocket answers ---- */

/* Equal machines have equal keyframes: the room keeps the last one made. */
static struct message *cached_keyframe(struct room *room, const struct answer *answer)
{
    if (answer->image) {
        message_unref(room->frame);
        room->frame = keyframe_message(room, answer);
        room->frame_version = answer->version;
    }
    return message_ref(room->frame);
}

/* A question for everybody in the room, with a message for who asked. */
static void post_quiz(struct server *server, const struct ask *ask, const struct answer *answer,
                      struct message *ack)
{
    struct post post = { .kind = POST_QUIZ, .room = ask->room, .who = ask->who };
    post.by = ask->by;
    post.names = ask->names;
    post.message = ack;
    post.prediction = must_alloc(sizeof *post.prediction);
    *post.prediction = *answer->prediction;
    room_hold(ask->room);
    outbox_post(server->outbox, &post);
}

static void viewer_answer(struct server *server, const struct question *q,
                          const struct answer *answer)
{
    const struct ask *ask = &q->ask;
    struct post post = { .kind = POST_VIEWER, .room = ask->room, .who = ask->who };
    if (answer->refusal.error.code) {
        post.message = error_message(ask->tag, &answer->refusal);
    } else if (ask->kind == ASK_KEYFRAME) {
        post.kind = POST_ENTER;
        if (q->you)
            post.hello = hello_message(ask->room, answer, q->you, &server->options->limits);
        post.message = cached_keyframe(ask->room, answer);
    } else if (ask->kind == ASK_PREDICT) {
        post_quiz(server, ask, answer, ack_message(ask->tag, answer));
        return;
    } else if (ask->kind == ASK_APPLY || ask->kind == ASK_ACCESS || ask->kind == ASK_NOTE ||
               ask->kind == ASK_UNNOTE) {
        post.message = ack_message(ask->tag, answer);
    } else if (ask->kind == ASK_WINDOW) {
        post.message = window_message(ask->room, ask, answer);
    } else {
        return; /* the last frame of a time-lapse says that it is the last */
    }
    room_hold(ask->room);
    outbox_post(server->outbox, &post);
}

/* ---- the audience ---- */

/* Only the owner asks from outside. */
static struct reply denied_reply(void)
{
    struct refusal why = { 0 };
    json_refuse(&why, "role", "quiz", "quiz: %s", denial_text(DENIED_NOT_OWNER));
    return refusal_reply(&why);
}

static void post_reply(struct server *server, struct http_request *request, struct reply reply)
{
    outbox_post(server->outbox,
                &(struct post){ .kind = POST_REPLY, .request = request, .reply = reply });
}

/* What the room gave becomes a new room; whoever asked hears of that one. */
static void make_fork(struct server *server, const struct question *q, struct import *import)
{
    struct room *room = rooms_new(server->rooms, &q->ask.room->base->profile);
    struct question *next = must_zalloc(sizeof *next);
    struct refusal why = { 0 };
    room->import = import;
    next->ask.kind = ASK_CREATE;
    next->ask.room = room;
    next->request = q->request;
    if (room_ask(&next->ask, &why))
        return;
    post_reply(server, q->request, refusal_reply(&why));
    room_put(room);
    free(next);
}

static void answer_question(void *arg, struct ask *ask, const struct answer *answer)
{
    struct server *server = arg;
    struct question *q = (struct question *)(void *)ask;
    if (ask->kind == ASK_FORK && !answer->refusal.error.code) {
        make_fork(server, q, answer->import);
    } else if (q->request) {
        bool denied =
            q->quiz && !answer->refusal.error.code && !room_is_owner(ask->room, &ask->caller);
        if (q->quiz && !answer->refusal.error.code && !denied)
            post_quiz(server, ask, answer, NULL);
        post_reply(server, q->request, denied ? denied_reply() : http_reply(server, q, answer));
    } else {
        viewer_answer(server, q, answer);
    }
    comparison_free(ask->compare);
    free(q);
}

/* To everybody, or only to `who`; `by` has operated the machine. */
static void post_to_room(struct server *server, struct room *room, uint64_t who, uint32_t by,
                         struct message *message, bool more)
{
    room_hold(room);
    outbox_post(server->outbox, &(struct post){ .kind = who ? POST_VIEWER : POST_ROOM,
                                                .room = room,
                                                .who = who,
                                                .by = by,
                                                .message = message,
                                                .more = more });
}

/* Its answer follows at once: one wake-up of the network thread does for both. */
static void tell_applied(void *arg, struct room *room, const struct record *record,
                         const struct event *events, size_t count, bool lapse)
{
    struct server *server = arg;
    if (room->viewers)
        post_to_room(server, room, 0, record->by, op_message(record, events, count, lapse), true);
}

static void tell_lapse(void *arg, struct room *room, const struct ask *ask,
                       const struct lapse *lapse)
{
    struct server *server = arg;
    if (ask || room->viewers)
        post_to_room(server, room, ask ? ask->who : 0, 0,
                     lapse_message(lapse, ask ? ask->tag : NULL), false);
}

static void tell_noted(void *arg, struct room *room, const struct note *note, bool gone)
{
    struct server *server = arg;
    if (room->viewers)
        post_to_room(server, room, 0, 0, note_message(note, gone), false);
}

static void tell_decided(void *arg, struct room *room, const struct access *access, uint64_t who)
{
    struct server *server = arg;
    room_hold(room);
    outbox_post(server->outbox,
                &(struct post){ .kind = POST_ACCESS, .room = room, .who = who, .access = *access });
}

static void forget_room(void *arg, struct room *room)
{
    (void)arg;
    message_unref(room->frame);
}

struct audience server_audience(struct server *server)
{
    return (struct audience){ .arg = server,
                              .answer = answer_question,
                              .applied = tell_applied,
                              .lapse = tell_lapse,
                              .noted = tell_noted,
                              .decided = tell_decided,
                              .forget = forget_room };
}
