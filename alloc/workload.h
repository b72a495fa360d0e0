// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A seeded random workload as one operation, and what it needs of the table of held pages.
 */
#ifndef ALLOC_WORKLOAD_H
#define ALLOC_WORKLOAD_H

#include "alloc/machine.h"

void workload_begin(struct op_run *run);

/* One random operation. True while there are more to do. */
bool workload_step(struct machine *m, struct op_run *run);

/* ---- the table of held pages (op.c) ---- */
void hold(struct machine *m, struct page *page, uint32_t order);
void unhold(struct machine *m, struct page *page);
/* False if pfn is not the first page of a live allocation. */
bool held_order(const struct machine *m, uint32_t pfn, uint32_t *order);
struct page *held_page(struct machine *m, uint32_t slot);

#endif
