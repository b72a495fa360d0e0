// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is modelled: RAM, what the boot loader and early code reserved, struct sizes. A profile is data; the named ones are in config.c.
 */
#ifndef ALLOC_CONFIG_H
#define ALLOC_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#define MAX_BANKS      8 /* NR_BANKS of arch/arm */
#define MAX_BOOT_ITEMS 16

struct bank {
    uint32_t start, size; /* physical, bytes */
    bool highmem;
};

/* A reservation or allocation made before mem_init(). `known`: follows from the code; else assumed, and shown as such. */
struct boot_item {
    uint32_t start; /* reserve: physical address; early, bootmem: alignment */
    uint32_t size;
    const char *name;
    bool known;
};

/*
 * The first chunk of the per-cpu allocator. What the linker decides is assumed: how large the kernel's per-cpu variables are, and where they lie
 * in its image. The rest follows from the code (alloc/percpu/first_chunk.c).
 */
struct percpu_config {
    bool real; /* the kernel's allocator; false: a stand-in outside the modelled memory */
    uint32_t static_size; /* __per_cpu_end - __per_cpu_start; assumed */
    uint32_t start;       /* __per_cpu_start, a virtual address; assumed */
};

/* The bootmem item that holds every cpu's unit, one after the other. */
#define PERCPU_AREAS "per-cpu areas"

/* The machine of the study groups. */
#define DEFAULT_PROFILE "study"

/* Bounds of sizeof(struct page): what memory maps are charged for. */
#define PAGE_STRUCT_MIN 32
#define PAGE_STRUCT_MAX 64

struct profile {
    const char *name;
    const char *title;
    uint32_t cpus;
    uint32_t lowmem_limit; /* physical end of low memory */
    uint32_t
        page_struct_size; /* bytes, PAGE_STRUCT_MIN to _MAX by 4; 32 is the kernel's, 44 gives the study group's figures */
    bool slub;
    struct percpu_config percpu;
    struct bank banks[MAX_BANKS];
    unsigned nr_banks;
    struct boot_item reserve[MAX_BOOT_ITEMS];
    unsigned nr_reserve;
    bool early_computed; /* paging_init() takes its pages from memblock, and `early` is empty */
    struct boot_item early[MAX_BOOT_ITEMS];
    unsigned nr_early;
    struct boot_item bootmem[MAX_BOOT_ITEMS];
    unsigned nr_bootmem;
};

extern const struct profile profiles[];
extern const unsigned profile_count;

/* The named profile, or NULL. */
const struct profile *profile_find(const char *name);

#endif
