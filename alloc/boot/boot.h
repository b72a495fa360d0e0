// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From power-on to the end of start_kernel()'s memory set-up. memblock, bootmem, memory map and zones happen when a machine is created; the
 * stages after that are operations.
 */
#ifndef ALLOC_BOOT_BOOT_H
#define ALLOC_BOOT_BOOT_H

#include "alloc/change.h"

/* Why this profile cannot be, or NULL. */
const char *profile_problem(const struct profile *p);

/* The page frames that page[] covers: from the first bank's first to the last bank's last. */
void profile_pages(const struct profile *p, uint32_t *first_pfn, uint32_t *nr_pages);

/* Runs everything before stage `zonelists`. NULL, or why it cannot be done. */
const char *boot_create(struct machine *m, const struct profile *p);

/* ---- memblock.c ---- */
/* Adds a region of `size` bytes, merging it with those it touches; one of 0 bytes is none. False when the table is full. */
bool memblock_add(struct memblock_type *type, uint32_t base, uint32_t size);
/* Top-down below max_addr, as memblock_alloc_base(): reserves and returns the address, 0 if nothing fits. */
uint32_t memblock_alloc_base(struct machine *m, uint32_t size, uint32_t align, uint32_t max_addr);

/* ---- paging_init.c ---- */

/*
 * The kernel's page tables as paging_init() leaves them (arch/arm/mm/mmu.c:1409). NULL, or why it cannot be. A machine that no kernel could boot
 * with, and one without a kernel image, gets none: swapper_pg_dir is then 0, and nothing of this room works there.
 */
const char *paging_init(struct machine *m, const struct profile *p);

/* ---- bootmem.c ---- */
uint32_t bootmem_bootmap_pages(uint32_t pages);
void init_bootmem_node(struct machine *m, uint32_t map_pfn, uint32_t start, uint32_t end);
/* Physical ranges; partial pages stay in use when freed and become used when reserved. */
void free_bootmem(struct machine *m, uint32_t physaddr, uint32_t size);
void reserve_bootmem(struct machine *m, uint32_t physaddr, uint32_t size);
/* __pa(MAX_DMA_ADDRESS) without a DMA zone: 0xffffffff as a virtual address. */
#define BOOTMEM_LOW_LIMIT(m) (0xffffffffu - 0xc0000000u + ((m)->first_pfn << 12))
/* No address: RAM may begin at 0. */
#define NO_ADDRESS 0xffffffffu
/* First fit from the low end (goal beyond low memory does not count). Returns the physical address, NO_ADDRESS if nothing fits. */
uint32_t alloc_bootmem(struct machine *m, uint32_t size, uint32_t align, uint32_t goal);

/* ---- zones.c ---- */
bool sparse_init(struct machine *m, uint32_t page_struct_size);
bool free_area_init(struct machine *m, const struct profile *p);

/* ---- mem_init.c, stages.c: each does one piece of a stage; true while there is more ---- */
void mem_init_begin(struct machine *m, struct op_run *run);
bool mem_init_step(struct machine *m, struct op_run *run);
void build_all_zonelists(struct machine *m);
void boot_stage_run(struct machine *m, enum boot_stage stage);

#endif
