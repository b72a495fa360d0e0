// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Mappings made before there is a page allocator: what paging_init.c and iotable.c share. All this happens while a machine is created,
 * where nobody listens: nothing here enters or leaves the walk.
 */
#ifndef ALLOC_BOOT_EARLY_H
#define ALLOC_BOOT_EARLY_H

#include "alloc/boot/boot.h"
#include "alloc/vm/vm.h"

/* arch/arm/include/asm/mach/map.h:17 */
struct map_desc {
    uint32_t virtual, pfn, length;
    enum mem_type_id type;
};

/*
 * Where early_alloc() gets memory from. The vectors' machines say which pages their paging_init() took, sizes without purposes: each request takes
 * the first of its size that is left. What they do not give lies in the kernel image, from below the literals downwards, where their kernel had
 * all of it: an assumption. The others take everything from memblock, as the kernel does.
 */
struct early {
    struct machine *m;
    const struct profile *profile;
    uint32_t given[MAX_BOOT_ITEMS]; /* physical address of each early item; 0: taken */
    uint32_t limit;                 /* memblock's, physical */
    uint32_t image_start, image_top;
    bool failed; /* no memory, or a mapping that the kernel could not have made either */
};

/* The virtual address of zeros; 0, and failed, if there is no room. */
uint32_t early_alloc_aligned(struct early *e, uint32_t size, uint32_t align);

void create_mapping(struct early *e, const struct map_desc *md);

/* ---- iotable.c ---- */
void iotable_init(struct early *e, const struct map_desc *md, unsigned nr);
void fill_pmd_gaps(struct early *e);

/* ---- exynos.c: mdesc->map_io() ---- */
void exynos_init_io(struct early *e);

#endif
