// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The texts of /proc, as the kernel prints them.
 */
#ifndef ALLOC_PROC_H
#define ALLOC_PROC_H

#include "alloc/machine.h"
#include "alloc/text.h"

/* /proc/buddyinfo: mm/vmstat.c:815 */
void proc_buddyinfo(const struct machine *m, struct text *t);

/* /proc/pagetypeinfo: mm/vmstat.c:850 */
void proc_pagetypeinfo(struct machine *m, struct text *t);

/* /proc/zoneinfo: mm/vmstat.c:1038. Zones without pages are left out, as the kernel leaves them out. */
void proc_zoneinfo(struct machine *m, struct text *t);

/* /proc/vmstat, the items that are modelled: the zone counters, pgalloc_* and pgfree. mm/vmstat.c:1137 */
void proc_vmstat(const struct machine *m, struct text *t);

/*
 * What warn_alloc_failed() and show_mem() say about a request that failed (mm/page_alloc.c:2087, :3069; lib/show_mem.c:12), without
 * the stack. Nothing for a request with __GFP_NOWARN.
 */
void proc_alloc_failure(struct machine *m, uint32_t gfp, uint32_t order, struct text *t);

/* /proc/slabinfo: mm/slab_common.c:520. Before kmem_cache_init there is only its head. */
void proc_slabinfo(const struct machine *m, struct text *t);

/* The number of a file under /sys/kernel/slab/CACHE/ by its name; SLAB_NO_ATTRIBUTE if 3.13.11 has none of that name here. */
#define SLAB_NO_ATTRIBUTE 0xffffu
unsigned slab_attribute(const char *name);

/*
 * That file of a cache, which is given by name or address (mm/slub.c:4396); all of them, one a line behind its name, for SLAB_NO_ATTRIBUTE. False if
 * there is no such cache.
 */
bool proc_slab(const struct machine *m, const char *cache, unsigned attribute, struct text *t);

struct kmem_cache;
/* alloc_calls or free_calls of a cache that keeps tracks: mm/slub.c:4097. `which` is an enum track_item (alloc/slub/report.h). */
void proc_slab_calls(const struct machine *m, const struct kmem_cache *s, unsigned which,
                     struct text *t);

/* /proc/vmallocinfo: mm/vmalloc.c:2587. Who called is known of what was mapped at boot only. */
void proc_vmallocinfo(const struct machine *m, struct text *t);

/* The kernel's page tables, a line for each range mapped alike. */
void proc_kernel_page_tables(const struct machine *m, struct text *t);

/* /proc/PID/maps: fs/proc/task_mmu.c:272. False if there is no such process. */
bool proc_maps(const struct machine *m, uint32_t pid, struct text *t);

/*
 * The text of this name: buddyinfo, pagetypeinfo, zoneinfo, vmstat, slabinfo, vmallocinfo or kernel_page_tables. False if there is none.
 */
bool proc_by_name(struct machine *m, const char *name, struct text *t);

#endif
