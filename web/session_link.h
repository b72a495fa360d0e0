// SPDX-License-Identifier: GPL-2.0-or-later
/* A whole session in a link, in the format of static/src/session.js, for scripts: a page makes its own. */
#ifndef WEB_SESSION_LINK_H
#define WEB_SESSION_LINK_H

#include "daemon/room.h"

#define SESSION_LINK_LETTERS \
    4096 /* of its data; longer links do not survive being mailed and pasted */

/* Of the answer to ASK_EXPORT: "/s#s=1.DATA". False if the session is too long for a link. */
bool session_link(const struct room *room, const struct answer *answer, struct bytes *link);

#endif
