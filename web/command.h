// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a viewer may say (README.md, "Client to server").
 */
#ifndef WEB_COMMAND_H
#define WEB_COMMAND_H

#include <stddef.h>

#include "web/json.h"
#include "web/parlour.h"

enum command_type {
    COMMAND_OP,
    COMMAND_WINDOW,
    COMMAND_LAPSE,
    COMMAND_CANCEL,
    COMMAND_RESYNC,
    COMMAND_PING,
    COMMAND_ENTER,
    COMMAND_CHALK,
    COMMAND_WISH,
    COMMAND_AWAY,
    COMMAND_ACCESS,
    COMMAND_AT,
    COMMAND_POINT,
    COMMAND_NOTE,
    COMMAND_UNNOTE,
    COMMAND_QUIZ,
    COMMAND_GUESS,
    COMMAND_REVEAL,
    COMMAND_UNQUIZ,
};

/* A message, understood: for op, window and lapse `ask` is ready but for room and viewer; what is for people is in `said`. */
struct command {
    enum command_type type;
    char tag[65]; /* the client's id, "" if none was given */
    struct ask ask;
    struct said said;
};

/*
 * Reads a message. False and *why if it is not one; the tag is filled in if it could be read.
 * Touches nothing else.
 */
bool command_read(const char *text, size_t len, const struct limits *limits,
                  struct command *command, struct refusal *why);

/* Reads a message of this viewer and does what it says, or answers with an error. */
void command_handle(struct viewer *v, const char *text, size_t len);

/* Reads what is asked of everybody: {"op":N,"event":E} or {"text":LINE}, an op that has not run; with "what" and "names". */
bool command_read_quiz(const cJSON *object, struct ask *ask, struct refusal *why);

/* Reads {"op":OP,…} or {"text":LINE} into op and repeat; `id` and `type` may stand beside them. */
bool command_read_op(const cJSON *object, struct ask *ask, struct refusal *why);

#endif
