// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A whole room as one JSON file: its machine and its ops, which are all there is to it.
 *
 *	{"format":"buddyscope-room","version":1,
 *	 "profile":"study","slub":true,"page_struct_size":32,"model":3,
 *	 "ops":["boot zonelists","boot mem_init",…],
 *	 "digest":"0123456789abcdef",
 *	 "notes":[{"op":3,"event":67,"at":1400317200,"name":"Kim","text":"…"}…]}
 *
 * `model`, `digest` and `notes` may be left out; a line of `ops` may say xN.
 */
#ifndef WEB_ROOM_FILE_H
#define WEB_ROOM_FILE_H

#include "daemon/import.h"
#include "daemon/options.h"
#include "web/json.h"

#define ROOM_FILE_FORMAT  "buddyscope-room"
#define ROOM_FILE_VERSION 1

/* Writes the answer to ASK_EXPORT as such a file. */
void room_file_write(const struct room *room, const struct answer *answer, struct bytes *out);

/*
 * Reads such a file within these limits. NULL and *why if it is none. The caller gives the import to a room of that profile, or
 * frees it.
 */
struct import *room_file_read(const struct bytes *body, const struct limits *limits,
                              struct profile *profile, struct refusal *why);

/* What a new room is asked to be: `profile`, `slub` and `page_struct_size`, all optional. */
bool room_settings_read(const cJSON *json, struct profile *profile, struct refusal *why);

#endif
