// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The slow path: wake kswapd, try again with the min watermark, then with none, then compaction and reclaim. kswapd, compaction, reclaim and
 * the OOM killer do nothing here but report that they were called, and say that they did nothing.
 */
#include "alloc/page/page.h"

/*
 * Where the kernel would loop until memory comes back, the model stops after SLOWPATH_MAX_ROUNDS (op.h): nothing frees memory while an
 * operation runs, so every further round would be the same.
 */

/* A request on its way through the slow path. */
struct request {
    uint32_t gfp_mask, order, high_zoneidx, alloc_flags;
    struct zone *preferred_zone;
    uint32_t migratetype;
    bool sync_migration;
};

static void show_request(struct machine *m, const struct request *r)
{
    value(m, V_gfp_mask, FMT_HEX, r->gfp_mask);
    value(m, V_order, FMT_DEC, r->order);
    value(m, V_high_zoneidx, FMT_DEC, r->high_zoneidx);
    value(m, V_preferred_zone, FMT_ZONE, zone_idx(m, r->preferred_zone));
    value(m, V_migratetype, FMT_MT, r->migratetype);
}

static void wakeup_kswapd(struct machine *m, struct zone *zone, uint32_t order,
                          uint32_t classzone_idx)
{
    enter(m, F_wakeup_kswapd);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_order, FMT_DEC, order);
        value(m, V_classzone_idx, FMT_DEC, classzone_idx);
    }
    point(m, P_W, zone_idx(m, zone), order, classzone_idx);
    leave(m, F_wakeup_kswapd);
}

/* mm/page_alloc.c:2396: wakes kswapd for every zone of the list and gives the fair shares back. A share below zero is read as zero, so it is not
 * wholly repaired. */
static void prepare_slowpath(struct machine *m, const struct request *r)
{
    uint32_t pos;

    enter(m, F_prepare_slowpath);
    if (walking(m))
        show_request(m, r);
    for (struct zone *zone = first_zones_zonelist(m, r->high_zoneidx, &pos); zone;
         zone = next_zones_zonelist(m, r->high_zoneidx, &pos)) {
        int32_t share = (int32_t)(zone->watermark[WMARK_HIGH] - zone->watermark[WMARK_LOW]);

        if (!(r->gfp_mask & GFP_NO_KSWAPD_))
            wakeup_kswapd(m, zone, r->order, zone_idx(m, r->preferred_zone));
        zone_local(m, r->preferred_zone, zone);
        mod_zone_page_state(m, zone, NR_ALLOC_BATCH,
                            share - zone_page_state(m, zone, NR_ALLOC_BATCH));
    }
    leave(m, F_prepare_slowpath);
}

/* mm/page_alloc.c:2377: who may not fail stays in here until there is memory. */
static struct page *alloc_pages_high_priority(struct machine *m, const struct request *r)
{
    uint32_t rounds = r->gfp_mask & GFP_NOFAIL_ ? SLOWPATH_MAX_ROUNDS : 1;
    struct page *page = NULL;

    enter(m, F_alloc_pages_high_priority);
    if (walking(m))
        show_request(m, r);
    while (!page && rounds--)
        page = get_page_from_freelist(m, r->gfp_mask, r->order, r->high_zoneidx,
                                      ALLOC_NO_WATERMARKS, r->preferred_zone, r->migratetype);
    leave_with(m, F_alloc_pages_high_priority, FMT_PFN, pfn_or_none(m, page));
    return page;
}

/* mm/page_alloc.c:2232: compaction says that it skipped the request, so no page comes of it. */
static void alloc_pages_direct_compact(struct machine *m, const struct request *r)
{
    enter(m, F_alloc_pages_direct_compact);
    if (walking(m)) {
        show_request(m, r);
        value(m, V_alloc_flags, FMT_HEX, r->alloc_flags);
        value(m, V_sync_migration, FMT_DEC, r->sync_migration);
    }
    if (r->order) {
        LEAF(m, F_compaction_deferred, FMT_DEC, 0,
             value(m, V_zone, FMT_ZONE, zone_idx(m, r->preferred_zone));
             value(m, V_order, FMT_DEC, r->order));
        enter(m, F_try_to_compact_pages);
        if (walking(m)) {
            value(m, V_order, FMT_DEC, r->order);
            value(m, V_gfp_mask, FMT_HEX, r->gfp_mask);
            value(m, V_sync, FMT_DEC, r->sync_migration);
        }
        point(m, P_C, r->order, r->gfp_mask, r->sync_migration);
        leave_with(m, F_try_to_compact_pages, FMT_DEC, 0);
    }
    leave_with(m, F_alloc_pages_direct_compact, FMT_PFN, NO_PFN);
}

