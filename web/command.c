// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/encode.h"
#include "web/op_json.h"
#include "web/people.h"

#define TAG_BYTES 64

/* What may stand in each message; `needs_id`: it is answered, so it must have a name. */
static const struct {
    const char *type;
    bool needs_id;
    const char *names[9];
} shapes[] = {
    [COMMAND_OP] = { "op", true, { "type", "id", "op", "text" } },
    [COMMAND_WINDOW] = { "window", true, { "type", "id", "op", "from", "point", "count" } },
    [COMMAND_LAPSE] = { "lapse", true, { "type", "id", "op", "frames" } },
    [COMMAND_CANCEL] = { "cancel", true, { "type", "id" } },
    [COMMAND_RESYNC] = { "resync", false, { "type", "id" } },
    [COMMAND_PING] = { "ping", false, { "type", "id" } },
    [COMMAND_ENTER] = { "enter",
                        true,
                        { "type", "id", "key", "self", "author", "name", "screen" } },
    [COMMAND_CHALK] = { "chalk", true, { "type", "id", "to" } },
    [COMMAND_WISH] = { "wish", true, { "type", "id", "on" } },
    [COMMAND_AWAY] = { "away", false, { "type", "id", "on" } },
    [COMMAND_ACCESS] = { "access", true, { "type", "id", "mode", "notes" } },
    [COMMAND_AT] = { "at", false, { "type", "id", "op", "event", "playing", "view" } },
    [COMMAND_POINT] = { "point", false, { "type", "id", "what" } },
    [COMMAND_NOTE] = { "note", true, { "type", "id", "op", "event", "text" } },
    [COMMAND_UNNOTE] = { "unnote", true, { "type", "id", "note" } },
};
#define NR_SHAPES (sizeof shapes / sizeof shapes[0])

/* ---- reading ---- */

bool command_read_op(const cJSON *object, struct ask *ask, struct refusal *why)
{
    const cJSON *op = json_member(object, "op"), *text = json_member(object, "text");
    ask->kind = ASK_APPLY;
    ask->repeat = 1;
    if (!op == !text)
        return json_refuse(why, "missing", "op", "op: either op or text must be given");
    if (op)
        return op_from_json(op, &ask->op, why);
    if (!cJSON_IsString(text))
        return json_refuse(why, "type", "text", "text: a line such as \"alloc 0 GFP_KERNEL\"");
    return op_from_text(text->valuestring, &ask->op, &ask->repeat, why);
}

static bool require(const cJSON *object, const char *name, struct refusal *why)
{
    return json_member(object, name) || json_refuse(why, "missing", name, "%s: missing", name);
}

static bool read_number_of_op(const cJSON *object, struct ask *ask, struct refusal *why)
{
    uint64_t n = 0;
    if (!require(object, "op", why) || !json_number(object, "op", 1, UINT32_MAX, &n, why))
        return false;
    ask->n = (uint32_t)n;
    return true;
}

static bool read_window(const cJSON *object, const struct limits *limits, struct ask *ask,
                        struct refusal *why)
{
    uint64_t count = 512;
    ask->kind = ASK_WINDOW;
    ask->by_point = json_member(object, "point") != NULL;
    if (ask->by_point && json_member(object, "from"))
        return json_refuse(why, "syntax", "point", "point: either from or point, not both");
    if (!read_number_of_op(object, ask, why) ||
        !json_number(object, ask->by_point ? "point" : "from", 0, UINT64_C(1) << 53, &ask->from,
                     why) ||
        !json_number(object, "count", 0, limits->window_events, &count, why))
        return false;
    ask->count = (uint32_t)count;
    return true;
}

static bool read_lapse(const cJSON *object, const struct limits *limits, struct ask *ask,
                       struct refusal *why)
{
    uint64_t frames = 0;
    ask->kind = ASK_LAPSE;
    if (!read_number_of_op(object, ask, why) ||
        !json_number(object, "frames", 1, limits->lapse_frames, &frames, why))
        return false;
    ask->frames = (uint32_t)frames;
    return true;
}

static bool read_type(const cJSON *object, struct command *command, struct refusal *why)
{
    const char *type = NULL;
    if (!json_string(object, "type", 32, &type, why))
        return false;
    for (unsigned i = 0; type && i < NR_SHAPES; i++) {
        if (strcmp(type, shapes[i].type) == 0) {
            command->type = (enum command_type)i;
            return true;
        }
    }
    return json_refuse(
        why, type ? "unknown" : "missing", "type",
        "type: one of op, window, lapse, cancel, resync, ping, enter, chalk, wish, away, "
        "access, at, point, note, unnote");
}

static bool read_tag(const cJSON *object, struct command *command, struct refusal *why)
{
    const char *id = "";
    if (!json_string(object, "id", TAG_BYTES, &id, why))
        return false;
    snprintf(command->tag, sizeof command->tag, "%s", id);
    return true;
}

