// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the daemon says, as README.md lays it down: JSON texts and binary frames. Runs on the
 * workers, so that the network thread only copies bytes.
 */
#ifndef WEB_ENCODE_H
#define WEB_ENCODE_H

#include <cjson/cJSON.h>

#include "daemon/options.h"
#include "daemon/room.h"
#include "web/message.h"

/* ---- JSON values; the caller frees them ---- */

cJSON *record_json(const struct record *record);
cJSON *records_json(const struct record *records, size_t count);
cJSON *error_json(const struct refusal *why);
cJSON *note_json(const struct note *note);
cJSON *notes_json(const struct notes *notes);
void add_digest(cJSON *to, const char *name, uint64_t digest);
/* Its canonical line, as `text`. */
void add_op_text(cJSON *to, const struct op *op);

/* ---- text messages ---- */

/* Takes the JSON. */
struct message *text_message(cJSON *json);

struct message *hello_message(const struct room *room, const struct answer *answer, uint32_t you,
                              const struct limits *limits);
struct message *ack_message(const char *tag, const struct answer *answer);
struct message *error_message(const char *tag, const struct refusal *why);
struct message *note_message(const struct note *note, bool gone);

/* ---- binary frames ---- */

struct message *keyframe_message(const struct room *room, const struct answer *answer);
struct message *op_message(const struct record *record, const struct event *events, size_t count,
                           bool lapse);
struct message *lapse_message(const struct lapse *lapse, const char *tag);
struct message *window_message(const struct room *room, const struct ask *ask,
                               const struct answer *answer);

#endif
