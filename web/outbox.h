// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From the workers to the network thread: finished messages and answers, in the order in which they
 * were made. Bounded in bytes: a worker that runs ahead of the network waits.
 */
#ifndef WEB_OUTBOX_H
#define WEB_OUTBOX_H

#include "daemon/room.h"
#include "web/message.h"

enum post_kind {
    POST_ROOM,   /* to everybody in the room */
    POST_VIEWER, /* to one of them */
    POST_ENTER, /* to one: a keyframe, after which it follows the room; with a hello before it if it is new */
    POST_ACCESS, /* the owner has decided: `access`, by the viewer `who` */
    POST_QUIZ,   /* a question for everybody: `prediction`, asked by the person `by` */
    POST_REPLY,  /* to a suspended HTTP request */
};

/* An HTTP answer. `type` and `why` are static. */
struct reply {
    unsigned status;
    const char *type;
    char *location; /* or NULL; owned */
    bool file;      /* to be saved, not shown: it is no page of this daemon's */
    struct bytes body;
};

struct post {
    struct post *next;
    enum post_kind kind;
    struct room *room; /* held; NULL for a reply */
    uint64_t who;
    struct message *hello, *message; /* one reference each */
    void *request;
    struct access access;
    uint32_t by;                   /* the person who operated the machine, or asks; or 0 */
    struct prediction *prediction; /* quiz; owned */
    bool names;                    /* quiz */
    bool more;                     /* another follows at once: wake nobody for this one */
    struct reply reply;
    size_t bytes; /* that count against the bound */
};

struct outbox;

/*
 * `wake` is called, on the posting thread and under the lock, when there is something to collect.
 */
struct outbox *outbox_new(size_t max_bytes, void (*wake)(void *arg), void *arg);

/* Of a closed one. */
void outbox_free(struct outbox *o);

/*
 * Puts a copy of *post, with all it owns, at the end; waits while the outbox is full. After
 * outbox_close() it is freed instead.
 */
void outbox_post(struct outbox *o, const struct post *post);

/* All that is there, as a list in order, or NULL; the caller frees each with post_free. */
struct post *outbox_collect(struct outbox *o);

/* Frees what is there; from now on nobody waits, and `wake` is not called any more. */
void outbox_close(struct outbox *o);

void post_free(struct post *post);

#endif
