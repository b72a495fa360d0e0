// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/path.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define HASH_LETTERS 8

bool path_number(const char *text, uint64_t max, uint64_t *out)
{
    uint64_t x = 0;
    if (!*text)
        return false;
    for (; *text; text++) {
        unsigned digit = (unsigned)*text - '0';
        if (digit > 9 || digit > max || x > (max - digit) / 10)
            return false;
        x = x * 10 + digit;
    }
    *out = x;
    return true;
}

/* After /api/images/: 16 hex digits. */
static struct path image_path(const char *text)
{
    if (strlen(text) != 16 || strspn(text, "0123456789abcdef") != 16)
        return (struct path){ .route = ROUTE_UNKNOWN };
    return (struct path){ .route = ROUTE_IMAGE, .digest = strtoull(text, NULL, 16) };
}

/* The number before the first slash, 0 if it is none. Returns the slash; NULL if there is none. */
static const char *number_part(const char *text, uint32_t *n)
{
    char digits[12];
    uint64_t x = 0;
    const char *slash = strchr(text, '/');
    if (!slash)
        return NULL;
    size_t len = (size_t)(slash - text);
    if (len < sizeof digits) {
        memcpy(digits, text, len);
        digits[len] = '\0';
        if (path_number(digits, UINT32_MAX, &x))
            *n = (uint32_t)x;
    }
    return slash;
}

/* After /api/rooms/ROOM/ops/: N/events, N/digest, N/report or N/predict. */
static enum route op_route(const char *text, uint32_t *n)
{
    const char *slash = number_part(text, n);
    if (!slash)
        return ROUTE_UNKNOWN;
    if (strcmp(slash, "/events") == 0)
        return ROUTE_EVENTS;
    if (strcmp(slash, "/report") == 0)
        return ROUTE_REPORT;
    if (strcmp(slash, "/predict") == 0)
        return ROUTE_PREDICT;
    return strcmp(slash, "/digest") == 0 ? ROUTE_DIGEST : ROUTE_UNKNOWN;
}

/* After /api/rooms/ROOM/notes/: N. */
static enum route note_route(const char *text, uint32_t *n)
{
    uint64_t x = 0;
    if (!path_number(text, UINT32_MAX, &x))
        return ROUTE_UNKNOWN;
    *n = (uint32_t)x;
    return ROUTE_NOTE;
}

/* After /proc/: NAME or PID/maps. Pids begin with 1. */
static enum machine_text proc_text(const char *text, uint32_t *pid)
{
    const char *slash = number_part(text, pid);
    if (!slash)
        return text_by_name(text);
    return *pid && strcmp(slash, "/maps") == 0 ? TEXT_MAPS : NR_TEXTS;
}

/* /proc/NAME, /proc/PID/maps, /slab/CACHE or /slab/CACHE/ATTRIBUTE. */
static bool text_at(const char *text, struct text_ask *ask)
{
    if (strncmp(text, "/slab/", 6) == 0)
        return text_slab_ask(text + 6, ask);
    ask->which = strncmp(text, "/proc/", 6) == 0 ? proc_text(text + 6, &ask->pid) : NR_TEXTS;
    return ask->which != NR_TEXTS;
}

