// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What `buddyscope serve` can be told. Everything is bounded, and every bound has a name here, a
 * default and an option.
 */
#ifndef DAEMON_OPTIONS_H
#define DAEMON_OPTIONS_H

#include <stdint.h>
#include <stdio.h>

struct limits {
    uint32_t rooms;               /* in the journal */
    uint32_t idle_rooms;          /* kept in memory with nobody in them */
    uint32_t viewers;             /* per room */
    uint32_t connections;         /* HTTP and WebSocket */
    uint32_t ops;                 /* per room, over its life */
    uint32_t ops_per_second;      /* requests of one person (connection); twice that in one burst */
    uint32_t room_ops_per_second; /* the same, of all who operate a room */
    uint32_t moves_per_second;    /* of one person: where one stands, where one points */
    uint32_t op_queue;            /* requests waiting per room */
    uint32_t message_bytes;       /* WebSocket message or HTTP body */
    uint32_t check_bytes;         /* a study note to be checked */
    uint32_t import_bytes;        /* HTTP body that makes a room from a file */
    uint32_t window_events;       /* events in one window */
    uint32_t lapse_frames;        /* frames of one time-lapse */
    uint32_t replays;             /* windows, digests and time-lapses under way at once */
    uint32_t viewer_replays;      /* the same, for one viewer */
    uint32_t checkpoints;         /* per room, and per base image */
    uint32_t checkpoint_mib;      /* their memory */
    uint32_t keep_events;         /* a room is kept in the cache again after so many */
    uint32_t backlog_kib;   /* unsent frames of a room before slow viewers get a keyframe instead */
    uint32_t private_kib;   /* unsent answers to one viewer before it is disconnected */
    uint32_t outbox_mib;    /* finished frames that the network thread has not taken yet */
    uint32_t workers;       /* model threads */
    uint32_t head_seconds;  /* for a request's head, and then for its body */
    uint32_t idle_seconds;  /* of a connection between requests */
    uint32_t ping_seconds;  /* between heartbeats; a viewer that misses two is gone */
    uint32_t stall_seconds; /* a viewer that takes nothing for so long is disconnected */
    uint32_t away_seconds;  /* how long a person who lost the connection keeps place and chalk */
    uint32_t notes;         /* per room */
    uint32_t note_letters;  /* of one note */
    uint32_t name_letters;  /* of a person's name */
};

struct options {
    const char *listen;      /* ADDR:PORT as given */
    char *data;              /* directory of the journal; owned */
    char *statics;           /* directory of the page; owned */
    const char *kernel_tree; /* directory of a kernel's source, or NULL */
    const char *origin;      /* a further Origin that may speak to us, or NULL */
    struct limits limits;
};

enum options_result { OPTIONS_OK, OPTIONS_HELP, OPTIONS_BAD };

/*
 * Reads the arguments after `serve`. Strings point into argv except where owned. On OPTIONS_BAD
 * *why (a static buffer of the caller's, `size` bytes) says what is wrong.
 */
enum options_result options_read(struct options *o, int argc, char **argv, char *why, size_t size);

void options_free(struct options *o);

/* Prints every option with its default. */
void options_help(FILE *out);

/* All limits at their defaults. */
struct limits limits_default(void);

#endif
