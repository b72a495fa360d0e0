// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/record.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_PER_CHUNK (CHUNK_SIZE / 4)
#define GAP_WORDS       2

void tally_events(void *tally, const struct event *e, size_t count)
{
    for (const struct event *end = e + count; e < end; e++)
        tally_add(tally, e);
}

void tape_events(void *tape, const struct event *e, size_t count)
{
    struct tape *t = tape;
    tally_events(&t->tally, e, count);
    bytes_add(&t->events, e, count * sizeof *e);
}

void changes_start(struct changes *c, uint32_t image_size)
{
    *c = (struct changes){ .size = image_size };
    c->bits = must_zalloc(image_size / 4 / 8);
    c->touched = must_zalloc(image_size / CHUNK_SIZE);
}

void changes_free(struct changes *c)
{
    free(c->bits);
    free(c->touched);
    *c = (struct changes){ 0 };
}

static inline void touch(struct changes *c, uint32_t offset)
{
    c->bits[offset / 4 / 64] |= (uint64_t)1 << (offset / 4 % 64);
    c->touched[offset >> CHUNK_SHIFT] = 1;
}

/*
 * Which words an event writes: the rules of web/README.md. next is the first word of a list head,
 * prev the second.
 */
static void note_change(struct changes *c, const struct event *e)
{
    switch (event_kind(e)) {
    case EV_WORD:
        touch(c, e->a);
        break;
    case EV_LIST_ADD:
    case EV_LIST_DEL:
        touch(c, e->a);
        touch(c, e->a + 4);
        touch(c, e->b);
        touch(c, e->c + 4);
        break;
    default:
        break;
    }
}

void changes_events(void *changes, const struct event *e, size_t count)
{
    struct changes *c = changes;
    tally_events(&c->tally, e, count);
    for (const struct event *end = e + count; e < end; e++)
        note_change(c, e);
}

static bool is_touched(const struct changes *c, uint32_t word)
{
    return c->bits[word / 64] >> (word % 64) & 1;
}

/* The run that starts at `word`: the word after its last changed one, within the chunk. */
static uint32_t run_end(const struct changes *c, uint32_t word, uint32_t chunk_end)
{
    uint32_t end = word + 1;
    for (uint32_t w = end; w < chunk_end && w - end <= GAP_WORDS; w++) {
        if (is_touched(c, w))
            end = w + 1;
    }
    return end;
}

static void take_chunk(struct changes *c, uint32_t chunk, const uint8_t *image, struct bytes *out)
{
    uint32_t word = chunk * WORDS_PER_CHUNK, chunk_end = word + WORDS_PER_CHUNK;
    while (word < chunk_end) {
        if (!is_touched(c, word)) {
            word++;
            continue;
        }
        uint32_t end = run_end(c, word, chunk_end);
        bytes_add_u32(out, word * 4);
        bytes_add_u32(out, end - word);
        bytes_add(out, image + (size_t)word * 4, (size_t)(end - word) * 4);
        word = end;
    }
    memset(&c->bits[chunk * WORDS_PER_CHUNK / 64], 0, WORDS_PER_CHUNK / 8);
    c->touched[chunk] = 0;
}

void changes_take(struct changes *c, const uint8_t *image, struct bytes *out)
{
    for (uint32_t chunk = 1; chunk < c->size / CHUNK_SIZE; chunk++) {
        if (c->touched[chunk])
            take_chunk(c, chunk, image, out);
    }
}
