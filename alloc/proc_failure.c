// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The report of a failed allocation, as warn_alloc_failed() and show_mem() print it. What is not modelled stands as 0.
 */
#include "alloc/page/page.h"
#include "alloc/printk.h"
#include "alloc/proc.h"

#define REPORT_BYTES 8192

#define KB(pages) ((pages)*4u)

static uint32_t zone_stat(const struct machine *m, uint32_t z, uint32_t item)
{
    int32_t x = m->zone[z].vm_stat[item];

    return x < 0 ? 0 : (uint32_t)x;
}

static uint32_t global_stat(const struct machine *m, uint32_t item)
{
    return m->vm_stat[item] < 0 ? 0 : (uint32_t)m->vm_stat[item];
}

static void pcp_lines(struct machine *m, uint32_t z, struct text *t)
{
    text_add(t, "%s per-cpu:\n", zone_table[z]);
    for (uint32_t cpu = 0; cpu < m->nr_online_cpus; cpu++) {
        const struct per_cpu_pages *p = &zone_pageset(m, &m->zone[z], cpu)->pcp;

        text_add(t, "CPU %4u: hi:%5d, btch:%4d usd:%4d\n", cpu, p->high, p->batch, p->count);
    }
}

static void global_lines(const struct machine *m, struct text *t)
{
    text_add(t, "active_anon:0 inactive_anon:0 isolated_anon:0\n"
                " active_file:0 inactive_file:0 isolated_file:0\n"
                " unevictable:0 dirty:0 writeback:0 unstable:0\n");
    text_add(t, " free:%u slab_reclaimable:%u slab_unreclaimable:%u\n",
             global_stat(m, NR_FREE_PAGES), global_stat(m, NR_SLAB_RECLAIMABLE),
             global_stat(m, NR_SLAB_UNRECLAIMABLE));
    text_add(t, " mapped:0 shmem:0 pagetables:0 bounce:0\n free_cma:0\n");
}

static void zone_line(const struct machine *m, uint32_t z, struct text *t)
{
    const struct zone *zone = &m->zone[z];

    text_add(t, "%s free:%ukB min:%ukB low:%ukB high:%ukB", zone_table[z],
             KB(zone_stat(m, z, NR_FREE_PAGES)), KB(zone->watermark[WMARK_MIN]),
             KB(zone->watermark[WMARK_LOW]), KB(zone->watermark[WMARK_HIGH]));
    text_add(t,
             " active_anon:0kB inactive_anon:0kB active_file:0kB inactive_file:0kB unevictable:0kB"
             " isolated(anon):0kB isolated(file):0kB");
    text_add(t, " present:%ukB managed:%ukB", KB(zone->present_pages), KB(zone->managed_pages));
    text_add(t, " mlocked:0kB dirty:0kB writeback:0kB mapped:0kB shmem:0kB");
    text_add(t, " slab_reclaimable:%ukB slab_unreclaimable:%ukB",
             KB(zone_stat(m, z, NR_SLAB_RECLAIMABLE)), KB(zone_stat(m, z, NR_SLAB_UNRECLAIMABLE)));
    text_add(
        t, " kernel_stack:0kB pagetables:0kB unstable:0kB bounce:0kB free_cma:0kB writeback_tmp:0kB"
           " pages_scanned:0 all_unreclaimable? yes\n");
    text_add(t, "lowmem_reserve[]: %u %u %u\n", zone->lowmem_reserve[0], zone->lowmem_reserve[1],
             zone->lowmem_reserve[2]);
}

/* mm/page_alloc.c:3190: "Normal: 2*4kB (UM) ... = 752704kB" */
static void order_line(const struct machine *m, uint32_t z, struct text *t)
{
    const struct zone *zone = &m->zone[z];
    uint32_t total = 0;

    text_add(t, "%s: ", zone_table[z]);
    for (uint32_t order = 0; order < MAX_ORDER; order++) {
        const struct free_area *area = &zone->free_area[order];

        text_add(t, "%u*%ukB ", area->nr_free, KB(1u) << order);
        total += area->nr_free << order;
        if (!area->nr_free)
            continue;
        text_add(t, "(");
        for (uint32_t mt = 0; mt < MIGRATE_TYPES; mt++)
            if (!list_empty(m, &area->free_list[mt]))
                text_add(t, "%c", "UEMR"[mt]);
        text_add(t, ") ");
    }
    text_add(t, "= %ukB\n", KB(total));
}

static void each_zone(struct machine *m, struct text *t,
                      void (*add)(const struct machine *m, uint32_t z, struct text *t))
{
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
        if (populated_zone(&m->zone[z]))
            add(m, z, t);
}

/* lib/show_mem.c:24, for requests that may sleep: the last zone's reserved pages stand for all, as there. */
static void page_counts(const struct machine *m, struct text *t)
{
    uint32_t total = 0, reserved = 0, high = 0;

    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        const struct zone *zone = &m->zone[z];

        if (!populated_zone(zone))
            continue;
        total += zone->present_pages;
        reserved = zone->present_pages - zone->managed_pages;
        high += z == ZONE_HIGHMEM ? zone->present_pages : 0;
    }
    text_add(t, "%u pages RAM\n%u pages HighMem/MovableOnly\n%u pages reserved\n", total, high,
             reserved);
}

void proc_alloc_failure(struct machine *m, uint32_t gfp, uint32_t order, struct text *t)
{
    gfp &= m->gfp_allowed_mask;
    if (gfp & GFP_NOWARN_)
        return;
    text_add(t, "swapper/%u: page allocation failure: order:%u, mode:0x%x\nMem-Info:\n", m->cpu,
             order, gfp);
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
        if (populated_zone(&m->zone[z]))
            pcp_lines(m, z, t);
    global_lines(m, t);
    each_zone(m, t, zone_line);
    each_zone(m, t, order_line);
    text_add(t, "0 total pagecache pages\n");
    if (gfp & GFP_WAIT_)
        page_counts(m, t);
}

void warn_alloc_failed(struct machine *m, uint32_t gfp_mask, uint32_t order)
{
    char buf[REPORT_BYTES];
    struct text t = { buf, sizeof buf, 0 };

    if (gfp_mask & GFP_NOWARN_)
        return;
    if (m->host.log)
        proc_alloc_failure(m, gfp_mask, order, &t);
    log_text(m, buf, t.len < sizeof buf ? t.len : sizeof buf - 1);
}
