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
    *c = (struct changes){ .nr_groups =
                               (image_size / CHUNK_SIZE + GROUP_CHUNKS - 1) / GROUP_CHUNKS };
    c->groups = must_zalloc(c->nr_groups * sizeof(c->groups[0]));
}

void changes_free(struct changes *c)
{
    for (uint32_t g = 0; g < c->nr_groups; g++)
        free(c->groups[g]);
    free(c->groups);
    *c = (struct changes){ 0 };
}

static inline void touch(struct changes *c, uint32_t offset)
{
    uint32_t chunk = offset >> CHUNK_SHIFT, word = offset / 4 % WORDS_PER_CHUNK;
    struct change_group **group = &c->groups[chunk / GROUP_CHUNKS];
    if (!*group)
        *group = must_zalloc(sizeof **group);
    (*group)->touched[chunk % GROUP_CHUNKS] = 1;
    (*group)->words[chunk % GROUP_CHUNKS][word / 64] |= (uint64_t)1 << word % 64;
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

/* The first changed word of a chunk from `word` on. */
static uint32_t next_touched(const uint64_t *words, uint32_t word)
{
    while (word < WORDS_PER_CHUNK) {
        uint64_t rest = words[word / 64] >> word % 64;
        if (rest)
            return word + (uint32_t)__builtin_ctzll(rest);
        word = (word / 64 + 1) * 64;
    }
    return WORDS_PER_CHUNK;
}

/* The run that starts at `word`: the word after its last changed one, within the chunk. */
static uint32_t run_end(const uint64_t *words, uint32_t word)
{
    uint32_t end = word + 1, next = next_touched(words, end);
    while (next < WORDS_PER_CHUNK && next - end <= GAP_WORDS) {
        end = next + 1;
        next = next_touched(words, end);
    }
    return end;
}

/* Appends the runs of the chunk at `offset`, of which `words` says what changed. */
static void take_chunk(const uint64_t *words, uint32_t offset, const uint8_t *image,
                       struct bytes *out)
{
    uint32_t word = next_touched(words, 0);
    while (word < WORDS_PER_CHUNK) {
        uint32_t end = run_end(words, word);
        bytes_add_u32(out, offset + word * 4);
        bytes_add_u32(out, end - word);
        bytes_add(out, image + offset + (size_t)word * 4, (size_t)(end - word) * 4);
        word = next_touched(words, end);
    }
}

static void take_group(struct change_group *group, uint32_t first, const uint8_t *image,
                       struct bytes *out)
{
    for (uint32_t i = 0; i < GROUP_CHUNKS; i++) {
        if (!group->touched[i])
            continue;
        if (first + i > 0)
            take_chunk(group->words[i], (first + i) * CHUNK_SIZE, image, out);
        memset(group->words[i], 0, sizeof group->words[i]);
        group->touched[i] = 0;
    }
}

void changes_take(struct changes *c, const uint8_t *image, struct bytes *out)
{
    for (uint32_t g = 0; g < c->nr_groups; g++) {
        if (c->groups[g])
            take_group(c->groups[g], g * GROUP_CHUNKS, image, out);
    }
}
