// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/options.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/memory.h"
#include "daemon/note.h"

struct limit_spec {
    const char *name;
    size_t field;
    uint32_t preset, min, max;
    const char *help;
};

#define LIMIT(name, field, preset, min, max, help)                   \
    {                                                                \
        name, offsetof(struct limits, field), preset, min, max, help \
    }

static const struct limit_spec specs[] = {
    LIMIT("rooms", rooms, 10000, 1, 10000000, "rooms kept in the journal"),
    LIMIT("idle-rooms", idle_rooms, 32, 0, 100000, "rooms kept in memory with nobody in them"),
    LIMIT("viewers", viewers, 500, 1, 100000, "viewers in a room"),
    LIMIT("connections", connections, 4000, 4, 100000, "HTTP connections and viewers in all"),
    LIMIT("ops", ops, 20000, 2, 1000000, "operations of a room over its life"),
    LIMIT("ops-per-second", ops_per_second, 50, 1, 100000, "requests of one connection"),
    LIMIT("room-ops-per-second", room_ops_per_second, 500, 1, 1000000,
          "operations that all ask of a room"),
    LIMIT("moves-per-second", moves_per_second, 40, 1, 10000,
          "positions and pointings of one person"),
    LIMIT("op-queue", op_queue, 64, 1, 100000, "requests waiting in a room"),
    LIMIT("message-bytes", message_bytes, 65536, 256, 1 << 24, "bytes of a message or a body"),
    LIMIT("check-bytes", check_bytes, 256 << 10, 256, 1 << 24, "bytes of a note to be checked"),
    LIMIT("import-bytes", import_bytes, 4 << 20, 256, 1 << 28, "bytes of a room to be imported"),
    LIMIT("window-events", window_events, 65536, 1, 1 << 20, "events in one window"),
    LIMIT("lapse-frames", lapse_frames, 360, 1, 3600, "frames of one time-lapse"),
    LIMIT("replays", replays, 32, 1, 10000, "windows and time-lapses under way"),
    LIMIT("viewer-replays", viewer_replays, 4, 1, 1000, "the same for one viewer"),
    LIMIT("checkpoints", checkpoints, 255, 0, 255, "checkpoints of a room"),
    LIMIT("checkpoint-mib", checkpoint_mib, 128, 0, 65536, "MiB of a room's checkpoints"),
    LIMIT("keep-events", keep_events, 2500000, 1, UINT32_MAX,
          "events after which a room is kept in the cache again"),
    LIMIT("backlog-kib", backlog_kib, 8192, 64, 1 << 20,
          "unsent KiB before a keyframe replaces them"),
    LIMIT("private-kib", private_kib, 65536, 1024, 1 << 20, "unsent KiB of answers to one viewer"),
    LIMIT("outbox-mib", outbox_mib, 128, 8, 65536, "MiB of frames not taken by the network"),
    LIMIT("workers", workers, 2, 1, 64, "threads that run machines"),
    LIMIT("head-seconds", head_seconds, 10, 1, 3600, "time for a request to arrive"),
    LIMIT("idle-seconds", idle_seconds, 60, 1, 3600, "time between two requests"),
    LIMIT("ping-seconds", ping_seconds, 15, 1, 3600, "time between heartbeats"),
    LIMIT("stall-seconds", stall_seconds, 30, 1, 3600, "time in which a viewer takes nothing"),
    LIMIT("away-seconds", away_seconds, 20, 0, 3600,
          "time in which one may come back to one's place"),
    LIMIT("notes", notes, 500, 0, 100000, "notes of a room"),
    LIMIT("note-letters", note_letters, 280, 1, NOTE_MAX_LETTERS, "letters of a note"),
    LIMIT("name-letters", name_letters, 24, 1, NAME_MAX_LETTERS, "letters of a person's name"),
};
#define NR_SPECS (sizeof specs / sizeof specs[0])

static uint32_t *limit_at(struct limits *l, const struct limit_spec *spec)
{
    return (uint32_t *)(void *)((char *)l + spec->field);
}

struct limits limits_default(void)
{
    struct limits l;
    for (size_t i = 0; i < NR_SPECS; i++)
        *limit_at(&l, &specs[i]) = specs[i].preset;
    return l;
}

