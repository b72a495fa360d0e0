// SPDX-License-Identifier: GPL-2.0-or-later
/* Sparse memory: a case writes a few frames of a gibibyte, and the next case forgets them. */
#include <stdlib.h>
#include <string.h>

#include "daemon/conform_mmu.h"
#include "daemon/memory.h"

#define RAM_FRAMES   (1u << 18) /* 1 GiB of 4 KiB */
#define FRAMES_MAX   (1u << 14) /* written in one case */
#define FRAME_WORDS  1024u
#define FRAME_UNUSED 0

struct vector_memory {
    uint32_t base;
    uint32_t used;                /* frames written */
    uint16_t slot[RAM_FRAMES];    /* 1 + the frame's place in words, or FRAME_UNUSED */
    uint32_t touched[FRAMES_MAX]; /* which frames were written, to forget them */
    uint32_t words[FRAMES_MAX][FRAME_WORDS];
};

struct vector_memory *vector_memory_new(void)
{
    return must_zalloc(sizeof(struct vector_memory));
}

void vector_memory_free(struct vector_memory *m)
{
    free(m);
}

void vector_memory_clear(struct vector_memory *m, uint32_t base)
{
    for (uint32_t i = 0; i < m->used; i++)
        m->slot[m->touched[i]] = FRAME_UNUSED;
    m->used = 0;
    m->base = base;
}

bool vector_memory_read(void *memory, uint32_t pa, uint32_t *word)
{
    const struct vector_memory *m = memory;
    uint32_t frame = (pa - m->base) >> 12;

    if (frame >= RAM_FRAMES)
        return false;
    *word = m->slot[frame] ? m->words[m->slot[frame] - 1][pa / 4 % FRAME_WORDS] : 0;
    return true;
}

bool vector_memory_write(struct vector_memory *m, uint32_t pa, uint32_t word)
{
    uint32_t frame = (pa - m->base) >> 12;

    if (frame >= RAM_FRAMES)
        return false;
    if (!m->slot[frame]) {
        if (m->used == FRAMES_MAX)
            return false;
        memset(m->words[m->used], 0, sizeof m->words[m->used]);
        m->touched[m->used] = frame;
        m->slot[frame] = (uint16_t)++m->used;
    }
    m->words[m->slot[frame] - 1][pa / 4 % FRAME_WORDS] = word;
    return true;
}
