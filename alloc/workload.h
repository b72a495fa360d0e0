// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A seeded random workload as one operation, and what it needs of the table of held pages.
 */
#ifndef ALLOC_WORKLOAD_H
#define ALLOC_WORKLOAD_H

#include "alloc/machine.h"

/* Seeds run->rng and sets the total. No event, no change. */
void workload_begin(struct op_run *run);

/* One random operation. True while there are more to do. */
bool workload_step(struct machine *m, struct op_run *run);

/* ---- the table of held pages (op.c) ---- */
/* 2^order pages from `page` on, which nobody holds, are handed out: they get slot nr_held. */
void hold(struct machine *m, struct page *page, uint32_t order);
/* `page` is the first of a live allocation, which ends. The allocation of the last slot takes its slot. */
void unhold(struct machine *m, struct page *page);
/* True, and the order, if pfn is the first page of a live allocation. Any pfn may be asked for. */
bool held_order(const struct machine *m, uint32_t pfn, uint32_t *order);
/* The first page of the allocation in a slot, 0 to nr_held - 1. */
struct page *held_page(struct machine *m, uint32_t slot);

#endif