/* mm/page_alloc.c:2336: reclaim frees nothing, so nothing is tried again. */
static void alloc_pages_direct_reclaim(struct machine *m, const struct request *r)
{
    enter(m, F_alloc_pages_direct_reclaim);
    if (walking(m)) {
        show_request(m, r);
        value(m, V_alloc_flags, FMT_HEX, r->alloc_flags);
    }
    enter(m, F_perform_reclaim);
    if (walking(m)) {
        value(m, V_gfp_mask, FMT_HEX, r->gfp_mask);
        value(m, V_order, FMT_DEC, r->order);
    }
    enter(m, F_try_to_free_pages);
    if (walking(m)) {
        value(m, V_order, FMT_DEC, r->order);
        value(m, V_gfp_mask, FMT_HEX, r->gfp_mask);
    }
    point(m, P_R, r->order, r->gfp_mask, 0);
    leave_with(m, F_try_to_free_pages, FMT_DEC, 0);
    leave_with(m, F_perform_reclaim, FMT_DEC, 0);
    leave_with(m, F_alloc_pages_direct_reclaim, FMT_PFN, NO_PFN);
}

/* mm/oom_kill.c:609: kills nobody here. */
static void out_of_memory(struct machine *m, const struct request *r)
{
    enter(m, F_out_of_memory);
    if (walking(m)) {
        value(m, V_gfp_mask, FMT_HEX, r->gfp_mask);
        value(m, V_order, FMT_DEC, r->order);
        value(m, V_force_kill, FMT_DEC, 0);
    }
    point(m, P_O, r->order, r->gfp_mask, 0);
    leave(m, F_out_of_memory);
}

/* mm/page_alloc.c:2179: one last try with the high watermark; the OOM killer is for small orders only. */
static struct page *alloc_pages_may_oom(struct machine *m, const struct request *r)
{
    struct page *page;

    enter(m, F_alloc_pages_may_oom);
    if (walking(m))
        show_request(m, r);
    LEAF(m, F_try_set_zonelist_oom, FMT_DEC, 1, value(m, V_gfp_mask, FMT_HEX, r->gfp_mask));
    page =
        get_page_from_freelist(m, r->gfp_mask | GFP_HARDWALL_, r->order, r->high_zoneidx,
                               ALLOC_WMARK_HIGH | ALLOC_CPUSET, r->preferred_zone, r->migratetype);
    if (!page && (r->gfp_mask & GFP_NOFAIL_ ||
                  (r->order <= PAGE_ALLOC_COSTLY_ORDER && !(r->gfp_mask & GFP_THISNODE_))))
        out_of_memory(m, r);
    LEAF(m, F_clear_zonelist_oom, FMT_VOID, 0, value(m, V_gfp_mask, FMT_HEX, r->gfp_mask));
    leave_with(m, F_alloc_pages_may_oom, FMT_PFN, pfn_or_none(m, page));
    return page;
}

/* mm/page_alloc.c:2137. Reclaim made no progress, ever. */
static bool should_alloc_retry(struct machine *m, const struct request *r)
{
    bool retry = !(r->gfp_mask & GFP_NORETRY_) &&
                 (r->gfp_mask & GFP_NOFAIL_ || r->order <= PAGE_ALLOC_COSTLY_ORDER ||
                  r->gfp_mask & GFP_REPEAT_);

    LEAF(m, F_should_alloc_retry, FMT_DEC, retry, value(m, V_gfp_mask, FMT_HEX, r->gfp_mask);
         value(m, V_order, FMT_DEC, r->order); value(m, V_did_some_progress, FMT_DEC, 0);
         value(m, V_pages_reclaimed, FMT_DEC, 0));
    return retry;
}

