// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Room for a chunk's map: at first an array of 128 in the kernel image, from percpu_init_late() on an object of kmalloc's, doubled when it is
 * full. A map of more than a page would come from vmalloc and is not to be had here.
 */
#include "alloc/percpu/chunk.h"
#include "alloc/slub/slub.h"

/* mm/percpu.c:355: an allocation splits a block into three at most. The entries that the map needs, 0 if it has enough. */
int32_t pcpu_need_to_extend(struct machine *m, const struct pcpu_chunk *chunk)
{
    int32_t new_alloc = 0;

    if (chunk->map_alloc < chunk->map_used + 2)
        for (new_alloc = PCPU_DFL_MAP_ALLOC; new_alloc < chunk->map_used + 2;)
            new_alloc *= 2;
    LEAF(m, F_pcpu_need_to_extend, FMT_SDEC, new_alloc, value_chunk(m, chunk);
         value_int(m, V_map_alloc, chunk->map_alloc); value_int(m, V_map_used, chunk->map_used));
    return new_alloc;
}

/* include/linux/slab.h:633, with kmalloc() inlined: the size is no constant here. */
static uint32_t kzalloc(struct machine *m, uint32_t size, uint32_t flags)
{
    uint32_t x;

    enter(m, F_kzalloc);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_flags, FMT_HEX, flags);
    }
    x = kmalloc_(m, size, flags | GFP_ZERO_);
    leave_with(m, F_kzalloc, FMT_ADDR, x);
    return x;
}

/* mm/percpu.c:290 */
static uint32_t pcpu_mem_zalloc(struct machine *m, uint32_t size)
{
    uint32_t x = 0;

    enter(m, F_pcpu_mem_zalloc);
    if (walking(m))
        value(m, V_size, FMT_DEC, size);
    if (m->slab_state >= UP && size <= PAGE_SIZE)
        x = kzalloc(m, size, GFP_KERNEL);
    leave_with(m, F_pcpu_mem_zalloc, FMT_ADDR, x);
    return x;
}

/* mm/percpu.c:308 */
static void pcpu_mem_free(struct machine *m, uint32_t ptr, uint32_t size)
{
    enter(m, F_pcpu_mem_free);
    if (walking(m)) {
        value(m, V_ptr, FMT_ADDR, ptr);
        value(m, V_size, FMT_DEC, size);
    }
    if (ptr)
        kfree(m, ptr);
    leave(m, F_pcpu_mem_free);
}

/* Copies n entries of the present map into memory of kmalloc's, and uses that from now on: two statements of the kernel's. */
static void move_map(struct machine *m, struct pcpu_chunk *chunk, uint32_t map, int32_t n,
                     enum line_id copy, enum line_id use)
{
    const int32_t *old = chunk_map(m, chunk);

    line(m, copy);
    for (int32_t i = 0; i < n; i++)
        ram_write(m, map + 4 * (uint32_t)i, (uint32_t)old[i]);
    line(m, use);
    if (walking(m))
        value_change(m, V_chunk_map, FMT_ADDR, chunk->map, map);
    set_word(m, &chunk->map, map, FIELD_pcpu_map);
}

/*
 * mm/percpu.c:382. Nobody else is faster here, so there is only the old map to be freed; that of the kernel image, if percpu_init_late() found no
 * memory, is nothing to free. False if memory is short; the map stays as it is then.
 */
bool pcpu_extend_area_map(struct machine *m, struct pcpu_chunk *chunk, int32_t new_alloc)
{
    uint32_t old = chunk->map, old_size = 4 * (uint32_t)chunk->map_alloc, map;

    enter(m, F_pcpu_extend_area_map);
    if (walking(m)) {
        value_chunk(m, chunk);
        value_int(m, V_new_alloc, new_alloc);
    }
    map = pcpu_mem_zalloc(m, 4 * (uint32_t)new_alloc);
    if (map) {
        move_map(m, chunk, map, chunk->map_alloc, L_pcpu_extend_copy, L_pcpu_extend_map);
        if (walking(m))
            value_int_change(m, V_map_alloc, chunk->map_alloc, new_alloc);
        set_int(m, &chunk->map_alloc, new_alloc, FIELD_pcpu_map_alloc);
        pcpu_mem_free(m, old, old_size);
    }
    leave_with(m, F_pcpu_extend_area_map, FMT_SDEC, map ? 0 : (uint32_t)-12);
    return map != 0;
}

/* mm/percpu.c:1924. The kernel stops (BUG) if memory is short; here the map then stays where it was. */
void percpu_init_late(struct machine *m)
{
    struct pcpu_chunk *target_chunks[] = { pcpu_first_chunk(m), pcpu_reserved_chunk(m) };

    enter(m, F_percpu_init_late);
    for (uint32_t i = 0; i < PCPU_CHUNKS; i++) {
        uint32_t map;

        if (walking(m))
            value_chunk(m, target_chunks[i]);
        map = pcpu_mem_zalloc(m, 4 * PERCPU_DYNAMIC_EARLY_SLOTS);
        if (map)
            move_map(m, target_chunks[i], map, PERCPU_DYNAMIC_EARLY_SLOTS, L_pcpu_late_copy,
                     L_pcpu_late_map);
    }
    leave(m, F_percpu_init_late);
}
