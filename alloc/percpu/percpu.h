// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Per-cpu memory: mm/percpu.c. A per-cpu pointer is no address: every cpu has its own copy behind it.
 */
#ifndef ALLOC_PERCPU_PERCPU_H
#define ALLOC_PERCPU_PERCPU_H

#include "alloc/ram.h"

#define PCPU_BASE 0x1000u

uint32_t alloc_percpu_(struct machine *m, uint32_t size, uint32_t align);
void free_percpu(struct machine *m, uint32_t ptr);

/* This cpu's copy. */
static inline void *per_cpu_ptr(struct machine *m, uint32_t ptr, uint32_t cpu)
{
    return (char *)m + m->pcpu_area[cpu] + (ptr - PCPU_BASE);
}

#endif
