// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Per-cpu pages: single pages kept ready per cpu, zone and type. Filled in batches when a list is empty, drained in batches when count
 * reaches high. The page's index remembers its type while it is here.
 */
#include "alloc/page/page.h"

/*
 * mm/page_alloc.c:1148: brings up to `count` blocks to the list. Hot ones end in the order in which they were found, the first at the
 * head; cold ones in reverse. Returns how many.
 */
int rmqueue_bulk(struct machine *m, struct zone *zone, uint32_t order, int count,
                 struct list_head *list, uint32_t migratetype, bool cold)
{
    int i;

    enter(m, F_rmqueue_bulk);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_order, FMT_DEC, order);
        value(m, V_count, FMT_DEC, (uint32_t)count);
        value_pcp_list(m, zone, migratetype);
        value(m, V_migratetype, FMT_MT, migratetype);
        value(m, V_cold, FMT_DEC, cold);
    }
    for (i = 0; i < count; i++) {
        struct page *page = rmqueue(m, zone, order, migratetype);

        if (!page)
            break;
        line(m, cold ? L_bulk_add_tail : L_bulk_add);
        if (walking(m)) {
            value(m, V_i, FMT_DEC, (uint32_t)i);
            value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        }
        if (cold)
            list_add_tail(m, &page->lru, list, LIST_PCP);
        else
            list_add(m, &page->lru, list, LIST_PCP);
        set_freepage_migratetype(m, page, migratetype);
        list = &page->lru;
    }
    mod_zone_page_state_(m, zone, NR_FREE_PAGES, -(i << order));
    leave_with(m, F_rmqueue_bulk, FMT_DEC, (uint32_t)i);
    return i;
}

/* mm/page_alloc.c:648, inner loop: one page from the tail of the list back to the buddy lists, under the type that it carries. */
static void free_pcp_tail(struct machine *m, struct zone *zone, struct list_head *list)
{
    struct page *page = lru_page(m, list->prev);
    uint32_t mt;

    line(m, L_drain_del);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    list_del(m, &page->lru, LIST_PCP);
    mt = page->index;
    LEAF(m, F_get_freepage_migratetype, FMT_MT, mt,
         value(m, V_page, FMT_PFN, page_to_pfn(m, page)));
    free_one_page_(m, page, zone, 0, mt);
    point(m, P_D, page_to_pfn(m, page), 0, mt);
    mod_zone_page_state_(m, zone, NR_FREE_PAGES, 1);
}

/* Whose page set this is, for the walk. */
static uint32_t pcp_cpu(struct machine *m, const struct zone *zone, const struct per_cpu_pages *pcp)
{
    uint32_t cpu = 0;

    while (&zone_pageset(m, zone, cpu)->pcp != pcp)
        cpu++;
    return cpu;
}

/*
 * mm/page_alloc.c:648: takes `count` pages, list after list in turn, from the tails. Each step to a next list, also past an empty one, adds one
 * to the number that the list found must give; the only list with pages gives all.
 */
void free_pcppages_bulk(struct machine *m, struct zone *zone, int count, struct per_cpu_pages *pcp)
{
    uint32_t migratetype = 0;
    int batch_free = 0, to_free = count;

    enter(m, F_free_pcppages_bulk);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_count, FMT_DEC, (uint32_t)count);
        value_pcp(m, V_pcp, zone, pcp_cpu(m, zone, pcp));
        value(m, V_pcp_count, FMT_DEC, (uint32_t)pcp->count);
    }
    while (to_free) {
        struct list_head *list;

        do {
            batch_free++;
            if (++migratetype == MIGRATE_PCPTYPES)
                migratetype = 0;
            list = &pcp->lists[migratetype];
        } while (list_empty(m, list));
        if (batch_free == MIGRATE_PCPTYPES)
            batch_free = to_free;
        line(m, L_drain_pick);
        if (walking(m)) {
            value(m, V_migratetype, FMT_MT, migratetype);
            value(m, V_batch_free, FMT_DEC, (uint32_t)batch_free);
            value(m, V_to_free, FMT_DEC, (uint32_t)to_free);
        }
        do {
            free_pcp_tail(m, zone, list);
        } while (--to_free && --batch_free && !list_empty(m, list));
    }
    leave(m, F_free_pcppages_bulk);
}

static void set_pcp_count(struct machine *m, const struct zone *zone, struct per_cpu_pages *pcp,
                          int32_t count)
{
    if (walking(m))
        value_change(m, V_pcp_count, FMT_DEC, (uint32_t)pcp->count, (uint32_t)count);
    set_int(m, &pcp->count, count, PSET_FIELD(zone, pcp_count));
}

