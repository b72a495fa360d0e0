// SPDX-License-Identifier: GPL-2.0-or-later
/* Conformance: scripts and golden traces as tests/conformance/README.md describes them. */
#ifndef DAEMON_CONFORM_H
#define DAEMON_CONFORM_H

#include <stdbool.h>
#include <stdint.h>

#include "alloc/machine.h"
#include "alloc/text.h"

struct conform_total {
    unsigned files, ops;
    unsigned long items; /* calls, values: how many were compared */
    unsigned mismatches;
};

/*
 * Replays one script up to and including boot stage `until` (STAGE_COUNT: to its end), compares every line with the .out beside it and
 * prints one line about the file, and the first mismatch in full. False if a file cannot be read or understood.
 */
bool conform_mm_file(const char *path, unsigned until, struct conform_total *total);

/*
 * Run the script `ops` and compare the walk with the call trees of a .calls file, or arguments and results with a
 * values_*.txt file (tests/conformance/README.md). Both stop at the first operation that is not modelled and say so.
 * False if a file cannot be read or understood.
 */
bool conform_calls_file(const char *path, const char *ops, struct conform_total *total);
bool conform_values_file(const char *path, const char *ops, struct conform_total *total);

/* ---- conform_digest.c: the digests of the golden traces ---- */
uint64_t digest_buddy(struct machine *m);
uint64_t digest_pcp(struct machine *m);
uint64_t digest_slub(struct machine *m); /* conform_slub.c */

/* FNV-1a over 32-bit words, as the traces use it: start with FNV_OFFSET. */
#define FNV_OFFSET 0xcbf29ce484222325u
#define FNV_PRIME  0x100000001b3u
static inline uint64_t fnv_word(uint64_t h, uint32_t w)
{
    return (h ^ w) * FNV_PRIME;
}

/* The type of the i-th pageblock of a zone as digests and dumps give it: 15 where its first pfn is not RAM. */
uint32_t zone_block_type(const struct machine *m, const struct zone *zone, uint32_t i);
uint32_t zone_blocks(const struct zone *zone);

/* ---- conform_dump.c: the text of `dump` ---- */
void dump_buddy(struct machine *m, struct text *t);
void dump_pcp(struct machine *m, struct text *t);
void dump_slub(struct machine *m, struct text *t); /* conform_slub.c */
void dump_all(struct machine *m, struct text *t);

/*
 * A cache, its node or cpu slab, or an object, as the recordings name it: "kmalloc-64", "node(kmalloc-64)",
 * "c3800040{kmalloc-64 23800[1]}". False if a value of this format is not one of these.
 */
#define OBJECT_TEXT 96
bool conform_object_text(const struct machine *m, unsigned format, uint32_t a, uint32_t b,
                         char text[OBJECT_TEXT]);

/* ---- conform_machine.c: the machine lines of a script ---- */
struct conform_machine {
    struct profile profile;
    struct {
        uint32_t start, end;
    } bootfree[MAX_BOOT_ITEMS];
    unsigned nr_bootfree;
    uint32_t bootmap_pfn, bootmap_pages;
    struct {
        uint32_t start, spanned, present, managed;
    } zone[MAX_NR_ZONES];
};

/* Takes a machine line. False if it is none; *bad if it is one and wrong. */
bool conform_machine_line(struct conform_machine *c, const char *line, bool *bad);

/* Do the machine's own boot results equal the script's? NULL, or what differs, in a static buffer. */
const char *conform_zones_compare(const struct conform_machine *c, const struct machine *m);
const char *conform_bootmem_compare(const struct conform_machine *c, const struct machine *m);

#endif
