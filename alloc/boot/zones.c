// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The memory map (SPARSEMEM, sections of 256 MiB) and the zones, as bootmem_init() leaves them.
 */
#include "alloc/boot/boot.h"
#include "alloc/page/page.h"

#define SMP_CACHE_BYTES 64u
#define NR_MEM_SECTIONS 16u
#define MEM_SECTION_ROOT_BYTES \
    4096u /* 512 struct mem_section of 8 bytes: SPARSEMEM_EXTREME takes a page of them at a time */
#define USEMAP_BYTES          32u /* 64 pageblocks of 4 bits */
#define WAIT_QUEUE_HEAD_BYTES 24u /* sizeof(wait_queue_head_t) with DEBUG_SPINLOCK */

static bool section_present(const struct machine *m, uint32_t section)
{
    for (uint32_t i = 0; i < m->memory.cnt; i++) {
        uint64_t base = m->memory.regions[i].base, end = base + m->memory.regions[i].size;

        if (base >> 28 <= section && section <= (end - 1) >> 28)
            return true;
    }
    return false;
}

/* mm/sparse.c:518: the section table, pageblock bitmaps, then one memory map per section; the scratch table goes back last. */
bool sparse_init(struct machine *m, uint32_t page_struct_size)
{
    uint32_t goal = BOOTMEM_LOW_LIMIT(m),
             map_bytes = (PAGES_PER_SECTION * page_struct_size + 4095) & ~4095u, count = 0, scratch;

    if (alloc_bootmem(m, MEM_SECTION_ROOT_BYTES, SMP_CACHE_BYTES, goal) == NO_ADDRESS)
        return false;
    scratch = alloc_bootmem(m, 4 * NR_MEM_SECTIONS, SMP_CACHE_BYTES, goal);
    for (uint32_t s = 0; s < NR_MEM_SECTIONS; s++)
        count += section_present(m, s);
    if (scratch == NO_ADDRESS ||
        alloc_bootmem(m, USEMAP_BYTES * count, SMP_CACHE_BYTES, goal) == NO_ADDRESS)
        return false;
    for (uint32_t s = 0; s < NR_MEM_SECTIONS; s++) {
        uint32_t map;

        if (!section_present(m, s))
            continue;
        map = alloc_bootmem(m, map_bytes, 4096, goal);
        if (map == NO_ADDRESS)
            return false;
        m->section_mem_map[s] = map >> 12;
    }
    free_bootmem(m, scratch, 4 * NR_MEM_SECTIONS);
    return true;
}

/* mm/page_alloc.c:3845: one wait queue per 256 pages, as a power of two, at least 4, at most 4,096. */
static uint32_t wait_table_entries(uint32_t pages)
{
    uint32_t size = 4;

    while (size < pages / 256)
        size <<= 1;
    return size < 4096 ? size : 4096;
}

/* mm/page_alloc.c:4000: one struct page per frame that is RAM; every pageblock MOVABLE. */
static void memmap_init_zone(struct machine *m, uint32_t z)
{
    struct zone *zone = &m->zone[z];

    for (uint32_t pfn = zone->zone_start_pfn; pfn < zone_end_pfn(zone); pfn++) {
        struct page *page = pfn_to_page(m, pfn);

        if (!pfn_valid(m, pfn))
            continue;
        page->flags = (pfn >> 16) << 28 | z << 26 | PG_RESERVED;
        page->_count = 1;
        page->_mapcount = -1;
        if (!(pfn & (PAGEBLOCK_NR_PAGES - 1)))
            set_pageblock_migratetype(m, page, MIGRATE_MOVABLE);
        page->lru.next = page->lru.prev = offset_of(m, &page->lru);
    }
}

/* mm/page_alloc.c:4704: how many pages the zone's memory map takes; a zone with holes counts only what is present. */
static uint32_t calc_memmap_size(const struct zone *zone, uint32_t page_struct_size)
{
    uint32_t pages = zone->spanned_pages;

    if (pages > zone->present_pages + (zone->present_pages >> 4))
        pages = zone->present_pages;
    return (pages * page_struct_size + 4095) >> 12;
}

/* mm/page_alloc.c:4732: sizes, free lists, wait table, memory map of one zone. */
static bool free_area_init_core(struct machine *m, uint32_t z, uint32_t page_struct_size)
{
    struct zone *zone = &m->zone[z];
    uint32_t memmap_pages = calc_memmap_size(zone, page_struct_size);

    zone->managed_pages = zone->present_pages;
    if (z == ZONE_NORMAL && zone->managed_pages >= memmap_pages)
        zone->managed_pages -= memmap_pages;
    zone->vm_stat[NR_ALLOC_BATCH] = (int32_t)zone->managed_pages;
    m->vm_stat[NR_ALLOC_BATCH] += (int32_t)zone->managed_pages;
    for (uint32_t order = 0; order < MAX_ORDER; order++)
        for (uint32_t mt = 0; mt < MIGRATE_TYPES; mt++) {
            struct list_head *head = &zone->free_area[order].free_list[mt];

            head->next = head->prev = offset_of(m, head);
        }
    if (!zone->spanned_pages)
        return true;
    if (alloc_bootmem(m, wait_table_entries(zone->spanned_pages) * WAIT_QUEUE_HEAD_BYTES,
                      SMP_CACHE_BYTES, BOOTMEM_LOW_LIMIT(m)) == NO_ADDRESS)
        return false;
    memmap_init_zone(m, z);
    return true;
}

static uint32_t present_between(const struct machine *m, uint32_t start, uint32_t end)
{
    uint32_t present = 0;

    for (uint32_t i = 0; i < m->memory.cnt; i++) {
        uint32_t base = m->memory.regions[i].base >> 12,
                 top = base + (m->memory.regions[i].size >> 12);
        uint32_t lo = base > start ? base : start, hi = top < end ? top : end;

        if (lo < hi)
            present += hi - lo;
    }
    return present;
}

/* Low memory is zone Normal, the rest HighMem, Movable empty (arch/arm/mm/init.c:217). */
bool free_area_init(struct machine *m, const struct profile *p)
{
    uint32_t start[MAX_NR_ZONES] = { m->first_pfn, m->max_low_pfn, 0 },
             end[MAX_NR_ZONES] = { m->max_low_pfn, m->max_pfn, 0 };

    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        struct zone *zone = &m->zone[z];

        if (end[z] > start[z]) {
            zone->zone_start_pfn = start[z];
            zone->spanned_pages = end[z] - start[z];
            zone->present_pages = present_between(m, start[z], end[z]);
        }
        if (!free_area_init_core(m, z, p->page_struct_size))
            return false;
    }
    return true;
}
