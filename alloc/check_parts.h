// SPDX-License-Identifier: GPL-2.0-or-later
/* What the parts of machine_check() share. */
#ifndef ALLOC_CHECK_PARTS_H
#define ALLOC_CHECK_PARTS_H

#include "alloc/machine.h"

/* What a page was found to be; one byte per page, so that a second finding shows. */
enum found { NOTHING, FREE, PCP, HELD, SLAB, LARGE, RESERVED, PAGE_TABLE, VMALLOC, USER };

struct check {
    struct machine *m;
    uint8_t *found;
    uint32_t free[MAX_NR_ZONES];
};

/* Fills in what does not hold. Always false. */
bool check_wrong(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Finds pages to be something; false if they are something already. */
bool check_claim(struct check *c, uint32_t pfn, uint32_t pages, enum found what);

/* True if off is the lru of some page. */
bool check_is_page_link(const struct machine *m, uint32_t off);

/* The tails of a page, if it is a compound one, point to it. */
bool check_compound_tails(const struct machine *m, const struct page *head, uint32_t order);

/* A zone's counter as far as the cpus have not added it up yet. */
int32_t check_diffs(const struct machine *m, uint32_t z, int item);

/* ---- check_slub.c ---- */

/* Claims the pages of slabs and of large kmallocs. */
bool check_slub(struct check *c);

/* ---- check_vm.c ---- */

/* Claims the kernel's page tables and vmalloc()'s pages. */
bool check_vm(struct check *c);

/* ---- check_file.c ---- */

/* Claims the pages of files: `refs` says how often each page of the machine is mapped, `areas` how many areas map files. */
bool check_file(struct check *c, const uint32_t *refs, uint32_t areas);

/* ---- check_user.c ---- */

/* A zone counter is what was found. */
bool check_counter(const struct machine *m, enum zone_stat_item item, uint32_t found);

/* Claims the page tables of processes and their pages. */
bool check_user(struct check *c);

#endif
