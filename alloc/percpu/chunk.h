// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Chunks and their maps: what alloc/percpu/ keeps to itself.
 *
 * After percpu_init_late() a map is words of RAM, which a freelist that somebody wrote over may hand out once more. What is read from it is cut to
 * what a unit can hold, so that nonsense in a map costs allocations and never leads out of the unit.
 */
#ifndef ALLOC_PERCPU_CHUNK_H
#define ALLOC_PERCPU_CHUNK_H

#include "alloc/percpu/percpu.h"

#define PCPU_MIN_UNIT_SIZE   0x8000u /* include/linux/percpu.h:52 */
#define PCPU_DFL_MAP_ALLOC   16      /* mm/percpu.c:78 */
#define PCPU_SLOT_BASE_SHIFT 5       /* mm/percpu.c:77 */

static inline struct pcpu_chunk *pcpu_first_chunk(struct machine *m)
{
    return &m->pcpu_chunk[PCPU_DCHUNK];
}
static inline struct pcpu_chunk *pcpu_reserved_chunk(struct machine *m)
{
    return &m->pcpu_chunk[PCPU_SCHUNK];
}
/* The map as it is, in RAM or in the kernel image. */
static inline int32_t *chunk_map(struct machine *m, const struct pcpu_chunk *chunk)
{
    if (chunk->map)
        return ram_at(m, chunk->map);
    return chunk == pcpu_first_chunk(m) ? m->pcpu_dmap : m->pcpu_smap;
}
/* chunk->map[i]: the size of a block, negative while it is in use. */
static inline int32_t map_at(struct machine *m, const struct pcpu_chunk *chunk, int32_t i)
{
    int32_t size = chunk_map(m, chunk)[i], most = (int32_t)m->pcpu_unit_size;

    return size > most ? most : size < -most ? -most : size;
}
static inline void set_map(struct machine *m, const struct pcpu_chunk *chunk, int32_t i, int32_t to)
{
    enum field_id kernel_image = chunk == pcpu_first_chunk(m) ? FIELD_pcpu_dmap : FIELD_pcpu_smap;

    set_int(m, &chunk_map(m, chunk)[i], to, chunk->map ? FIELD_ram : kernel_image);
}
static inline int32_t block_size(int32_t entry)
{
    return entry < 0 ? -entry : entry;
}

/* Values of the walk: which chunk it is, and what became of it. */
static inline enum text_id chunk_text(const struct machine *m, const struct pcpu_chunk *chunk)
{
    return chunk == &m->pcpu_chunk[PCPU_DCHUNK] ? TEXT_dchunk : TEXT_schunk;
}
static inline void value_chunk(struct machine *m, const struct pcpu_chunk *chunk)
{
    value(m, V_chunk, FMT_TEXT, chunk_text(m, chunk));
}
static inline void value_int(struct machine *m, enum value_id v, int32_t x)
{
    value(m, v, FMT_SDEC, (uint32_t)x);
}
static inline void value_int_change(struct machine *m, enum value_id v, int32_t from, int32_t to)
{
    value_change(m, v, FMT_SDEC, (uint32_t)from, (uint32_t)to);
}

/* ---- slot.c: which chunk is tried first ---- */
uint32_t pcpu_size_to_slot(struct machine *m, uint32_t size);
int32_t pcpu_chunk_slot(struct machine *m, const struct pcpu_chunk *chunk);
void pcpu_chunk_relocate(struct machine *m, struct pcpu_chunk *chunk, int32_t oslot);
/* __pcpu_size_to_slot() */
uint32_t size_to_slot(uint32_t size);

/* ---- map.c: room for the map ---- */
int32_t pcpu_need_to_extend(struct machine *m, const struct pcpu_chunk *chunk);
bool pcpu_extend_area_map(struct machine *m, struct pcpu_chunk *chunk, int32_t new_alloc);

/* ---- area.c: blocks of a map; offsets into the unit, -1 = none ---- */
int32_t pcpu_alloc_area(struct machine *m, struct pcpu_chunk *chunk, int32_t size, int32_t align);
void pcpu_free_area(struct machine *m, struct pcpu_chunk *chunk, int32_t freeme);

/* ---- standin.c ---- */
void standin_set_up(struct machine *m);
uint32_t standin_alloc(struct machine *m, uint32_t size);
void standin_free(struct machine *m, uint32_t ptr);

#endif
