// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A room: one machine, the list of operations that made it what it is, and whoever is looking.
 *
 * Everything that is asked of a room goes into its queue and is answered by its *lane*, a task that
 * at most one worker runs at a time. So the machine and the list need no lock: the lane alone
 * touches them. What may take long is cut into slices: an op of millions of events goes on from
 * slice to slice, and questions that do not change the machine are answered in between. Going back
 * in time (replay.h) happens on a clone, in a task of its own.
 *
 * An op goes: check against the machine, append to the journal, apply, acknowledge. A refused op
 * leaves no trace.
 */
#ifndef DAEMON_ROOM_H
#define DAEMON_ROOM_H

#include <pthread.h>
#include <stdatomic.h>

#include "daemon/allowance.h"
#include "daemon/base.h"
#include "daemon/compare.h"
#include "daemon/image.h"
#include "daemon/journal.h"
#include "daemon/ledger.h"
#include "daemon/pool.h"
#include "daemon/predict.h"
#include "daemon/series.h"
#include "daemon/texts.h"
#include "daemon/walk_range.h"

struct import;
struct keeping;
struct rooms;
struct survey;

enum ask_kind {
    ASK_CREATE,   /* make the room and tell */
    ASK_OPEN,     /* say whether the room is there */
    ASK_LIST,     /* the records [from, from + count) of its ops, numbered from 1 */
    ASK_KEYFRAME, /* the machine as it is, and the last HELLO_OPS records */
    ASK_APPLY,    /* apply an op, `repeat` times */
    ASK_WINDOW,   /* the image at `from` of op n and the events from there */
    ASK_EVENTS,   /* the events alone */
    ASK_DIGEST,   /* the digest at `from` alone */
    ASK_TEXT,     /* a text about the machine at `from`; n 0: about the machine as it is */
    ASK_LAPSE,    /* op n again, as a time-lapse */
    ASK_EXPORT,   /* all ops, or those up to op n, as text: one a line */
    ASK_FORK,     /* the same as an import, for a room that goes on from there */
    ASK_SERIES,   /* samples of what is free after the ops from..n, `count` at most */
    ASK_PAST,     /* what happened to a page and an object until `from`, as text */
    ASK_PREDICT, /* what op n, or `op` if it is `planned`, will do from `from` on, with what else might be thought */
    ASK_COMPARE,   /* where this room and another part: `compare` */
    ASK_WALK,      /* the walk from walk.op, walk.event to `from` of op n, as text */
    ASK_RECORDING, /* the same steps, to be saved */
    ASK_CHECK,     /* what of study_note is true, all ops to the end of op n being heard */
    ASK_ACCESS,    /* what the owner decided: `access` */
    ASK_NOTES,     /* the notes */
    ASK_NOTE,      /* write this note at event `from` of op n */
    ASK_UNNOTE,    /* take note n away */
};

#define HELLO_OPS   500
#define TEXT_AT_END UINT64_MAX /* text: `from` is the end of the op */

/* Who asks, as far as it matters to what may be done. */
struct caller {
    bool granted; /* the asker knows that this person may */
    bool has_key;
    struct sha256 key; /* hash of what was shown: the owner's key, or a person's own token */
};

/* A question to a room. Made by the caller, who gets it back with its last answer. */
struct ask {
    struct ask *next;
    enum ask_kind kind;
    struct room *room; /* held until the last answer */
    uint64_t who; /* whom the answer is for: the caller's business, and a handle for rooms_cancel */
    char tag[65]; /* the asker's own name for it, given back */
    uint32_t by;  /* apply: the viewer's number in the room, 0 for the API */
    struct caller caller;
    struct access access;
    bool has_mode, has_notes; /* access: which of the two was decided */
    struct note note; /* note: its strings are the caller's, and live as long as the question */
    struct op op;
    unsigned repeat;
    uint32_t n;
    uint64_t from; /* list, series: op number; else: event, or trace point if by_point */
    bool by_point;
    uint32_t count, frames;
    struct text_ask text;
    uint32_t pfn, addr;         /* past: the page, and the object in it or 0 */
    struct comparison *compare; /* compare; owned */
    enum predict_what what;     /* predict */
    bool planned;               /* predict: an op that has not run */
    bool names; /* predict: for a question to everybody, who are told who chose what */
    struct walk_ask walk;
    const char *study_note; /* check: note_len bytes, which live as long as the question */
    size_t note_len;
};

/* Why it was refused: alloc's error, and a limit if one was hit. code NULL: it was not. */
struct refusal {
    struct op_error error;
    uint64_t limit;
    size_t column; /* byte of the text where it went wrong */
    bool has_limit, has_column;
};

/*
 * What a room answers. Valid during the call; only what belongs to the question's kind is filled
 * in.
 */
struct answer {
    struct refusal refusal;
    const struct record *records;
    size_t nr_records;
    uint32_t n;       /* ops applied so far; window: the op */
    uint64_t version; /* keyframe: equal versions are equal machines */
    const struct machine *machine;
    const struct snapshot *image; /* keyframe, window: against the base */
    uint64_t digest;
    uint64_t from, points_before; /* window, events, digest: where it was placed */
    int depth;                    /* of the walk there */
    const struct event *events;
    size_t nr_events;
    struct tally total; /* of op n */
    const struct bytes *text;
    const struct sample *samples; /* series */
    size_t nr_samples;
    uint32_t step; /* ops between two of them; the room's newest op comes in any case */
    const struct recording *recording;   /* of steps */
    const struct check *check;           /* check: what was found */
    const struct notes *notes;           /* keyframe, notes */
    const struct note *note;             /* note: as it was written */
    const struct access *access;         /* access: as it is now */
    const struct prediction *prediction; /* predict */
    const struct comparison *comparison; /* compare: both rooms are held */
    struct import *import;               /* fork: the listener's to give to a new room */
};

