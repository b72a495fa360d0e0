// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The walk: TTBR, first-level word, second-level word (DDI 0406C B3.5.4, B3.5.5).
 *
 *	31..32-N  31-N..20   19..12     11..0
 *	0         L1 index   L2 index   offset in a small page     through TTBR0, a table of 16 KiB >> N
 *	not 0     31..20                                           through TTBR1, 16 KiB
 *
 * Memory is whatever the caller says it is: emulated RAM, recorded vectors, a test's array.
 */
#ifndef ALLOC_ARM_TABLE_WALK_H
#define ALLOC_ARM_TABLE_WALK_H

#include "alloc/arm/fault_status.h"

/* Reads the word at `pa`. False if nothing answers there: a synchronous external abort. */
typedef bool phys_read_fn(void *arg, uint32_t pa, uint32_t *word);

struct phys_memory {
    phys_read_fn *read;
    void *arg;
};

/* One descriptor fetch. */
struct walk_step {
    uint32_t index;         /* in the table */
    uint32_t address, word; /* of the descriptor; the word is 0 if nothing answered */
    bool answered;
    struct descriptor descriptor;
};

/* A walk as it went, for whoever wants to show it. */
struct table_walk {
    uint8_t n;         /* TTBCR.N */
    uint8_t ttbr;      /* 0 or 1: which was used */
    bool disabled;     /* by PD0 or PD1: translation fault without a fetch */
    uint32_t base;     /* of the first-level table */
    unsigned nr_steps; /* descriptor fetches: 0 to 2 */
    struct walk_step step[2];
};

/* What maps an address. After a fault only the leaf's domain and type mean anything. */
struct found {
    struct descriptor leaf;
    enum fault_status fault;
};

/*
 * Finds what maps `va`: with FS_NONE its access flag is set or not in use; domain and permissions are not looked at. `record` is NULL when
 * nobody listens.
 */
struct found table_walk(const struct cp15 *c, const struct phys_memory *memory, uint32_t va,
                        struct table_walk *record);

#endif
