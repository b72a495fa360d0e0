// SPDX-License-Identifier: GPL-2.0-or-later
/* Random processes: mappings come and go, memory is touched, some fork. */
#ifndef TESTS_LIB_USERS_H
#define TESTS_LIB_USERS_H

#include "tests/lib/machines.h"

/* One random step of a random process on a random cpu; processes are made and ended as it goes. */
void random_user_step(struct machine *m, struct random *r);

/* What the first shared page on each cpu brings for good: caches, and the nodes that a cpu puts aside. */
void warm_users(struct machine *m);

/* Pages of the slabs of radix tree nodes: what cpus have put aside is in there when nobody has a file any more. */
uint32_t radix_tree_pages(struct machine *m);

/* Ends every process. */
void end_all_users(struct machine *m);

/*
 * The first user address at which the MMU, walking the tables without a TLB, finds something else than the process's areas and Linux words say;
 * 0 if it finds what it should everywhere.
 */
uint32_t user_map_differs(struct machine *m, uint32_t pid);

/* The first address that a TLB entry of a cpu has and that is not in the tables any more; 0 if there is none. */
uint32_t stale_tlb_entry(struct machine *m);

#endif
