// SPDX-License-Identifier: GPL-2.0-or-later
/* What the hardware makes of the kernel's tables. */
#ifndef ALLOC_VM_TRANSLATE_H
#define ALLOC_VM_TRANSLATE_H

#include "alloc/arm/mmu.h"
#include "alloc/machine.h"

/* The registers as the kernel has them on a Cortex-A15, with this pgd in TTBR0 (arch/arm/mm/proc-v7-2level.S:32, :131, :164). */
struct cp15 kernel_cp15(const struct machine *m, uint32_t pgd, uint32_t asid);
/* Physical memory as the table walk sees it: RAM answers, nothing else does. What high memory holds is not modelled: it reads as 0. */
struct phys_memory phys_memory_of(const struct machine *m);
/* A walk of the kernel's own tables without a TLB; `record` may be NULL. */
struct translation translate_kernel(const struct machine *m, uint32_t va, unsigned access,
                                    struct mmu_walk *record);

#endif
