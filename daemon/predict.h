// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What an op will do, as a question before it does: found by running it on, so the answer is the machine's own.
 *
 *	list     which list gives the first block, or takes the one that comes back
 *	order    of that block; of the slabs, where a cache is created
 *	end      head or tail of the list that it comes to
 *	owner    the type of its pageblock when the op is over
 *	address  what the op hands out: a pfn or an address, or NULL
 *
 * The other choices are lists, orders and addresses that the machine has at the place where the question is asked, in the kernel's words:
 *
 *	"MOVABLE order 10"  "pcp cpu 0 UNMOVABLE"  "10"  "tail"  "RECLAIMABLE"  "0x4f000"  "NULL"
 */
#ifndef DAEMON_PREDICT_H
#define DAEMON_PREDICT_H

#include "alloc/machine.h"

enum predict_what {
    PREDICT_LIST,
    PREDICT_ORDER,
    PREDICT_END,
    PREDICT_OWNER,
    PREDICT_ADDRESS,
    PREDICT_KINDS
};

/* "list", "order", …; false if it is none of them. */
const char *predict_name(enum predict_what what);
bool predict_read(const char *text, enum predict_what *what);

#define PREDICT_CHOICES 12
#define PREDICT_BYTES   32 /* of one choice */
#define PREDICT_DEPTH   64

/* The question as it is put to people, and its answer. */
struct prediction {
    uint32_t n;   /* op */
    bool planned; /* it has not run: */
    struct op op;
    uint64_t event;
    enum predict_what what;
    unsigned nr_choices, right;
    bool gives;     /* list, order, owner: a block is taken from a list, not put on one */
    uint64_t known; /* events of the op after which the answer can be seen */
    char choice[PREDICT_CHOICES][PREDICT_BYTES];
};

/* A list that gives or takes a page. */
struct list_name {
    bool pcp;
    uint32_t zone, cpu, order, type; /* cpu: of a pcp list; order: of a free list */
};

/* Found while the op runs: begins as zeros but for `m`, `op` and what of `found` was asked. */
struct predict {
    struct machine *m;
    struct op op;
    struct prediction found;
    bool placed; /* what happens from here on is the answer */
    uint64_t events;
    unsigned depth;
    uint16_t calls[PREDICT_DEPTH];
    uint32_t order, type, zone;                            /* as the walk last said them */
    uint32_t wanted;                                       /* the type that was asked for */
    uint32_t head[MAX_NR_ZONES][MAX_ORDER][MIGRATE_TYPES]; /* first pfn at the place, 0 for none */
    uint32_t pcp_head[MAX_NR_ZONES][MIGRATE_PCPTYPES];     /* of the cpu that runs */
    uint32_t cpu, mapped; /* mapped: the page frame behind op.addr at the place, 0 for none */

    bool seen, gives, tail; /* a list gave or took a page: */
    struct list_name list;
    uint32_t pfn;
    uint64_t seen_at;
    bool has_slab_order;
    uint32_t slab_order;
    uint64_t slab_at;
};

/* The machine is where the question is asked. */
void predict_place(struct predict *p);

/* Listener for WANT_ALL, from the beginning of the op. */
void predict_event(struct predict *p, const struct event *e);

/* The op is over. False if nothing that was asked for has happened since the place. */
bool predict_end(struct predict *p, const struct op_result *result);

/* ---- predict_choices.c ---- */

/* Adds the answer and what else could be chosen; which of them is the answer. */
void predict_choose(struct predict *p, const struct op_result *result);

#endif
