// SPDX-License-Identifier: GPL-2.0-or-later
/* Allocating and freeing: the chunk with room, the block in it, every cpu's copy cleared. */
#include "alloc/percpu/percpu.h"

#include "alloc/percpu/chunk.h"

/* The chunk whose `list` is at this offset of the image. */
static struct pcpu_chunk *list_chunk(struct machine *m, uint32_t off)
{
    return (struct pcpu_chunk *)(void *)((char *)m + off - offsetof(struct pcpu_chunk, list));
}

/* mm/percpu.c:239 */
static uint32_t pcpu_chunk_addr(struct machine *m, const struct pcpu_chunk *chunk, uint32_t cpu,
                                uint32_t page_idx)
{
    uint32_t addr = chunk->base_addr + m->pcpu_unit_offsets[cpu] + (page_idx << 12);

    LEAF(m, F_pcpu_chunk_addr, FMT_HEX, addr, value_chunk(m, chunk); value(m, V_cpu, FMT_DEC, cpu);
         value(m, V_page_idx, FMT_DEC, page_idx));
    return addr;
}

/* mm/percpu.c:253: the run of populated pages from rs on, which in an immutable chunk are all. */
static void pcpu_next_pop(struct machine *m, const struct pcpu_chunk *chunk, uint32_t rs,
                          uint32_t end)
{
    uint32_t re = rs;

    while (re < end && chunk->populated >> re & 1)
        re++;
    LEAF(m, F_pcpu_next_pop, FMT_VOID, 0, value_chunk(m, chunk); value(m, V_rs, FMT_DEC, rs);
         value(m, V_re, FMT_DEC, re); value(m, V_end, FMT_DEC, end));
}

/* mm/percpu-vm.c:301: the first chunk has all of its pages; what is left to do is to clear the area. */
static void pcpu_populate_chunk(struct machine *m, const struct pcpu_chunk *chunk, uint32_t off,
                                uint32_t size)
{
    uint32_t page_start = off >> 12, page_end = (off + size + PAGE_SIZE - 1) >> 12;

    enter(m, F_pcpu_populate_chunk);
    if (walking(m)) {
        value_chunk(m, chunk);
        value(m, V_off, FMT_HEX, off);
        value(m, V_size, FMT_DEC, size);
        value(m, V_page_start, FMT_DEC, page_start);
        value(m, V_page_end, FMT_DEC, page_end);
    }
    pcpu_next_pop(m, chunk, page_start, page_end);
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++) {
        uint32_t addr = pcpu_chunk_addr(m, chunk, cpu, 0) + off;

        line(m, L_pcpu_clear);
        ram_fill(m, addr, 0, size);
    }
    leave_with(m, F_pcpu_populate_chunk, FMT_DEC, 0);
}

/* mm/percpu-vm.c:411. More chunks need vmalloc space, which is not modelled: as if it were used up. */
static struct pcpu_chunk *pcpu_create_chunk(struct machine *m)
{
    LEAF(m, F_pcpu_create_chunk, FMT_ADDR, 0, (void)0);
    return NULL;
}

/* What became of a try with one chunk. */
enum attempt { FOUND, NOT_HERE, RESTART, FAILED };

/* One chunk of the search. Once its map has grown the search starts again. */
static enum attempt try_chunk(struct machine *m, struct pcpu_chunk *chunk, uint32_t size,
                              uint32_t align, int32_t *off)
{
    int32_t new_alloc;

    if ((int32_t)size > chunk->contig_hint)
        return NOT_HERE;
    new_alloc = pcpu_need_to_extend(m, chunk);
    if (new_alloc)
        return pcpu_extend_area_map(m, chunk, new_alloc) ? RESTART : FAILED;
    *off = pcpu_alloc_area(m, chunk, (int32_t)size, (int32_t)align);
    return *off < 0 ? NOT_HERE : FOUND;
}

/* Through the slots, from that of the size on. The chunk that had room, or NULL. */
static struct pcpu_chunk *search_chunks(struct machine *m, uint32_t size, uint32_t align,
                                        int32_t *off)
{
    uint32_t slot = pcpu_size_to_slot(m, size);

    while (slot < m->pcpu_nr_slots) {
        enum attempt got = NOT_HERE;
        uint32_t head = offset_of(m, &m->pcpu_slot[slot]), next;

        for (uint32_t at = m->pcpu_slot[slot].next; got == NOT_HERE && at != head; at = next) {
            struct pcpu_chunk *chunk = list_chunk(m, at);

            next = chunk->list.next;
            if (walking(m)) {
                value(m, V_slot, FMT_DEC, slot);
                value_chunk(m, chunk);
                value_int(m, V_contig_hint, chunk->contig_hint);
            }
            got = try_chunk(m, chunk, size, align, off);
            if (got == FOUND)
                return chunk;
        }
        if (got == FAILED)
            return NULL;
        slot = got == RESTART ? pcpu_size_to_slot(m, size) : slot + 1;
    }
    return pcpu_create_chunk(m);
}