/* mm/page_alloc.c:1347: a single page goes to the cpu's list of its pageblock's type, RESERVE to MOVABLE's; when full, a batch drains. */
void free_hot_cold_page(struct machine *m, struct page *page, bool cold)
{
    struct zone *zone = page_zone(m, page);
    struct per_cpu_pages *pcp;
    uint32_t migratetype;

    enter(m, F_free_hot_cold_page);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_cold, FMT_DEC, cold);
    }
    free_pages_prepare(m, page, 0);
    migratetype = get_pageblock_migratetype(m, page);
    set_freepage_migratetype(m, page, migratetype);
    count_vm_events(m, PGFREE, V_pgfree, 1);
    if (migratetype >= MIGRATE_PCPTYPES)
        migratetype = MIGRATE_MOVABLE;
    pcp = &zone_pageset(m, zone, m->cpu)->pcp;
    line(m, cold ? L_pcp_add_tail : L_pcp_add);
    if (walking(m))
        value_pcp_list(m, zone, migratetype);
    if (cold)
        list_add_tail(m, &page->lru, &pcp->lists[migratetype], LIST_PCP);
    else
        list_add(m, &page->lru, &pcp->lists[migratetype], LIST_PCP);
    set_pcp_count(m, zone, pcp, pcp->count + 1);
    if (pcp->count >= pcp->high) {
        int32_t batch = pcp->batch;

        line(m, L_pcp_over);
        if (walking(m)) {
            value(m, V_pcp_high, FMT_DEC, (uint32_t)pcp->high);
            value(m, V_pcp_batch, FMT_DEC, (uint32_t)batch);
        }
        free_pcppages_bulk(m, zone, batch, pcp);
        set_pcp_count(m, zone, pcp, pcp->count - batch);
    }
    leave(m, F_free_hot_cold_page);
}

/* mm/page_alloc.c:1396: frees a list from its head on. */
void free_hot_cold_page_list(struct machine *m, struct list_head *list, bool cold)
{
    enter(m, F_free_hot_cold_page_list);
    if (walking(m))
        value(m, V_cold, FMT_DEC, cold);
    for (uint32_t off = list->next; off != offset_of(m, list);) {
        struct page *page = lru_page(m, off);

        off = page->lru.next;
        point(m, P_G, page_to_pfn(m, page), cold, 0);
        free_hot_cold_page(m, page, cold);
    }
    leave(m, F_free_hot_cold_page_list);
}

/* mm/page_alloc.c:1234: gives all of a cpu's pages back, zone by zone. */
void drain_pages(struct machine *m, uint32_t cpu)
{
    enter(m, F_drain_pages);
    if (walking(m))
        value(m, V_cpu, FMT_DEC, cpu);
    for (struct zone *zone = m->zone; zone < m->zone + MAX_NR_ZONES; zone++) {
        struct per_cpu_pages *pcp = &zone_pageset(m, zone, cpu)->pcp;

        if (!populated_zone(zone) || !pcp->count)
            continue;
        free_pcppages_bulk(m, zone, pcp->count, pcp);
        set_pcp_count(m, zone, pcp, 0);
    }
    leave(m, F_drain_pages);
}

/* mm/page_alloc.c:1258 */
void drain_local_pages(struct machine *m)
{
    enter(m, F_drain_local_pages);
    drain_pages(m, m->cpu);
    leave(m, F_drain_local_pages);
}

static bool has_pcps(struct machine *m, uint32_t cpu)
{
    for (struct zone *zone = m->zone; zone < m->zone + MAX_NR_ZONES; zone++)
        if (populated_zone(zone) && zone_pageset(m, zone, cpu)->pcp.count)
            return true;
    return false;
}

/*
 * mm/page_alloc.c:1272: every online cpu that has pages drains them. The cross-cpu call runs at once, the other cpus in ascending order, the
 * calling cpu last.
 */
void drain_all_pages(struct machine *m)
{
    uint32_t self = m->cpu;

    enter(m, F_drain_all_pages);
    enter(m, F_on_each_cpu_mask);
    for (uint32_t n = 0; n <= m->nr_online_cpus; n++) {
        uint32_t cpu = n < m->nr_online_cpus ? n : self;

        if ((n < m->nr_online_cpus && cpu == self) || !has_pcps(m, cpu))
            continue;
        set_word(m, &m->cpu, cpu, FIELD_cpu);
        drain_local_pages(m);
    }
    set_word(m, &m->cpu, self, FIELD_cpu);
    leave(m, F_on_each_cpu_mask);
    leave(m, F_drain_all_pages);
}
