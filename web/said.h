// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What people say to each other in a room: who they are, who drives, where they stand, what they note (README.md, "People"). Only the
 * reading; people.h does it.
 */
#ifndef WEB_SAID_H
#define WEB_SAID_H

#include <cjson/cJSON.h>

#include "daemon/note.h"
#include "daemon/options.h"
#include "daemon/predict.h"
#include "daemon/room.h"

#define VIEW_BYTES 257 /* what a page shows, in words of its own */

/* Where somebody stands. */
struct stand {
    uint32_t op;
    uint64_t event;
    bool playing;
    char view[VIEW_BYTES];
};

/* A message, understood; only what belongs to its type is filled in. */
struct said {
    bool has_key, has_self, has_author, has_name, has_screen; /* enter */
    struct token key, self, author;
    char name[NAME_BYTES];
    bool screen;
    bool on;         /* wish, away */
    uint32_t number; /* chalk: to whom; unnote, guess, reveal, unquiz: which */
    bool has_mode, has_notes;
    struct access access;
    struct stand stand; /* at; note, quiz: op and event; point: view */
    char text[NOTE_BYTES];
    enum predict_what what; /* quiz */
    bool names;             /* quiz */
    bool has_choice;        /* guess; without one it is taken back */
    uint32_t choice;
};

/* Each reads a message of its type. False and *why if it is not one. */
bool said_enter(const cJSON *object, const struct limits *limits, struct said *said,
                struct refusal *why);
bool said_chalk(const cJSON *object, struct said *said, struct refusal *why);
bool said_switch(const cJSON *object, struct said *said, struct refusal *why);
bool said_access(const cJSON *object, struct said *said, struct refusal *why);
bool said_at(const cJSON *object, struct said *said, struct refusal *why);
bool said_point(const cJSON *object, struct said *said, struct refusal *why);
bool said_note(const cJSON *object, const struct limits *limits, struct said *said,
               struct refusal *why);
bool said_unnote(const cJSON *object, struct said *said, struct refusal *why);
/* Without a step if `planned`. */
bool said_quiz(const cJSON *object, bool planned, struct said *said, struct refusal *why);
bool said_guess(const cJSON *object, struct said *said, struct refusal *why);
/* reveal and unquiz */
bool said_which_quiz(const cJSON *object, struct said *said, struct refusal *why);

#endif
