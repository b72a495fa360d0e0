// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mem_init(): all boot memory goes to the buddy lists, in the order that shapes them: low memory upwards, whole words of the bitmap as blocks
 * of 32 pages, other pages one by one; then the bitmap's own pages; then high memory page by page.
 *
 * It runs in pieces: run->phase says where, run->cursor is the next pfn.
 */
#include "alloc/boot/boot.h"
#include "alloc/page/page.h"

enum phase { PHASE_START, PHASE_LOWMEM, PHASE_BITMAP, PHASE_HIGHMEM };

#define HIGHMEM_PIECE 32u /* pages per step */

/* The physical address of a page's struct page. */
static uint32_t page_struct_address(const struct machine *m, uint32_t pfn,
                                    uint32_t page_struct_size)
{
    return (m->section_mem_map[pfn >> 16] << 12) +
           (pfn & (PAGES_PER_SECTION - 1)) * page_struct_size;
}

/* arch/arm/mm/init.c:442: the part of the memory map that describes no RAM goes back to bootmem, whole pages only. */
static void free_memmap(struct machine *m, uint32_t start_pfn, uint32_t end_pfn)
{
    uint32_t size = m->page_struct_size;
    uint32_t pg = (page_struct_address(m, start_pfn - 1, size) + size + 4095) & ~4095u;
    uint32_t pgend = (page_struct_address(m, end_pfn - 1, size) + size) & ~4095u;

    enter(m, F_free_memmap);
    if (walking(m)) {
        value(m, V_start_pfn, FMT_HEX, start_pfn);
        value(m, V_end_pfn, FMT_HEX, end_pfn);
    }
    if (pg < pgend)
        free_bootmem(m, pg, pgend - pg);
    leave(m, F_free_memmap);
}

static uint32_t align_up(uint32_t x, uint32_t to)
{
    return (x + to - 1) & ~(to - 1);
}

/* arch/arm/mm/init.c:471: between banks and after the last, up to the end of the section. */
static void free_unused_memmap(struct machine *m)
{
    uint32_t prev_bank_end = 0;

    enter(m, F_free_unused_memmap);
    for (uint32_t i = 0; i < m->nr_banks; i++) {
        uint32_t bank_start = m->bank[i].start, limit = align_up(prev_bank_end, PAGES_PER_SECTION);

        if (bank_start > limit)
            bank_start = limit;
        if (prev_bank_end && prev_bank_end < bank_start)
            free_memmap(m, prev_bank_end, bank_start);
        prev_bank_end = align_up(m->bank[i].end, 1u << (MAX_ORDER - 1));
    }
    if (prev_bank_end & (PAGES_PER_SECTION - 1))
        free_memmap(m, prev_bank_end, align_up(prev_bank_end, PAGES_PER_SECTION));
    leave(m, F_free_unused_memmap);
}

/* mm/bootmem.c:257 */
static void reset_all_zones_managed_pages(struct machine *m)
{
    enter(m, F_reset_all_zones_managed_pages);
    enter(m, F_reset_node_managed_pages);
    for (struct zone *zone = m->zone; zone < m->zone + MAX_NR_ZONES; zone++) {
        if (walking(m)) {
            value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
            value_change(m, V_managed_pages, FMT_DEC, zone->managed_pages, 0);
        }
        set_word(m, &zone->managed_pages, 0, FIELD_managed_pages);
    }
    leave(m, F_reset_node_managed_pages);
    leave(m, F_reset_all_zones_managed_pages);
}

static void clear_reserved(struct machine *m, struct page *page)
{
    set_word(m, &page->flags, page->flags & ~PG_RESERVED, FIELD_page_flags);
    set_int(m, &page->_count, 0, FIELD_page_count);
}

/* mm/page_alloc.c:755 */
static void free_pages_bootmem(struct machine *m, struct page *page, uint32_t order)
{
    struct zone *zone = page_zone(m, page);

    enter(m, F_free_pages_bootmem);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_order, FMT_DEC, order);
        value_change(m, V_managed_pages, FMT_DEC, zone->managed_pages,
                     zone->managed_pages + (1u << order));
    }
    for (uint32_t i = 0; i < 1u << order; i++)
        clear_reserved(m, page + i);
    set_word(m, &zone->managed_pages, zone->managed_pages + (1u << order), FIELD_managed_pages);
    set_page_refcounted(m, page);
    free_pages_(m, page, order);
    leave(m, F_free_pages_bootmem);
}

/* One window of the loop at mm/bootmem.c:187: up to 32 pages from run->cursor on. */
static void free_lowmem_window(struct machine *m, struct op_run *run)
{
    struct bootmem_data *b = &m->bdata;
    uint32_t start = run->cursor, idx = start - b->node_min_pfn, shift = idx % 32,
             vec = ~b->node_bootmem_map[idx / 32];

    if (shift) {
        vec >>= shift;
        if (b->node_low_pfn - start >= 32)
            vec |= ~b->node_bootmem_map[idx / 32 + 1] << (32 - shift);
    }
    if (start % 32 == 0 && vec == ~0u) {
        line(m, L_bootmem_order5);
        if (walking(m)) {
            value(m, V_start, FMT_PFN, start);
            value(m, V_vec, FMT_HEX, vec);
        }
        free_pages_bootmem(m, pfn_to_page(m, start), 5);
        run->result.count += 32;
        run->cursor += 32;
        return;
    }
    run->cursor = align_up(start + 1, 32);
    for (uint32_t cur = start; vec && cur != run->cursor; cur++, vec >>= 1) {
        if (!(vec & 1))
            continue;
        line(m, L_bootmem_single);
        if (walking(m)) {
            value(m, V_page, FMT_PFN, cur);
            value(m, V_vec, FMT_HEX, vec);
        }
        free_pages_bootmem(m, pfn_to_page(m, cur), 0);
        run->result.count++;
    }
}

