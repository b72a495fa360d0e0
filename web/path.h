// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Paths and queries of requests: which route a path is, and numbers out of the query. Pure text
 * work on strings from strangers.
 */
#ifndef WEB_PATH_H
#define WEB_PATH_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/texts.h"
#include "daemon/token.h"

enum route {
    ROUTE_HOME,     /* / */
    ROUTE_PAGE,     /* /r/ROOM */
    ROUTE_EMBED,    /* /embed/ROOM */
    ROUTE_SESSION,  /* /s: the page, for a room that lies in the fragment */
    ROUTE_OPENAPI,  /* /api/openapi.json */
    ROUTE_MODEL,    /* /api/model */
    ROUTE_PROFILES, /* /api/profiles */
    ROUTE_SIZES,    /* /api/sizes */
    ROUTE_SOURCE,   /* /api/source/FUNCTION */
    ROUTE_IMAGE,    /* /api/images/DIGEST */
    ROUTE_ROOMS,    /* /api/rooms */
    ROUTE_IMPORT,   /* /api/rooms/import */
    ROUTE_ROOM,     /* /api/rooms/ROOM */
    ROUTE_OPS,      /* /api/rooms/ROOM/ops */
    ROUTE_EVENTS,   /* /api/rooms/ROOM/ops/N/events */
    ROUTE_DIGEST,   /* /api/rooms/ROOM/ops/N/digest */
    ROUTE_REPORT,   /* /api/rooms/ROOM/ops/N/report */
    ROUTE_PREDICT,  /* /api/rooms/ROOM/ops/N/predict */
    ROUTE_PROC,     /* /api/rooms/ROOM/proc/NAME, …/proc/PID/maps and …/slab/CACHE/ATTRIBUTE */
    ROUTE_EXPORT,   /* /api/rooms/ROOM/export */
    ROUTE_LINK,     /* /api/rooms/ROOM/session */
    ROUTE_FORK,     /* /api/rooms/ROOM/fork */
    ROUTE_SERIES,   /* /api/rooms/ROOM/series */
    ROUTE_PAST,     /* /api/rooms/ROOM/history */
    ROUTE_COMPARE,  /* /api/rooms/ROOM/compare/ROOM */
    ROUTE_WALK,     /* /api/rooms/ROOM/walk */
    ROUTE_STEPS,    /* /api/rooms/ROOM/steps.html */
    ROUTE_CHECK,    /* /api/rooms/ROOM/check */
    ROUTE_ACCESS,   /* /api/rooms/ROOM/access */
    ROUTE_PEOPLE,   /* /api/rooms/ROOM/people */
    ROUTE_CHALK,    /* /api/rooms/ROOM/chalk */
    ROUTE_NOTES,    /* /api/rooms/ROOM/notes */
    ROUTE_NOTE,     /* /api/rooms/ROOM/notes/N */
    ROUTE_QUIZ,     /* /api/rooms/ROOM/quiz */
    ROUTE_REVEAL,   /* /api/rooms/ROOM/quiz/reveal */
    ROUTE_GUESS,    /* /api/rooms/ROOM/quiz/guess */
    ROUTE_SOCKET,   /* /api/rooms/ROOM/ws */
    ROUTE_NO_ROOM,  /* the path of a room that cannot exist */
    ROUTE_UNKNOWN,  /* any other path under /api */
    ROUTE_STATIC,   /* everything else */
};

struct path {
    enum route route;
    struct token room;
    struct token other; /* compare: with this room */
    uint64_t digest;
    uint32_t n; /* number of an op or a note; 0 if it is none */
    struct text_ask text;
    const char *function; /* source: its name, in the text that was read */
};

/* Reads a path, which begins with a slash. */
struct path path_read(const char *text);

/*
 * True if this path may be looked for in the folder of the page: parts of letters, digits, '.',
 * '_', '-' and '@', none of which begins with a dot.
 */
bool path_is_plain(const char *path);

/*
 * True if the name carries a hash of the content, as name-1A2B3C4D.js does: it will never change.
 */
bool path_is_hashed(const char *path);

/* Reads a decimal number of digits only. False if it is not one, or above max. */
bool path_number(const char *text, uint64_t max, uint64_t *out);

#endif