/* __addr_to_pcpu_ptr() and __pcpu_ptr_to_addr(), mm/percpu.c:83 and :89 */
static uint32_t addr_to_pcpu_ptr(struct machine *m, uint32_t addr)
{
    uint32_t ptr = addr - m->pcpu_base_addr + m->per_cpu_start;

    LEAF(m, F_addr_to_pcpu_ptr_, FMT_HEX, ptr, value(m, V_addr, FMT_HEX, addr));
    return ptr;
}
static uint32_t pcpu_ptr_to_addr(struct machine *m, uint32_t ptr)
{
    uint32_t addr = ptr + m->pcpu_base_addr - m->per_cpu_start;

    LEAF(m, F_pcpu_ptr_to_addr_, FMT_HEX, addr, value(m, V_ptr, FMT_HEX, ptr));
    return addr;
}

/* mm/percpu.c:707 for what is not for modules. An offset outside of the unit comes of a map that was overwritten; nobody gets it. */
static uint32_t pcpu_alloc(struct machine *m, uint32_t size, uint32_t align)
{
    struct pcpu_chunk *chunk = NULL;
    int32_t off = 0;
    uint32_t ptr = 0;

    enter(m, F_pcpu_alloc);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_align, FMT_DEC, align);
        value(m, V_reserved, FMT_DEC, 0);
    }
    if (size && size <= PCPU_MIN_UNIT_SIZE && align <= PAGE_SIZE)
        chunk = search_chunks(m, size, align, &off);
    if (chunk && (uint32_t)off + size <= m->pcpu_unit_size) {
        pcpu_populate_chunk(m, chunk, (uint32_t)off, size);
        ptr = addr_to_pcpu_ptr(m, chunk->base_addr + (uint32_t)off);
    }
    leave_with(m, F_pcpu_alloc, FMT_HEX, ptr);
    return ptr;
}

/* mm/percpu.c:839 */
uint32_t alloc_percpu_(struct machine *m, uint32_t size, uint32_t align)
{
    uint32_t ptr;

    enter(m, F_alloc_percpu_);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_align, FMT_DEC, align);
    }
    ptr = m->percpu ? pcpu_alloc(m, size, align) : standin_alloc(m, size);
    leave_with(m, F_alloc_percpu_, FMT_HEX, ptr);
    return ptr;
}

/* mm/percpu.c:672: in the first unit's reserved part or in the rest of it; NULL for what is in no chunk that there is. */
static struct pcpu_chunk *pcpu_chunk_addr_search(struct machine *m, uint32_t addr)
{
    uint32_t off = addr - m->pcpu_base_addr;
    struct pcpu_chunk *chunk = NULL;

    if (off < m->pcpu_unit_size)
        chunk = off < m->pcpu_static_size + m->pcpu_reserved_size ? pcpu_reserved_chunk(m)
                                                                  : pcpu_first_chunk(m);
    LEAF(m, F_pcpu_chunk_addr_search, chunk ? FMT_TEXT : FMT_ADDR, chunk ? chunk_text(m, chunk) : 0,
         value(m, V_addr, FMT_HEX, addr));
    return chunk;
}

static void pcpu_free(struct machine *m, uint32_t ptr)
{
    uint32_t addr = pcpu_ptr_to_addr(m, ptr);
    struct pcpu_chunk *chunk = pcpu_chunk_addr_search(m, addr);

    if (chunk)
        pcpu_free_area(m, chunk, (int32_t)(addr - chunk->base_addr));
}

/* mm/percpu.c:913. The first chunk is never free as a whole, so nothing is ever reclaimed. */
void free_percpu(struct machine *m, uint32_t ptr)
{
    enter(m, F_free_percpu);
    if (walking(m))
        value(m, V_ptr, FMT_HEX, ptr);
    if (ptr && m->percpu)
        pcpu_free(m, ptr);
    else if (ptr)
        standin_free(m, ptr);
    leave(m, F_free_percpu);
}

static bool overlaps(uint32_t start, uint32_t size, uint32_t at, uint32_t n)
{
    return start < at + n && at < start + size;
}

const char *percpu_owns(const struct machine *m, uint32_t start, uint32_t size)
{
    if (m->percpu && overlaps(start, size, m->pcpu_base_addr, MAX_CPUS * m->pcpu_unit_size))
        return "per-cpu area";
    for (uint32_t i = 0; i < PCPU_CHUNKS; i++) {
        const struct pcpu_chunk *chunk = &m->pcpu_chunk[i];

        if (chunk->map && overlaps(start, size, chunk->map, 4 * (uint32_t)chunk->map_alloc))
            return "map of per-cpu memory";
    }
    return NULL;
}
