// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "alloc/number.h"

#define WORDS       (sizeof(struct record) / sizeof(uint32_t))
#define BLOCKS_STEP 64u

_Static_assert(sizeof(struct record) % sizeof(uint32_t) == 0, "a record is whole words");

/* ---- one record ---- */

/* The end is said by a skip over all that is left. */
static void pack(struct bytes *bytes, const struct record *r)
{
    uint32_t words[WORDS];
    memcpy(words, r, sizeof words);
    uint8_t *start = bytes_reserve(bytes, (WORDS + 1) * 2 * NUMBER_MAX), *to = start;
    uint32_t skipped = 0;
    for (size_t i = 0; i < WORDS; i++) {
        if (!words[i]) {
            skipped++;
            continue;
        }
        to = put_number(put_number(to, skipped), words[i]);
        skipped = 0;
    }
    to = put_number(to, WORDS);
    bytes->len += (size_t)(to - start);
}

/* Returns where the next record begins. */
static const uint8_t *unpack(const uint8_t *from, struct record *r)
{
    uint32_t words[WORDS] = { 0 }, skipped;
    for (size_t i = 0;; i++) {
        from = take_number(from, &skipped);
        i += skipped;
        if (i >= WORDS)
            break;
        from = take_number(from, &words[i]);
    }
    memcpy(r, words, sizeof words);
    return from;
}

/* ---- all of them ---- */

static struct ledger_block *block_of(const struct ledger *l, uint32_t i)
{
    return l->blocks[i / LEDGER_BLOCK];
}

static void add_block(struct ledger *l)
{
    uint32_t n = l->nr / LEDGER_BLOCK;
    if (n % BLOCKS_STEP == 0)
        l->blocks = must_realloc(l->blocks, (n + BLOCKS_STEP) * sizeof(struct ledger_block *));
    l->blocks[n] = must_zalloc(sizeof *l->blocks[n]);
}

void ledger_add(struct ledger *l, const struct record *r)
{
    if (l->nr % LEDGER_BLOCK == 0)
        add_block(l);
    struct ledger_block *block = block_of(l, l->nr);
    block->start[l->nr % LEDGER_BLOCK] = (uint32_t)block->bytes.len;
    pack(&block->bytes, r);
    l->nr++;
}

struct record ledger_get(const struct ledger *l, uint32_t i)
{
    struct record r;
    const struct ledger_block *block = block_of(l, i);
    unpack(block->bytes.data + block->start[i % LEDGER_BLOCK], &r);
    return r;
}

struct record *ledger_read(const struct ledger *l, uint32_t i, uint32_t count)
{
    struct record *records = count ? must_alloc(count * sizeof *records) : NULL;
    for (uint32_t at = 0; at < count; at++)
        records[at] = ledger_get(l, i + at);
    return records;
}

/* Where record i, or the end of its block, begins in the block's bytes. */
static size_t start_of(const struct ledger *l, const struct ledger_block *block, uint32_t i)
{
    return i == l->nr || i % LEDGER_BLOCK == 0 ? block->bytes.len : block->start[i % LEDGER_BLOCK];
}

void ledger_copy(const struct ledger *l, uint32_t i, uint32_t count, struct stretch *to)
{
    to->left += count;
    while (count) {
        uint32_t in_block = LEDGER_BLOCK - i % LEDGER_BLOCK,
                 n = count < in_block ? count : in_block;
        const struct ledger_block *block = block_of(l, i);
        size_t from = block->start[i % LEDGER_BLOCK];
        bytes_add(&to->packed, block->bytes.data + from, start_of(l, block, i + n) - from);
        i += n;
        count -= n;
    }
}

void stretch_next(struct stretch *s, struct record *r)
{
    const uint8_t *from = s->packed.data + s->at;
    s->at += (size_t)(unpack(from, r) - from);
    s->left--;
}

uint32_t ledger_blocks(const struct ledger *l)
{
    return (l->nr + LEDGER_BLOCK - 1) / LEDGER_BLOCK;
}

void ledger_copy_blocks(const struct ledger *l, uint32_t first, struct ledger *to)
{
    *to = (struct ledger){ 0 };
    for (uint32_t i = first; i < ledger_blocks(l); i++) {
        const struct ledger_block *block = l->blocks[i];
        add_block(to);
        struct ledger_block *copy = to->blocks[i - first];
        memcpy(copy->start, block->start, sizeof copy->start);
        bytes_add(&copy->bytes, block->bytes.data, block->bytes.len);
        to->nr += LEDGER_BLOCK;
    }
    if (to->nr)
        to->nr = l->nr - first * LEDGER_BLOCK;
}

void ledger_write_block(const struct ledger *l, uint32_t block, struct bytes *to)
{
    bytes_add(to, l->blocks[block]->start, sizeof l->blocks[block]->start);
    bytes_add(to, l->blocks[block]->bytes.data, l->blocks[block]->bytes.len);
}

bool ledger_read_block(struct ledger *l, const uint8_t *from, size_t len, uint32_t count)
{
    size_t starts = sizeof l->blocks[0]->start;
    if (len <= starts || l->nr % LEDGER_BLOCK || !count || count > LEDGER_BLOCK)
        return false;
    add_block(l);
    struct ledger_block *block = l->blocks[l->nr / LEDGER_BLOCK];
    memcpy(block->start, from, starts);
    bytes_add(&block->bytes, from + starts, len - starts);
    l->nr += count;
    return true;
}

size_t ledger_bytes(const struct ledger *l)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < ledger_blocks(l); i++)
        bytes += sizeof *l->blocks[i] + l->blocks[i]->bytes.room;
    return bytes;
}

void ledger_free(struct ledger *l)
{
    for (uint32_t i = 0; i < ledger_blocks(l); i++) {
        bytes_free(&l->blocks[i]->bytes);
        free(l->blocks[i]);
    }
    free(l->blocks);
    *l = (struct ledger){ 0 };
}
