// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The page allocator, room by room: which functions of mm/page_alloc.c, mm/vmstat.c and their headers live where. Names are the kernel's
 * without leading underscores; where two differ only in them, the inner one ends in an underscore (free_pages_ is __free_pages).
 */
#ifndef ALLOC_PAGE_PAGE_H
#define ALLOC_PAGE_PAGE_H

#include "alloc/change.h"

/* include/linux/gfp.h:12 */
#define GFP_DMA_                  0x1u
#define GFP_HIGHMEM_              0x2u
#define GFP_DMA32_                0x4u
#define GFP_MOVABLE_              0x8u
#define GFP_WAIT_                 0x10u
#define GFP_HIGH_                 0x20u
#define GFP_IO_                   0x40u
#define GFP_FS_                   0x80u
#define GFP_COLD_                 0x100u
#define GFP_NOWARN_               0x200u
#define GFP_REPEAT_               0x400u
#define GFP_NOFAIL_               0x800u
#define GFP_NORETRY_              0x1000u
#define GFP_MEMALLOC_             0x2000u
#define GFP_COMP_                 0x4000u
#define GFP_ZERO_                 0x8000u
#define GFP_NOMEMALLOC_           0x10000u
#define GFP_HARDWALL_             0x20000u
#define GFP_THISNODE_             0x40000u
#define GFP_RECLAIMABLE_          0x80000u
#define GFP_NO_KSWAPD_            0x400000u
#define GFP_MOVABLE_MASK          (GFP_MOVABLE_ | GFP_RECLAIMABLE_)
#define GFP_BITS_MASK             0x1ffffffu
#define GFP_BOOT_MASK             (GFP_BITS_MASK & ~(GFP_WAIT_ | GFP_IO_ | GFP_FS_)) /* gfp.h:138 */
#define GFP_HIGHUSER_MOVABLE_MASK 0x200dau

/* mm/internal.h:334 */
#define ALLOC_WMARK_MASK    0x3u
#define ALLOC_WMARK_LOW     0x1u
#define ALLOC_WMARK_HIGH    0x2u
#define ALLOC_NO_WATERMARKS 0x4u
#define ALLOC_HARDER        0x10u
#define ALLOC_HIGH          0x20u
#define ALLOC_CPUSET        0x40u

#define PAGE_ALLOC_COSTLY_ORDER 3

/* include/linux/page-flags.h:75; without PAGEFLAGS_EXTENDED a head is compound, a tail compound and reclaim. */
#define PG_RESERVED               (1u << 10)
#define PG_COMPOUND               (1u << 14)
#define PG_RECLAIM                (1u << 17)
#define PAGE_FLAGS_CHECK_AT_PREP  0x1fffffu
#define PAGE_BUDDY_MAPCOUNT_VALUE (-128)
#define PAGE_MAPPING_ANON         1u /* include/linux/mm.h:901 */

/* A zone's index, also for walks and trace points. */
static inline uint32_t zone_idx(const struct machine *m, const struct zone *zone)
{
    return (uint32_t)(zone - m->zone);
}
static inline uint32_t zone_or_none(const struct machine *m, const struct zone *zone)
{
    return zone ? zone_idx(m, zone) : NO_PFN;
}
static inline bool populated_zone(const struct zone *zone)
{
    return zone->present_pages != 0;
}
/* include/linux/mmzone.h:553 and :558 */
static inline uint32_t zone_end_pfn(const struct zone *zone)
{
    return zone->zone_start_pfn + zone->spanned_pages;
}
static inline bool zone_spans_pfn(const struct zone *zone, uint32_t pfn)
{
    return zone->zone_start_pfn <= pfn && pfn < zone_end_pfn(zone);
}
static inline struct zone *page_zone(struct machine *m, const struct page *page)
{
    return &m->zone[page->flags >> 26 & 3];
}
/* This cpu's page set of a zone; before stage `pageset` all zones share the cpu's boot page set. */
static inline struct per_cpu_pageset *zone_pageset(struct machine *m, const struct zone *zone,
                                                   uint32_t cpu)
{
    return zone->pageset_ready ? &m->pageset[zone_idx(m, zone)][cpu] : &m->boot_pageset[cpu];
}
/* The id of a page set's field, in the boot page set or the zone's own. */
#define PSET_FIELD(zone, name) ((zone)->pageset_ready ? FIELD_##name : FIELD_boot_##name)

