// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Per-cpu memory: mm/percpu.c. A per-cpu pointer is no address: it counts from where the linker put per-cpu variables, and every cpu has its
 * own copy behind it, in its unit.
 *
 *	unit	0 ............ static_size ....... + reserved_size ....... + dyn_size ....... unit_size
 *		the kernel's	what modules		dynamic: what		unused
 *		own variables	bring along		alloc_percpu_() gives
 *
 * The first chunk's units, one per cpu, lie one after the other in the bootmem item "per-cpu areas". Further chunks would lie in vmalloc space;
 * they are not modelled: who asks for more than the first chunk has gets nothing.
 *
 * In the golden vectors the allocator is a stand-in outside the modelled memory (standin.c), and so it is on machines made from them: m->percpu
 * is 0 there.
 */
#ifndef ALLOC_PERCPU_PERCPU_H
#define ALLOC_PERCPU_PERCPU_H

#include "alloc/ram.h"

/* __alloc_percpu(): a per-cpu pointer to zeros, 0 if there is no room. */
uint32_t alloc_percpu_(struct machine *m, uint32_t size, uint32_t align);
void free_percpu(struct machine *m, uint32_t ptr);

/* Gives the chunks' maps memory of their own, now that there is kmalloc. */
void percpu_init_late(struct machine *m);

/* m->pcpu_area[cpu] is where this per-cpu pointer leads, as an offset into the image, modulo 2^32: the page counts from it, too. */
#define PCPU_BASE 0x1000u

/* This cpu's copy: SHIFT_PERCPU_PTR() of include/asm-generic/percpu.h:45. */
static inline void *per_cpu_ptr(struct machine *m, uint32_t ptr, uint32_t cpu)
{
    return (char *)m + (uint32_t)(m->pcpu_area[cpu] + (ptr - PCPU_BASE));
}

/* What the per-cpu allocator needs of these bytes of RAM: "per-cpu area", "map of per-cpu memory"; NULL if nothing. */
const char *percpu_owns(const struct machine *m, uint32_t start, uint32_t size);

/* ---- first_chunk.c: before the first operation ---- */

/* Why this profile's per-cpu areas cannot be, or NULL. */
const char *percpu_problem(const struct profile *p);

/* Sets up the areas; `areas` is the physical address of the item that holds them, and does not matter to the stand-in. */
void setup_per_cpu_areas(struct machine *m, const struct profile *p, uint32_t areas);

#endif