static bool read_command(const cJSON *object, const struct limits *limits, struct command *command,
                         struct refusal *why)
{
    if (!read_tag(object, command, why) || !read_type(object, command, why) ||
        !json_only(object, shapes[command->type].names, why))
        return false;
    if (shapes[command->type].needs_id && !require(object, "id", why))
        return false;
    memcpy(command->ask.tag, command->tag, sizeof command->tag);
    switch (command->type) {
    case COMMAND_OP:
        return command_read_op(object, &command->ask, why);
    case COMMAND_WINDOW:
        return read_window(object, limits, &command->ask, why);
    case COMMAND_LAPSE:
        return read_lapse(object, limits, &command->ask, why);
    case COMMAND_ENTER:
        return said_enter(object, limits, &command->said, why);
    case COMMAND_CHALK:
        return said_chalk(object, &command->said, why);
    case COMMAND_WISH:
    case COMMAND_AWAY:
        return said_switch(object, &command->said, why);
    case COMMAND_ACCESS:
        return said_access(object, &command->said, why);
    case COMMAND_AT:
        return said_at(object, &command->said, why);
    case COMMAND_POINT:
        return said_point(object, &command->said, why);
    case COMMAND_NOTE:
        return said_note(object, limits, &command->said, why);
    case COMMAND_UNNOTE:
        return said_unnote(object, &command->said, why);
    case COMMAND_CANCEL:
    case COMMAND_RESYNC:
    case COMMAND_PING:
        break;
    }
    return true;
}

bool command_read(const char *text, size_t len, const struct limits *limits,
                  struct command *command, struct refusal *why)
{
    *command = (struct command){ 0 };
    cJSON *object = json_object(text, len, why);
    bool ok = object && read_command(object, limits, command, why);
    cJSON_Delete(object);
    return ok;
}

/* ---- doing ---- */

static void ask_room(struct viewer *v, const struct ask *ask)
{
    struct refusal why = { 0 };
    struct question *q = question_copy(ask);
    q->ask.room = v->parlour->room;
    q->ask.who = v->id;
    q->ask.by = v->person->seat.number;
    room_hold(q->ask.room);
    if (room_ask(&q->ask, &why))
        return;
    viewer_tell(v, error_message(ask->tag, &why));
    room_put(q->ask.room);
    free(q);
}

/* Puts to the room what people said, as one who may. */
static void ask_room_for(struct viewer *v, struct command *command)
{
    const struct said *said = &command->said;
    struct ask *ask = &command->ask;
    ask->access = said->access;
    ask->has_mode = said->has_mode;
    ask->has_notes = said->has_notes;
    ask->n = said->stand.op;
    ask->from = said->stand.event;
    ask->note =
        (struct note){ .author = v->person->author, .name = v->person->name, .text = said->text };
    ask->caller.granted = true;
    ask_room(v, ask);
}

/* Whose note it is the room knows. */
static void unnote(struct viewer *v, struct command *command)
{
    const struct person *person = v->person;
    command->ask.kind = ASK_UNNOTE;
    command->ask.n = command->said.number;
    command->ask.caller = (struct caller){ .granted = person->seat.owner,
                                           .has_key = person->author.hex[0] != '\0',
                                           .key = person->hand };
    ask_room(v, &command->ask);
}

static void pong(struct viewer *v, const char *tag)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "type", "pong");
    if (tag[0])
        cJSON_AddStringToObject(json, "id", tag);
    viewer_tell(v, text_message(json));
}

/* Whether this person may do that; what the room must decide, and what everybody may, passes. */
static bool may(struct viewer *v, struct command *command, struct refusal *why)
{
    switch (command->type) {
    case COMMAND_OP:
        return command->ask.caller.granted = people_operate(v, why);
    case COMMAND_ACCESS:
        command->ask.kind = ASK_ACCESS;
        return people_may_decide(v, why);
    case COMMAND_NOTE:
        command->ask.kind = ASK_NOTE;
        return people_may_note(v, why);
    default:
        return true;
    }
}

void command_handle(struct viewer *v, const char *text, size_t len)
{
    struct command command;
    struct refusal why = { 0 };
    const struct limits *limits = &v->server->options->limits;
    bool ok = command_read(text, len, limits, &command, &why);
    bool moves = ok && (command.type == COMMAND_AT || command.type == COMMAND_POINT);
    uint32_t rate = moves ? limits->moves_per_second : limits->ops_per_second;
    if (!allowance_take(moves ? &v->moves : &v->allowance, rate)) {
        why = (struct refusal){ .limit = rate, .has_limit = true };
        ok = json_refuse(&why, "rate", "message", "message: at most %u a second (--%s)", rate,
                         moves ? "moves-per-second" : "ops-per-second");
    }
    if (!ok || !may(v, &command, &why)) {
        viewer_tell(v, error_message(command.tag, &why));
        return;
    }
    switch (command.type) {
    case COMMAND_OP:
    case COMMAND_WINDOW:
    case COMMAND_LAPSE:
        ask_room(v, &command.ask);
        break;
    case COMMAND_CANCEL:
        rooms_cancel(v->server->rooms, v->id, command.tag);
        break;
    case COMMAND_RESYNC:
        viewer_resync(v);
        break;
    case COMMAND_PING:
        pong(v, command.tag);
        break;
    case COMMAND_ENTER:
        people_enter(v, command.tag, &command.said);
        break;
    case COMMAND_CHALK:
        people_chalk(v, command.tag, &command.said);
        break;
    case COMMAND_WISH:
        people_wish(v, command.tag, &command.said);
        break;
    case COMMAND_AWAY:
        people_away(v, &command.said);
        break;
    case COMMAND_AT:
        people_at(v, &command.said);
        break;
    case COMMAND_POINT:
        people_point(v, &command.said);
        break;
    case COMMAND_ACCESS:
    case COMMAND_NOTE:
        ask_room_for(v, &command);
        break;
    case COMMAND_UNNOTE:
        unnote(v, &command);
        break;
    }
}