/* After /api/rooms/. */
static struct path room_path(const char *text)
{
    struct path path = { .route = ROUTE_UNKNOWN };
    size_t len = strcspn(text, "/");
    if (!token_read(text, len, &path.room)) {
        path.route = ROUTE_NO_ROOM;
        return path;
    }
    const char *rest = text + len;
    if (!*rest)
        path.route = ROUTE_ROOM;
    else if (strcmp(rest, "/ops") == 0)
        path.route = ROUTE_OPS;
    else if (strcmp(rest, "/export") == 0)
        path.route = ROUTE_EXPORT;
    else if (strcmp(rest, "/session") == 0)
        path.route = ROUTE_LINK;
    else if (strcmp(rest, "/fork") == 0)
        path.route = ROUTE_FORK;
    else if (strcmp(rest, "/series") == 0)
        path.route = ROUTE_SERIES;
    else if (strcmp(rest, "/history") == 0)
        path.route = ROUTE_PAST;
    else if (strcmp(rest, "/walk") == 0)
        path.route = ROUTE_WALK;
    else if (strcmp(rest, "/steps.html") == 0)
        path.route = ROUTE_STEPS;
    else if (strcmp(rest, "/check") == 0)
        path.route = ROUTE_CHECK;
    else if (strcmp(rest, "/ws") == 0)
        path.route = ROUTE_SOCKET;
    else if (strcmp(rest, "/access") == 0)
        path.route = ROUTE_ACCESS;
    else if (strcmp(rest, "/people") == 0)
        path.route = ROUTE_PEOPLE;
    else if (strcmp(rest, "/chalk") == 0)
        path.route = ROUTE_CHALK;
    else if (strcmp(rest, "/quiz") == 0)
        path.route = ROUTE_QUIZ;
    else if (strcmp(rest, "/quiz/reveal") == 0)
        path.route = ROUTE_REVEAL;
    else if (strcmp(rest, "/quiz/guess") == 0)
        path.route = ROUTE_GUESS;
    else if (strncmp(rest, "/compare/", 9) == 0)
        path.route =
            token_read(rest + 9, strlen(rest + 9), &path.other) ? ROUTE_COMPARE : ROUTE_NO_ROOM;
    else if (strcmp(rest, "/notes") == 0)
        path.route = ROUTE_NOTES;
    else if (strncmp(rest, "/notes/", 7) == 0)
        path.route = note_route(rest + 7, &path.n);
    else if (strncmp(rest, "/ops/", 5) == 0)
        path.route = op_route(rest + 5, &path.n);
    else if (text_at(rest, &path.text))
        path.route = ROUTE_PROC;
    return path;
}

static struct path api_path(const char *text)
{
    if (strcmp(text, "openapi.json") == 0)
        return (struct path){ .route = ROUTE_OPENAPI };
    if (strcmp(text, "model") == 0)
        return (struct path){ .route = ROUTE_MODEL };
    if (strcmp(text, "profiles") == 0)
        return (struct path){ .route = ROUTE_PROFILES };
    if (strcmp(text, "sizes") == 0)
        return (struct path){ .route = ROUTE_SIZES };
    if (strcmp(text, "rooms") == 0)
        return (struct path){ .route = ROUTE_ROOMS };
    if (strncmp(text, "source/", 7) == 0)
        return (struct path){ .route = ROUTE_SOURCE, .function = text + 7 };
    if (strncmp(text, "images/", 7) == 0)
        return image_path(text + 7);
    if (strcmp(text, "rooms/import") == 0)
        return (struct path){ .route = ROUTE_IMPORT };
    if (strncmp(text, "rooms/", 6) == 0)
        return room_path(text + 6);
    return (struct path){ .route = ROUTE_UNKNOWN };
}

struct path path_read(const char *text)
{
    struct path path = { .route = ROUTE_STATIC };
    if (strcmp(text, "/") == 0) {
        path.route = ROUTE_HOME;
    } else if (strncmp(text, "/r/", 3) == 0) {
        /* A position may follow, /r/ROOM@OP.EVENT: that is for the page. */
        path.route =
            token_read(text + 3, strcspn(text + 3, "@"), &path.room) ? ROUTE_PAGE : ROUTE_NO_ROOM;
    } else if (strncmp(text, "/embed/", 7) == 0) {
        path.route =
            token_read(text + 7, strcspn(text + 7, "@"), &path.room) ? ROUTE_EMBED : ROUTE_NO_ROOM;
    } else if (strcmp(text, "/s") == 0) {
        path.route = ROUTE_SESSION;
    } else if (strcmp(text, "/api") == 0) {
        path.route = ROUTE_UNKNOWN;
    } else if (strncmp(text, "/api/", 5) == 0) {
        path = api_path(text + 5);
    }
    return path;
}

bool path_is_plain(const char *path)
{
    char before = 0;
    if (path[0] != '/')
        return false;
    for (; *path; before = *path++) {
        bool begins = before == '/' || before == 0;
        if (*path == '/' ? before == '/' : !isalnum((unsigned char)*path) && !strchr("._-@", *path))
            return false;
        if (begins && *path == '.')
            return false;
    }
    return before != '/';
}

bool path_is_hashed(const char *path)
{
    for (const char *dash = strchr(path, '-'); dash; dash = strchr(dash + 1, '-')) {
        size_t n = strspn(dash + 1, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (n == HASH_LETTERS && dash[1 + n] == '.' && !strchr(dash, '/'))
            return true;
    }
    return false;
}