static inline bool page_buddy(const struct page *page)
{
    return page->_mapcount == PAGE_BUDDY_MAPCOUNT_VALUE;
}

/* Values of the walk: this cpu's page set of a zone, and one of its lists. Call only when walking(). */
static inline void value_pcp(struct machine *m, enum value_id v, const struct zone *zone,
                             uint32_t cpu)
{
    value(m, v, FMT_PCP, zone_idx(m, zone) | cpu << 8);
}
static inline void value_pcp_list(struct machine *m, const struct zone *zone, uint32_t mt)
{
    emit(m, event_head(EV_VALUE, FMT_PCPLIST, V_list), mt, zone_idx(m, zone) | m->cpu << 8, 0);
}

/* ---- gfp.c: what a request's bits mean ---- */
uint32_t gfp_zone(struct machine *m, uint32_t flags);
uint32_t allocflags_to_migratetype(struct machine *m, uint32_t gfp_flags);
uint32_t gfp_to_alloc_flags(struct machine *m, uint32_t gfp_mask);
bool gfp_thisnode_allocation(struct machine *m, uint32_t gfp_mask);

/* ---- zone.c: zonelists and watermarks ---- */

/*
 * A position in the zonelist: an index into m->zonerefs, nr_zonerefs = the end. first and next give the zone there that is not above
 * `highest`, NULL at the end (include/linux/mmzone.h:1003, mm/mmzone.c:55).
 */
struct zone *first_zones_zonelist(struct machine *m, uint32_t highest, uint32_t *pos);
struct zone *next_zones_zonelist(struct machine *m, uint32_t highest, uint32_t *pos);
bool zone_local(struct machine *m, const struct zone *local, const struct zone *zone);
bool zone_watermark_ok(struct machine *m, struct zone *z, uint32_t order, uint32_t mark,
                       uint32_t classzone_idx, uint32_t alloc_flags);

/* ---- vmstat.c ---- */
int32_t zone_page_state(struct machine *m, const struct zone *zone, enum zone_stat_item item);
void zone_page_state_add(struct machine *m, int32_t x, struct zone *zone, enum zone_stat_item item);
void mod_zone_page_state_(struct machine *m, struct zone *zone, enum zone_stat_item item,
                          int32_t delta);
void mod_zone_page_state(struct machine *m, struct zone *zone, enum zone_stat_item item,
                         int32_t delta);
void mod_zone_freepage_state(struct machine *m, struct zone *zone, int32_t nr_pages,
                             uint32_t migratetype);
void refresh_cpu_vm_stats(struct machine *m);
/* __count_vm_events(): include/linux/vmstat.h:40 */
static inline void count_vm_events(struct machine *m, enum vm_event_item item, enum value_id name,
                                   uint32_t n)
{
    if (walking(m))
        value_change(m, name, FMT_DEC, m->vm_event[item], m->vm_event[item] + n);
    set_word(m, &m->vm_event[item], m->vm_event[item] + n, FIELD_vm_event);
}

/* ---- pageblock.c ---- */
uint32_t get_pageblock_migratetype(struct machine *m, const struct page *page);
void set_pageblock_migratetype(struct machine *m, struct page *page, uint32_t migratetype);
/* The type without a trace in the walk. */
uint32_t pageblock_type(const struct machine *m, uint32_t pfn);
int move_freepages_block(struct machine *m, struct zone *zone, struct page *page,
                         uint32_t migratetype);
/* arch/arm/mm/init.c:295: is this page frame RAM? */
bool pfn_valid(const struct machine *m, uint32_t pfn);

/* ---- buddy.c: taking from and giving back to the free lists ---- */
void set_page_order(struct machine *m, struct page *page, uint32_t order);
void rmv_page_order(struct machine *m, struct page *page);
void set_freepage_migratetype(struct machine *m, struct page *page, uint32_t migratetype);
void expand(struct machine *m, struct zone *zone, struct page *page, uint32_t low, uint32_t high,
            uint32_t migratetype);
