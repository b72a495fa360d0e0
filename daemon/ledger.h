// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The records of a room, packed.
 *
 * A record has 132 words and almost all of them are 0. What is kept of it is a list of the others, each as two numbers: how many
 * words were skipped, and the word. Numbers are little-endian base 128 (LEB128), so an ordinary record takes some fifty bytes.
 *
 *	struct record   |kind|0|0|0|gfp|0|pfn| ... |digest|digest|
 *	packed           0,kind  3,gfp  1,pfn  ...  LEDGER_END
 *
 *	ledger   block 0                block 1                 ...
 *	         start[0..255] bytes    start[0..255] bytes
 *
 * One thread at a time.
 */
#ifndef DAEMON_LEDGER_H
#define DAEMON_LEDGER_H

#include "daemon/record.h"

#define LEDGER_BLOCK 256 /* records */

struct ledger_block {
    uint32_t start[LEDGER_BLOCK]; /* of each record in `bytes` */
    struct bytes bytes;
};

/* All zeros is an empty one. */
struct ledger {
    struct ledger_block **blocks;
    uint32_t nr; /* records */
};

/* Adds a record at the end. */
void ledger_add(struct ledger *l, const struct record *r);

/* Record i, counted from 0, which must be there. */
struct record ledger_get(const struct ledger *l, uint32_t i);

/* `count` records from i on, which must be there; the caller frees them. NULL for none. */
struct record *ledger_read(const struct ledger *l, uint32_t i, uint32_t count);

/*
 * A stretch of records, copied packed, to be read one after the other: by another thread too. All zeros is an empty one; the owner frees
 * `packed`.
 */
struct stretch {
    struct bytes packed;
    size_t at; /* of the next */
    uint32_t left;
};

/* Adds `count` records from i on, which must be there, to a stretch. */
void ledger_copy(const struct ledger *l, uint32_t i, uint32_t count, struct stretch *to);

/* Takes the next record of a stretch, which must have one. */
void stretch_next(struct stretch *s, struct record *r);

/* ---- whole blocks, as bytes that this program wrote: they are not looked into ---- */

uint32_t ledger_blocks(const struct ledger *l);

/* Copies the blocks from `first` on into an empty ledger. */
void ledger_copy_blocks(const struct ledger *l, uint32_t first, struct ledger *to);

/* Appends a block as bytes. */
void ledger_write_block(const struct ledger *l, uint32_t block, struct bytes *to);

/* Adds a block of `count` records that was written so. False if it cannot be one, or the block before is not full. */
bool ledger_read_block(struct ledger *l, const uint8_t *from, size_t len, uint32_t count);

/* Bytes of memory that it takes. */
size_t ledger_bytes(const struct ledger *l);

/* Frees the records and makes it empty. */
void ledger_free(struct ledger *l);

#endif