void options_help(FILE *out)
{
    fputs(
        "usage: buddyscope serve [OPTION...]\n\n"
        "  --listen ADDR:PORT     where to listen, default 127.0.0.1:8080; [::1]:8080 for IPv6,\n"
        "                         port 0 for any free one\n"
        "  --data DIR             where the rooms are kept, default\n"
        "                         $XDG_DATA_HOME/buddyscope or ~/.local/share/buddyscope\n"
        "  --static DIR           the built page, default beside the program\n"
        "  --kernel-tree DIR      a Linux 3.13 source tree of yours: the page shows functions from it\n"
        "  --origin URL           a further origin whose pages may speak to this daemon\n"
        "  --help                 this text\n\n"
        "limits:\n",
        out);
    for (size_t i = 0; i < NR_SPECS; i++)
        fprintf(out, "  --%-19s N   %s, default %u\n", specs[i].name, specs[i].help,
                specs[i].preset);
}

static const struct limit_spec *find_spec(const char *name)
{
    for (size_t i = 0; i < NR_SPECS; i++) {
        if (strcmp(specs[i].name, name) == 0)
            return &specs[i];
    }
    return NULL;
}

static bool read_limit(struct limits *l, const struct limit_spec *spec, const char *text, char *why,
                       size_t size)
{
    char *end;
    errno = 0;
    unsigned long n = strtoul(text, &end, 10);
    if (errno || *end || text[0] < '0' || text[0] > '9' || n < spec->min || n > spec->max) {
        snprintf(why, size, "--%s takes a number from %u to %u, not \"%s\"", spec->name, spec->min,
                 spec->max, text);
        return false;
    }
    *limit_at(l, spec) = (uint32_t)n;
    return true;
}

static char *joined(const char *a, const char *b)
{
    size_t n = strlen(a) + strlen(b) + 1;
    char *s = must_alloc(n);
    snprintf(s, n, "%s%s", a, b);
    return s;
}

/* The XDG base directory specification's place for a user's data. */
static char *default_data(void)
{
    const char *xdg = getenv("XDG_DATA_HOME");
    if (xdg && xdg[0] == '/')
        return joined(xdg, "/buddyscope");
    const char *home = getenv("HOME");
    return joined(home && home[0] ? home : ".", "/.local/share/buddyscope");
}

/*
 * The page lies beside the program as static/, or one level up where a variant was built into a
 * folder of its own.
 */
static char *default_statics(void)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n < 0)
        return must_strdup("static");
    path[n] = '\0';
    char *folder = dirname(path);
    char *beside = joined(folder, "/static");
    if (access(beside, R_OK) == 0)
        return beside;
    free(beside);
    return joined(folder, "/../static");
}

static bool read_one(struct options *o, const char *name, char *text, char *why, size_t size)
{
    const struct limit_spec *spec = find_spec(name);
    if (spec)
        return read_limit(&o->limits, spec, text, why, size);
    if (strcmp(name, "listen") == 0) {
        o->listen = text;
    } else if (strcmp(name, "origin") == 0) {
        o->origin = text;
    } else if (strcmp(name, "kernel-tree") == 0) {
        o->kernel_tree = text;
    } else if (strcmp(name, "data") == 0) {
        free(o->data);
        o->data = must_strdup(text);
    } else if (strcmp(name, "static") == 0) {
        free(o->statics);
        o->statics = must_strdup(text);
    } else {
        snprintf(why, size, "no option --%s; --help lists them", name);
        return false;
    }
    return true;
}

enum options_result options_read(struct options *o, int argc, char **argv, char *why, size_t size)
{
    *o = (struct options){ .listen = "127.0.0.1:8080", .limits = limits_default() };
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return OPTIONS_HELP;
        if (strncmp(argv[i], "--", 2) != 0) {
            snprintf(why, size, "\"%s\" is not an option; --help lists them", argv[i]);
            return OPTIONS_BAD;
        }
        char *name = argv[i] + 2, *text = strchr(name, '=');
        if (text) {
            *text++ = '\0';
        } else if (i + 1 < argc) {
            text = argv[++i];
        } else {
            snprintf(why, size, "--%s needs a value", name);
            return OPTIONS_BAD;
        }
        if (!read_one(o, name, text, why, size))
            return OPTIONS_BAD;
    }
    if (!o->data)
        o->data = default_data();
    if (!o->statics)
        o->statics = default_statics();
    return OPTIONS_OK;
}

void options_free(struct options *o)
{
    free(o->data);
    free(o->statics);
    o->data = o->statics = NULL;
}
