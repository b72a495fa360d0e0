// SPDX-License-Identifier: GPL-2.0-or-later
/* Operations of the kernel's virtual memory: what is checked before, and what is done. */
#ifndef ALLOC_VM_OPS_H
#define ALLOC_VM_OPS_H

#include "alloc/machine.h"

/* Is it one of this room's? */
bool vm_op(uint32_t kind);

/* As op_check() for these. */
bool vm_op_check(const struct machine *m, const struct op *op, struct op_error *e);

/* As op_is_long() for these. */
bool vm_op_is_long(const struct machine *m, const struct op *op);

/* Does it, in one piece; a translation is translate_op()'s. */
void vm_op_run(struct machine *m, struct op_run *run);

/* A walk by the MMU with these registers of the tables as they are, told step by step; what it found is the result. Nothing changes. */
void translate_op(struct machine *m, struct op_run *run, const struct cp15 *c);

/* Refuses giving back 2^order pages, one of which kmap(), kmap_atomic() or vmap() has mapped: the mapping would outlive them. */
bool check_unmapped_pages(const struct machine *m, uint32_t pfn, uint32_t order,
                          struct op_error *e);

#endif