/* One frame of a time-lapse. Valid during the call. */
struct lapse {
    uint32_t n;
    const struct op *op;
    uint32_t frame, frames; /* frame counts from 1 */
    struct tally tally;     /* so far */
    uint64_t events_total;  /* 0 while nobody knows */
    uint64_t done, total;   /* progress; only the ratio means something */
    bool last;
    const struct bytes *runs;
};

/* Who listens to the rooms: called on worker threads. */
struct audience {
    void *arg;
    /*
     * The answer to a question, and the question back: it is the caller's to free, its room has
     * been put.
     */
    void (*answer)(void *arg, struct ask *ask, const struct answer *answer);
    /*
     * An op was applied. Of a long op (lapse) no events are given: the frames before brought its
     * changes.
     */
    void (*applied)(void *arg, struct room *room, const struct record *record,
                    const struct event *events, size_t count, bool lapse);
    /* A frame of a time-lapse: for everybody in the room, or only for the one who asked. */
    void (*lapse)(void *arg, struct room *room, const struct ask *ask, const struct lapse *lapse);
    /* A note was written, or (gone) taken away. */
    void (*noted)(void *arg, struct room *room, const struct note *note, bool gone);
    /* The owner has decided who may do what. */
    void (*decided)(void *arg, struct room *room, const struct access *access, uint64_t who);
    /* A room leaves memory: free what `parlour` and `frame` point to. */
    void (*forget)(void *arg, struct room *room);
};

enum room_state {
    ROOM_NEW,     /* nobody has looked into the journal yet */
    ROOM_LOADING, /* its ops are being replayed */
    ROOM_READY,
    ROOM_GONE,   /* there is no such room */
    ROOM_BROKEN, /* it cannot be opened; `trouble` says why */
};

/* An op under way on the lane, over several slices. */
struct running {
    struct ask *ask;
    struct changes changes;
    uint32_t frame, frames;
};

struct room {
    struct task lane;
    struct rooms *rooms;
    struct token id;

    /* rooms.c: under the lock of the table */
    struct room *hash_next;
    struct room *idle_prev, *idle_next;
    unsigned held;

    /* the network thread's: its side of the room, and how many look */
    void *parlour;
    atomic_uint viewers;

    /* the queue, under `lock` */
    pthread_mutex_t lock;
    struct ask *queue, **queue_tail;
    unsigned waiting_ops;
    struct allowance ops_rate;
    bool scheduled;

    /* the lane's alone */
    _Atomic(enum room_state) state; /* others may read it */
    struct refusal trouble;
    struct room_row row;           /* others may read it once the room is ready, but for `access` */
    _Atomic(struct access) access; /* others may read it once the room is ready */
    struct token key; /* the owner's, of a room that was just made, until it was told */
    struct notes notes;
    struct base_image *base;
    struct machine *machine;
    struct ledger records; /* of the ops that the machine has */
    uint32_t recalled;     /* while loading: how many of them came from the cache (room_keep.h) */
    struct ledger pending; /* while loading: of the ops behind these as they stand in the journal */
    struct tally loading;
    bool replaying;        /* while loading: an op is under way */
    struct import *import; /* of a room that is being made from other ops, until it is there */
    struct history history;
    _Atomic(struct survey *) survey; /* under way */
    struct series series;
    _Atomic(struct keeping *) keeping; /* under way, of the room as it was when it had: */
    uint32_t kept_records;
    uint64_t kept_cost;
    uint64_t cost, checkpoint_cost; /* events since the beginning; at the last checkpoint */
    uint64_t version;
    struct running *running;
    struct ask *held_back, **held_back_tail; /* taken from the queue, not answered yet */
    void *frame;                             /* the audience's: the last keyframe it made */
    uint64_t frame_version;
};

/* Whether the caller has shown the owner's key. */
bool room_is_owner(const struct room *room, const struct caller *caller);

/* The lane: see pool.h. */
bool room_lane(struct task *task);

/* Hands the answer to the audience and puts the room. */
void room_answer(struct ask *ask, const struct answer *answer);

/* Refuses with a code, a field and a sentence; a limit below 0 is none. */
void room_refuse(struct ask *ask, const char *code, const char *field, int64_t limit,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));

/*
 * How many frames a time-lapse of `points` things takes: 2 + 1.5 log10(points) seconds of 30
 * frames, at most `limit`.
 */
uint32_t lapse_frames(uint64_t points, uint32_t limit);

/*
 * Adds the record of an op that is now complete, whose cost and digest this fills in, and takes a checkpoint if it was a long way since
 * the last.
 */
void room_note_record(struct room *room, struct record *r);

/* Events of the ops before op n, which may be one that is not there yet. */
uint64_t room_cost_before(const struct room *room, uint32_t n);

/* The record of op n, which must be there. */
static inline struct record room_record(const struct room *room, uint32_t n)
{
    return ledger_get(&room->records, n - 1);
}

#endif
