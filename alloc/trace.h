// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The event stream: what a machine reports while it works. An event is 16 bytes:
 *
 *	 31            16 15      8 7       0
 *	+----------------+---------+---------+
 *	|       id       |   aux   |  kind   |	head
 *	+----------------+---------+---------+
 *	|                 a                  |
 *	|                 b                  |	meaning depends on the kind, see web/README.md
 *	|                 c                  |
 *	+------------------------------------+
 *
 * Enter, leave, line and value are the walk: what the kernel's code does, under its own names. Points are the kernel's trace points. Word,
 * list_add and list_del are the changes: applied in order to a copy of the image they make that copy the machine's image.
 *
 * When nobody listens, alloc_pages() and free_pages_() cost one test each (page/quiet.c), everything else one per report.
 */
#ifndef ALLOC_TRACE_H
#define ALLOC_TRACE_H

#include <stddef.h>
#include <stdint.h>

#include "alloc/op.h"

enum event_kind {
    EV_ENTER = 1,
    EV_LEAVE,
    EV_LINE,
    EV_VALUE,
    EV_POINT,
    EV_WORD,
    EV_LIST_ADD,
    EV_LIST_DEL,
};

struct event {
    uint32_t head, a, b, c;
};

static inline unsigned event_kind(const struct event *e)
{
    return e->head & 0xff;
}
static inline unsigned event_aux(const struct event *e)
{
    return e->head >> 8 & 0xff;
}
static inline unsigned event_id(const struct event *e)
{
    return e->head >> 16;
}

/* What a listener wants; the numbering of steps counts WANT_ALL. */
enum want { WANT_NOTHING = 0, WANT_WALK = 1, WANT_POINTS = 2, WANT_CHANGES = 4, WANT_ALL = 7 };

typedef void trace_fn(void *arg, const struct event *e);

/* Takes a batch of events, as many as fit into the host's chunk at most. */
#define BATCH_EVENTS 192
typedef void batch_fn(void *arg, const struct event *events, size_t count);

#define OPEN_CALLS 64u /* a power of two; deeper calls are counted, not named */

/* The host part of a machine: never in the digest, never transferred. */
struct host {
    unsigned want;
    struct event *next,
        *end; /* where in `batch` the next event goes, and where it is full: after one if each is handed over at once */
    trace_fn *fn;
    batch_fn *batch_fn; /* instead of fn */
    void *arg;
    uint8_t *dirty;       /* one byte per chunk: DIRTY_* of change.h */
    uint8_t *dirty_group; /* one byte per 64 chunks, in RAM: 0 if none of them has a mark */
    uint64_t *chunk_hash; /* per chunk, where DIRTY_CACHED says so; the base's otherwise */
    uint64_t digest;      /* as last asked for */
    uint32_t size;        /* bytes of image */
    uint32_t ram_off;     /* where in it RAM begins */
    struct base *base;    /* what clones share; NULL before the first freeze */
    struct op_run run;    /* the operation under way: copied by a clone, no part of the image */
    void (*log)(void *arg, const char *text,
                size_t len); /* the kernel's log goes there (printk.h) */
    void *log_arg;
    void *on_oops;             /* where an oops goes: a jmp_buf (oops.c) */
    int depth;                 /* of the walk, since the step began */
    uint16_t open[OPEN_CALLS]; /* functions entered and not left */
    struct event batch[BATCH_EVENTS];
};

struct machine;

/* One listener per machine. `fn` is called for each event of the kinds in `want`, must not touch the machine. NULL fn stops. */
void machine_listen(struct machine *m, unsigned want, trace_fn *fn, void *arg);

/*
 * The same for a listener that does not look at the image meanwhile: events are handed over in batches, the last of them at the end of
 * every op_step() and when listening stops. An event costs a fifth of what it costs to be told at once.
 */
void machine_record(struct machine *m, unsigned want, batch_fn *fn, void *arg);

/* Hands over what has gathered. */
void machine_flush(struct machine *m);

/*
 * Prints an event as one line of text without a newline: what `buddyscope run` and the events API show. `depth` is the number of enclosing
 * calls, kept by the caller (see event_depth). Returns the length as snprintf does.
 */
int event_print(const struct machine *m, const struct event *e, int depth, char *buf, size_t size);

/* The depth after this event, given the depth before: enter adds one, leave takes one off. */
int event_depth(const struct event *e, int depth);

/* A trace point in the notation of the golden traces: "A4f000,0,201200,0". Returns the length as snprintf does. */
int point_print(const struct event *e, char *buf, size_t size);

/* ---- the tables behind the ids, for whoever describes the stream to others (schema.c) ---- */

struct function_info {
    const char *name, *file;
    unsigned line;
};
struct line_info {
    unsigned function; /* id */
    unsigned line;
    const char *text;
};
struct value_info {
    const char *name;
};
struct point_info {
    char letter;
    const char *name;
    struct point_field {
        const char *name;
        unsigned word, shift, bits; /* word: 0 a, 1 b, 2 c, 3 aux */
        unsigned format;
        struct {
            unsigned word, shift, bits;
        } more[2];     /* higher bits that found room elsewhere; bits 0: none */
        unsigned unit; /* what the bits count; 0 means 1 */
    } field[6];
    unsigned nr_fields;
};

/* A field of a trace point. */
uint32_t point_field(const struct event *e, const struct point_field *field);
/* A field of the image: value at base + sum(index[i] * dim[i].stride). Kind 'u' unsigned word, 'x' the same but better read in hex, 's' signed word, 'l' list head. */
struct field_info {
    const char *name; /* as a C expression with [] per dimension: "zone[].free_area[].nr_free" */
    uint32_t base;
    struct {
        const char *name; /* what the index is: zone, order, mt, cpu, item, page, block, n */
        uint32_t count, stride;
    } dim[3];
    unsigned nr_dims;
    char kind;
};

extern const struct function_info function_table[];
extern const unsigned function_count;
extern const struct line_info line_table[];
extern const unsigned line_count;
extern const struct value_info value_table[];
extern const unsigned value_count;
extern const struct point_info point_table[];
extern const unsigned point_count;
extern const struct field_info
    field_table[]; /* counts of 0 mean: as many as the machine has pages */
extern const unsigned field_count;
extern const char *const format_table[]; /* names of the value formats: dec, hex, pfn, … */
extern const unsigned format_count;
extern const char *const text_table[]; /* constants of the kernel's code */
extern const unsigned text_count;
extern const char *const item_table[];        /* zone_stat_item: 29 names */
extern const char *const zone_table[];        /* 3 names */
extern const char *const migratetype_table[]; /* 4 names */

#endif
