// SPDX-License-Identifier: GPL-2.0-or-later
/* Doing what a viewer said; command.c reads it. */
#include <stdlib.h>

#include "web/command.h"
#include "web/encode.h"
#include "web/people.h"
#include "web/quiz.h"

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
    case COMMAND_QUIZ:
        return quiz_may_ask(v, why);
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
    case COMMAND_QUIZ: /* what the op will do the room finds out; then everybody is asked */
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
    case COMMAND_GUESS:
        quiz_guess(v, command.tag, &command.said);
        break;
    case COMMAND_REVEAL:
        quiz_reveal(v, command.tag, &command.said);
        break;
    case COMMAND_UNQUIZ:
        quiz_close(v, command.tag, &command.said);
        break;
    }
}