struct page *rmqueue_smallest(struct machine *m, struct zone *zone, uint32_t order,
                              uint32_t migratetype);
void free_one_page_(struct machine *m, struct page *page, struct zone *zone, uint32_t order,
                    uint32_t migratetype);

/* ---- fallback.c ---- */
struct page *rmqueue(struct machine *m, struct zone *zone, uint32_t order, uint32_t migratetype);

/* ---- pcp.c ---- */
int rmqueue_bulk(struct machine *m, struct zone *zone, uint32_t order, int count,
                 struct list_head *list, uint32_t migratetype, bool cold);
void free_pcppages_bulk(struct machine *m, struct zone *zone, int count, struct per_cpu_pages *pcp);
void free_hot_cold_page(struct machine *m, struct page *page, bool cold);
void free_hot_cold_page_list(struct machine *m, struct list_head *list, bool cold);
void drain_pages(struct machine *m, uint32_t cpu);
void drain_local_pages(struct machine *m);
void drain_all_pages(struct machine *m);

/* ---- prep.c: what is checked and set when a page changes hands ---- */
void set_page_refcounted(struct machine *m, struct page *page);
void prep_new_page(struct machine *m, struct page *page, uint32_t order, uint32_t gfp_flags);
bool free_pages_prepare(struct machine *m, struct page *page, uint32_t order);

/* ---- page_alloc.c: the two doors ---- */

/* alloc_pages(): the first page of 2^order, or NULL. gfp.h:310 */
struct page *alloc_pages(struct machine *m, uint32_t gfp_mask, uint32_t order);
/* alloc_pages_exact_node(0, …): include/linux/gfp.h:320. */
struct page *alloc_pages_exact_node(struct machine *m, uint32_t gfp_mask, uint32_t order);
struct page *get_page_from_freelist(struct machine *m, uint32_t gfp_mask, uint32_t order,
                                    uint32_t high_zoneidx, uint32_t alloc_flags,
                                    struct zone *preferred_zone, uint32_t migratetype);
/* __free_pages(): drops a reference; the last one frees. mm/page_alloc.c:2793 */
void free_pages_(struct machine *m, struct page *page, uint32_t order);
void split_page(struct machine *m, struct page *page, uint32_t order);
/* The same two, compiled without reports (quiet.c). */
struct page *quiet_alloc_pages(struct machine *m, uint32_t gfp_mask, uint32_t order);
void quiet_free_pages_(struct machine *m, struct page *page, uint32_t order);
/* put_page_testzero(), include/linux/mm.h:295 */
bool put_page_testzero(struct machine *m, struct page *page);

/* ---- refs.c: who holds a page ---- */
#define PAGEVEC_SIZE 14u /* include/linux/pagevec.h:12 */
void get_page(struct machine *m, struct page *page);
void put_page(struct machine *m, struct page *page);
/* One reference to each of up to PAGEVEC_SIZE pages goes; whose last it was are freed together. */
void release_pages(struct machine *m, const uint32_t *pfns, uint32_t nr);
/* One more or one less of a page's zone, by the function `f` of mm/vmstat.c. */
void change_zone_page_state(struct machine *m, const struct page *page, enum zone_stat_item item,
                            bool up, enum function_id f);

/* ---- slowpath.c ---- */
struct page *alloc_pages_slowpath(struct machine *m, uint32_t gfp_mask, uint32_t order,
                                  uint32_t high_zoneidx, struct zone *preferred_zone,
                                  uint32_t migratetype);

/* mm/page_alloc.c:2087 (proc_failure.c): logs it. */
void warn_alloc_failed(struct machine *m, uint32_t gfp_mask, uint32_t order);

/* ---- wmark.c ---- */
void setup_per_zone_wmarks(struct machine *m);
void init_per_zone_wmark_min(struct machine *m);
uint32_t nr_free_pagecache_pages(struct machine *m);

/* ---- pageset.c ---- */
void setup_boot_pageset(struct machine *m, uint32_t cpu);
void setup_per_cpu_pageset(struct machine *m);

#endif