/* How a round ended. STUCK: in a loop of its own, which the kernel would not leave. */
enum round { ROUND_GOT, ROUND_NOPAGE, ROUND_RESTART, ROUND_REBALANCE, ROUND_STUCK };

/* mm/page_alloc.c:2521: from `rebalance` on. */
static enum round rebalance(struct machine *m, struct request *r, struct page **page)
{
    *page = get_page_from_freelist(m, r->gfp_mask, r->order, r->high_zoneidx,
                                   r->alloc_flags & ~ALLOC_NO_WATERMARKS, r->preferred_zone,
                                   r->migratetype);
    if (*page)
        return ROUND_GOT;
    if (r->alloc_flags & ALLOC_NO_WATERMARKS) {
        line(m, L_slow_high_prio);
        *page = alloc_pages_high_priority(m, r);
        if (*page)
            return ROUND_GOT;
        if (r->gfp_mask & GFP_NOFAIL_)
            return ROUND_STUCK;
    }
    if (!(r->gfp_mask & GFP_WAIT_) || m->task_memalloc)
        return ROUND_NOPAGE;
    alloc_pages_direct_compact(m, r);
    r->sync_migration = true;
    alloc_pages_direct_reclaim(m, r);

    bool may_oom = r->gfp_mask & GFP_FS_ && !(r->gfp_mask & GFP_NORETRY_);
    LEAF(m, F_oom_gfp_allowed, FMT_DEC, may_oom, value(m, V_gfp_mask, FMT_HEX, r->gfp_mask));
    if (may_oom) {
        *page = alloc_pages_may_oom(m, r);
        if (*page)
            return ROUND_GOT;
        return !(r->gfp_mask & GFP_NOFAIL_) && r->order > PAGE_ALLOC_COSTLY_ORDER ? ROUND_NOPAGE
                                                                                  : ROUND_RESTART;
    }
    if (should_alloc_retry(m, r))
        return ROUND_REBALANCE;
    alloc_pages_direct_compact(m, r);
    return ROUND_NOPAGE;
}

/* mm/page_alloc.c:2477 */
struct page *alloc_pages_slowpath(struct machine *m, uint32_t gfp_mask, uint32_t order,
                                  uint32_t high_zoneidx, struct zone *preferred_zone,
                                  uint32_t migratetype)
{
    struct request r = {
        .gfp_mask = gfp_mask,
        .order = order,
        .high_zoneidx = high_zoneidx,
        .preferred_zone = preferred_zone,
        .migratetype = migratetype,
    };
    enum round next = ROUND_RESTART;
    struct page *page = NULL;

    enter(m, F_alloc_pages_slowpath);
    if (walking(m))
        show_request(m, &r);
    if (order >= MAX_ORDER) { /* no block is that large: mm/page_alloc.c:2497 */
        leave_with(m, F_alloc_pages_slowpath, FMT_PFN, NO_PFN);
        return NULL;
    }
    gfp_thisnode_allocation(m, gfp_mask);
    for (uint32_t n = 0;
         n < SLOWPATH_MAX_ROUNDS && (next == ROUND_RESTART || next == ROUND_REBALANCE); n++) {
        if (next == ROUND_RESTART) {
            uint32_t pos;

            prepare_slowpath(m, &r);
            r.alloc_flags = gfp_to_alloc_flags(m, gfp_mask);
            if (!(r.alloc_flags & ALLOC_CPUSET))
                r.preferred_zone = first_zones_zonelist(m, high_zoneidx, &pos);
        }
        next = rebalance(m, &r, &page);
    }
    if (next != ROUND_GOT && next != ROUND_NOPAGE) {
        line(m, L_oom_limit);
        m->host.run.result.rounds = SLOWPATH_MAX_ROUNDS;
    }
    if (!page) {
        line(m, L_slow_nopage);
        LEAF(m, F_warn_alloc_failed, FMT_VOID, 0, value(m, V_gfp_mask, FMT_HEX, gfp_mask);
             value(m, V_order, FMT_DEC, order));
        warn_alloc_failed(m, gfp_mask, order);
    }
    leave_with(m, F_alloc_pages_slowpath, FMT_PFN, pfn_or_none(m, page));
    return page;
}
