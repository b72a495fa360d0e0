// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The audience of the rooms: turns their answers, operations and time-lapse frames into messages
 * and puts them into the outbox. Runs on the workers.
 */
#ifndef WEB_ANSWERS_H
#define WEB_ANSWERS_H

#include "web/server.h"

/* The callbacks to give to rooms_open; `server` needs only options and outbox by then. */
struct audience server_audience(struct server *server);

/* HTTP status of a refusal. */
unsigned refusal_status(const struct refusal *why);

/* {"error":…} as an HTTP answer. */
struct reply refusal_reply(const struct refusal *why);

#endif
