// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bootmem (mm/bootmem.c): one bit per page of low memory, first fit from the low end. Small allocations share a page: last_end_off is where
 * the last one ended, hint_idx the first page after it.
 */
#include <string.h>

#include "alloc/boot/boot.h"
#include "alloc/page/page.h"

static bool in_use(const struct bootmem_data *b, uint32_t idx)
{
    return b->node_bootmem_map[idx / 32] >> idx % 32 & 1;
}

static void mark(struct machine *m, uint32_t idx, bool used)
{
    uint32_t *word = &m->bdata.node_bootmem_map[idx / 32], bit = 1u << idx % 32;

    set_word(m, word, used ? *word | bit : *word & ~bit, FIELD_bootmem_map);
}

/* mm/bootmem.c:57 and :68 */
uint32_t bootmem_bootmap_pages(uint32_t pages)
{
    uint32_t bytes = ((pages + 7) / 8 + 3) & ~3u;

    return (bytes + 4095) >> 12;
}

/* mm/bootmem.c:128: everything is in use until it is freed, also what the last word has beyond the end. */
void init_bootmem_node(struct machine *m, uint32_t map_pfn, uint32_t start, uint32_t end)
{
    m->bdata.node_min_pfn = start;
    m->bdata.node_low_pfn = end;
    m->bdata.map_pfn = map_pfn;
    for (uint32_t word = 0; word < (end - start + 31) / 32; word++)
        set_word(m, &m->bdata.node_bootmem_map[word], ~0u, FIELD_bootmem_map);
}

/* Arguments of mark_bootmem() and mark_bootmem_node(): pfns, and what becomes of them. */
static void show_mark(struct machine *m, uint32_t sidx, uint32_t eidx)
{
    if (!walking(m))
        return;
    value(m, V_start, FMT_PFN, m->bdata.node_min_pfn + sidx);
    value(m, V_end, FMT_PFN, m->bdata.node_min_pfn + eidx);
    value(m, V_reserve, FMT_DEC, 0);
    value(m, V_flags, FMT_DEC, 0);
}

/* mm/bootmem.c:286, under free_bootmem(), mark_bootmem() and mark_bootmem_node(). The search for space restarts at what was freed. */
void free_bootmem(struct machine *m, uint32_t physaddr, uint32_t size)
{
    uint32_t sidx = ((physaddr + 4095) >> 12) - m->bdata.node_min_pfn,
             eidx = ((physaddr + size) >> 12) - m->bdata.node_min_pfn;

    enter(m, F_free_bootmem);
    if (walking(m)) {
        value(m, V_physaddr, FMT_HEX, physaddr);
        value(m, V_size, FMT_HEX, size);
    }
    enter(m, F_mark_bootmem);
    show_mark(m, sidx, eidx);
    enter(m, F_mark_bootmem_node);
    show_mark(m, sidx, eidx);
    enter(m, F_bootmem_free);
    if (walking(m)) {
        value(m, V_sidx, FMT_DEC, sidx);
        value(m, V_eidx, FMT_DEC, eidx);
    }
    if (m->bdata.hint_idx > sidx)
        set_word(m, &m->bdata.hint_idx, sidx, FIELD_bootmem_hint);
    for (uint32_t i = sidx; i < eidx; i++)
        mark(m, i, false);
    leave(m, F_bootmem_free);
    leave_with(m, F_mark_bootmem_node, FMT_DEC, 0);
    leave_with(m, F_mark_bootmem, FMT_DEC, 0);
    leave(m, F_free_bootmem);
}

void reserve_bootmem(struct machine *m, uint32_t physaddr, uint32_t size)
{
    uint32_t sidx = (physaddr >> 12) - m->bdata.node_min_pfn,
             eidx = ((physaddr + size + 4095) >> 12) - m->bdata.node_min_pfn;

    for (uint32_t i = sidx; i < eidx; i++)
        mark(m, i, true);
}

/* Aligns a page index or byte offset as an address would be. */
static uint32_t align_from(uint32_t base, uint32_t off, uint32_t align)
{
    return ((base + off + align - 1) & ~(align - 1)) - base;
}

/* The first free run of `pages` at or after sidx, before midx; midx if there is none. */
static uint32_t find_run(const struct bootmem_data *b, uint32_t sidx, uint32_t midx, uint32_t pages,
                         uint32_t step)
{
    while (true) {
        uint32_t i;

        while (sidx < midx && in_use(b, sidx))
            sidx++;
        sidx = align_from(b->node_min_pfn, sidx, step);
        if (sidx >= midx || sidx + pages > midx)
            return midx;
        for (i = sidx; i < sidx + pages && !in_use(b, i); i++)
            ;
        if (i == sidx + pages)
            return sidx;
        sidx = align_from(b->node_min_pfn, i, step);
        if (sidx == i)
            sidx += step;
    }
}

/* mm/bootmem.c:526: takes the run, sharing the last allocation's page where that ends inside the page before. */
static uint32_t take_run(struct machine *m, uint32_t sidx, uint32_t size, uint32_t align)
{
    struct bootmem_data *b = &m->bdata;
    uint32_t start_off = sidx << 12, end_off;

    if (b->last_end_off & 4095 && (b->last_end_off >> 12) + 1 == sidx)
        start_off = align_from(b->node_min_pfn << 12, b->last_end_off, align);
    end_off = start_off + size;
    b->last_end_off = end_off;
    b->hint_idx = (end_off + 4095) >> 12;
    for (uint32_t i = (start_off >> 12) + ((start_off >> 12) < sidx); i < b->hint_idx; i++)
        mark(m, i, true);
    return (b->node_min_pfn << 12) + start_off;
}

/* mm/bootmem.c:491: from the hint on, then from the start. The bit where it begins, or the bitmap's end. */
static uint32_t find_bootmem(const struct bootmem_data *b, uint32_t size, uint32_t align,
                             uint32_t goal)
{
    uint32_t step = align >> 12 ? align >> 12 : 1, start = goal >> 12, pages = (size + 4095) >> 12;
    uint32_t min = b->node_min_pfn, midx = b->node_low_pfn - min, sidx, run = midx;

    if (start <= min || start >= b->node_low_pfn)
        start = min;
    sidx = align_from(min, start - min, step);
    if (b->hint_idx > sidx)
        run = find_run(b, align_from(min, b->hint_idx, step), midx, pages, step);
    return run == midx ? find_run(b, sidx, midx, pages, step) : run;
}

/* mm/bootmem.c:698: a goal that cannot be met is dropped. */
uint32_t alloc_bootmem(struct machine *m, uint32_t size, uint32_t align, uint32_t goal)
{
    uint32_t end = m->bdata.node_low_pfn - m->bdata.node_min_pfn;
    uint32_t run = find_bootmem(&m->bdata, size, align, goal);

    if (run == end && goal)
        run = find_bootmem(&m->bdata, size, align, 0);
    return run == end ? NO_ADDRESS : take_run(m, run, size, align);
}
