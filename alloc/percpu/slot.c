// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Chunks stand in slots by their free bytes: a slot for what is smaller than 16, one for each doubling above, the last for chunks that are free
 * as a whole. Who looks for room begins at the slot of what is asked for.
 */
#include "alloc/percpu/chunk.h"

/* mm/percpu.c:201 */
uint32_t size_to_slot(uint32_t size)
{
    int32_t highbit = size ? 32 - __builtin_clz(size) : 0,
            slot = highbit - PCPU_SLOT_BASE_SHIFT + 2;

    return slot > 1 ? (uint32_t)slot : 1;
}

/* mm/percpu.c:207 */
uint32_t pcpu_size_to_slot(struct machine *m, uint32_t size)
{
    uint32_t slot;

    enter(m, F_pcpu_size_to_slot);
    if (walking(m))
        value(m, V_size, FMT_DEC, size);
    if (size == m->pcpu_unit_size) {
        slot = m->pcpu_nr_slots - 1;
    } else {
        slot = size_to_slot(size);
        if (slot >= m->pcpu_nr_slots)
            slot = m->pcpu_nr_slots - 1; /* more than a unit: the map was overwritten */
        LEAF(m, F_pcpu_size_to_slot_, FMT_DEC, slot, value(m, V_size, FMT_DEC, size));
    }
    leave_with(m, F_pcpu_size_to_slot, FMT_DEC, slot);
    return slot;
}

/* mm/percpu.c:214: 0 for a chunk without room for a word. */
int32_t pcpu_chunk_slot(struct machine *m, const struct pcpu_chunk *chunk)
{
    uint32_t slot = 0;

    enter(m, F_pcpu_chunk_slot);
    if (walking(m)) {
        value_chunk(m, chunk);
        value_int(m, V_free_size, chunk->free_size);
        value_int(m, V_contig_hint, chunk->contig_hint);
    }
    if (chunk->free_size >= 4 && chunk->contig_hint >= 4)
        slot = pcpu_size_to_slot(m, (uint32_t)chunk->free_size);
    leave_with(m, F_pcpu_chunk_slot, FMT_DEC, slot);
    return (int32_t)slot;
}

static void move_to(struct machine *m, struct pcpu_chunk *chunk, int32_t nslot, bool tail)
{
    line(m, tail ? L_pcpu_move_tail : L_pcpu_move);
    list_del(m, &chunk->list, LIST_PCPU);
    if (tail)
        list_add_tail(m, &chunk->list, &m->pcpu_slot[nslot], LIST_PCPU);
    else
        list_add(m, &chunk->list, &m->pcpu_slot[nslot], LIST_PCPU);
}

/* mm/percpu.c:329: to the head of its new slot if it gained room, to the tail if it lost some. The reserved chunk stands in no slot. */
void pcpu_chunk_relocate(struct machine *m, struct pcpu_chunk *chunk, int32_t oslot)
{
    int32_t nslot;

    enter(m, F_pcpu_chunk_relocate);
    if (walking(m)) {
        value_chunk(m, chunk);
        value_int(m, V_oslot, oslot);
    }
    nslot = pcpu_chunk_slot(m, chunk);
    if (walking(m))
        value_int(m, V_nslot, nslot);
    if (chunk != pcpu_reserved_chunk(m) && oslot != nslot)
        move_to(m, chunk, nslot, oslot > nslot);
    leave(m, F_pcpu_chunk_relocate);
}
