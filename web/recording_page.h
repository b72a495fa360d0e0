// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A range of steps as one HTML file that opens without a daemon: the page in one file, as it was built (offline.html), with a recording in the
 * place that it has for one.
 *
 *	<script type="application/json" id="recording">
 *	{"format":"buddyscope-recording","version":2,"model":…,"profile":…,"base":DATA,"image":DATA,"ops":[OP…],
 *	 "parts":[{"op","from","events":DATA}…],"notes":[NOTE…]}
 *
 * DATA is zlib (RFC 1950) in base64; static/src/recording.js reads it.
 */
#ifndef WEB_RECORDING_PAGE_H
#define WEB_RECORDING_PAGE_H

#include "web/server.h"

/* Appends the file of the answer to ASK_RECORDING. False if the page was not built. */
bool recording_page(const struct server *server, const struct room *room,
                    const struct answer *answer, struct bytes *out);

#endif
