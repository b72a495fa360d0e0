// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/op_json.h"

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
    [COMMAND_QUIZ] = { "quiz", true, { "type", "id", "op", "event", "text", "what", "names" } },
    [COMMAND_GUESS] = { "guess", true, { "type", "id", "quiz", "choice" } },
    [COMMAND_REVEAL] = { "reveal", true, { "type", "id", "quiz" } },
    [COMMAND_UNQUIZ] = { "unquiz", true, { "type", "id", "quiz" } },
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

/* The line of an op that has not run: one, once. */
static bool read_planned(const cJSON *object, struct ask *ask, struct refusal *why)
{
    const cJSON *text = json_member(object, "text");
    if (json_member(object, "op") || json_member(object, "event"))
        return json_refuse(why, "syntax", "text", "text: either op and event, or text");
    if (!cJSON_IsString(text))
        return json_refuse(why, "type", "text", "text: a line such as \"alloc 0 GFP_KERNEL\"");
    if (!op_from_text(text->valuestring, &ask->op, &ask->repeat, why))
        return false;
    return ask->repeat == 1 || json_refuse(why, "range", "text", "text: one operation");
}

bool command_read_quiz(const cJSON *object, struct ask *ask, struct refusal *why)
{
    struct said said = { 0 };
    ask->kind = ASK_PREDICT;
    ask->planned = json_member(object, "text") != NULL;
    if (!said_quiz(object, ask->planned, &said, why) ||
        (ask->planned && !read_planned(object, ask, why)))
        return false;
    ask->n = said.stand.op;
    ask->from = said.stand.event;
    ask->what = said.what;
    ask->names = said.names;
    return true;
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
        "access, at, point, note, unnote, quiz, guess, reveal, unquiz");
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
    case COMMAND_QUIZ:
        return command_read_quiz(object, &command->ask, why);
    case COMMAND_GUESS:
        return said_guess(object, &command->said, why);
    case COMMAND_REVEAL:
    case COMMAND_UNQUIZ:
        return said_which_quiz(object, &command->said, why);
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
