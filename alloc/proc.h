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

/* The text of this name: buddyinfo, pagetypeinfo, zoneinfo or vmstat. False if there is none. */
bool proc_by_name(struct machine *m, const char *name, struct text *t);

#endif