/* mm/page_alloc.c:5342 */
static void free_highmem_page(struct machine *m, struct page *page)
{
    struct zone *zone = page_zone(m, page);

    enter(m, F_free_highmem_page);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    enter(m, F_free_reserved_page_);
    clear_reserved(m, page);
    set_int(m, &page->_count, 1, FIELD_page_count);
    free_pages_(m, page, 0);
    leave(m, F_free_reserved_page_);
    set_word(m, &m->totalram_pages, m->totalram_pages + 1, FIELD_totalram_pages);
    set_word(m, &zone->managed_pages, zone->managed_pages + 1, FIELD_managed_pages);
    set_word(m, &m->totalhigh_pages, m->totalhigh_pages + 1, FIELD_totalhigh_pages);
    leave(m, F_free_highmem_page);
}

/* The next run of high memory at or after pfn that is memory and not reserved: arch/arm/mm/init.c:535. False if there is none. */
static bool next_high_range(const struct machine *m, uint32_t pfn, uint32_t *start, uint32_t *end)
{
    for (uint32_t i = 0; i < m->memory.cnt; i++) {
        uint32_t base = m->memory.regions[i].base >> 12,
                 top = base + (m->memory.regions[i].size >> 12);

        if (base < pfn)
            base = pfn;
        for (uint32_t r = 0; r < m->reserved.cnt && base < top; r++) {
            uint32_t res = m->reserved.regions[r].base >> 12;
            uint32_t res_end =
                (m->reserved.regions[r].base + m->reserved.regions[r].size + 4095) >> 12;

            if (res_end <= base)
                continue;
            if (res > base) {
                top = res < top ? res : top;
                break;
            }
            base = res_end;
        }
        if (base < top) {
            *start = base;
            *end = top;
            return true;
        }
    }
    return false;
}

/* Goes to the next run of high memory, or ends mem_init(). */
static bool highmem_next(struct machine *m, struct op_run *run)
{
    if (next_high_range(m, run->cursor, &run->cursor, &run->end)) {
        enter(m, F_free_area_high);
        if (walking(m)) {
            value(m, V_pfn, FMT_PFN, run->cursor);
            value(m, V_end, FMT_PFN, run->end);
        }
        return true;
    }
    leave(m, F_free_highpages);
    leave(m, F_mem_init);
    return false;
}

static void start(struct machine *m, struct op_run *run)
{
    enter(m, F_mem_init);
    free_unused_memmap(m);
    enter(m, F_free_all_bootmem);
    reset_all_zones_managed_pages(m);
    enter(m, F_free_all_bootmem_core);
    if (walking(m)) {
        value(m, V_start, FMT_PFN, m->bdata.node_min_pfn);
        value(m, V_end, FMT_PFN, m->bdata.node_low_pfn);
    }
    run->phase = PHASE_LOWMEM;
    run->cursor = m->bdata.node_min_pfn;
}

static void lowmem_piece(struct machine *m, struct op_run *run)
{
    free_lowmem_window(m, run);
    if (run->cursor < m->bdata.node_low_pfn)
        return;
    run->phase = PHASE_BITMAP;
    run->cursor = m->bdata.map_pfn;
    run->end = run->cursor + bootmem_bootmap_pages(m->bdata.node_low_pfn - m->bdata.node_min_pfn);
    LEAF(m, F_bootmem_bootmap_pages, FMT_DEC, run->end - run->cursor,
         value(m, V_pages, FMT_DEC, m->bdata.node_low_pfn - m->bdata.node_min_pfn));
}

static bool bitmap_piece(struct machine *m, struct op_run *run)
{
    line(m, L_bootmem_map);
    free_pages_bootmem(m, pfn_to_page(m, run->cursor), 0);
    run->result.count++;
    if (++run->cursor < run->end)
        return true;
    leave_with(m, F_free_all_bootmem_core, FMT_DEC, run->result.count);
    if (walking(m))
        value_change(m, V_totalram_pages, FMT_DEC, m->totalram_pages,
                     m->totalram_pages + run->result.count);
    set_word(m, &m->totalram_pages, m->totalram_pages + run->result.count, FIELD_totalram_pages);
    leave_with(m, F_free_all_bootmem, FMT_DEC, run->result.count);
    enter(m, F_free_highpages);
    if (walking(m))
        value(m, V_max_low, FMT_PFN, m->max_low_pfn);
    run->phase = PHASE_HIGHMEM;
    run->cursor = m->max_low_pfn;
    return highmem_next(m, run);
}

static bool highmem_piece(struct machine *m, struct op_run *run)
{
    for (uint32_t n = 0; n < HIGHMEM_PIECE && run->cursor < run->end; n++) {
        free_highmem_page(m, pfn_to_page(m, run->cursor++));
        run->result.count++;
    }
    if (run->cursor < run->end)
        return true;
    leave(m, F_free_area_high);
    return highmem_next(m, run);
}

void mem_init_begin(struct machine *m, struct op_run *run)
{
    run->phase = PHASE_START;
    run->total = 0;
    for (int z = 0; z < MAX_NR_ZONES; z++)
        run->total += m->zone[z].present_pages;
}

bool mem_init_step(struct machine *m, struct op_run *run)
{
    bool more = true;

    switch (run->phase) {
    case PHASE_START:
        start(m, run);
        break;
    case PHASE_LOWMEM:
        lowmem_piece(m, run);
        break;
    case PHASE_BITMAP:
        more = bitmap_piece(m, run);
        break;
    default:
        more = highmem_piece(m, run);
        break;
    }
    run->done = run->result.count;
    return more;
}
