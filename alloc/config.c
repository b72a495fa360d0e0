// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The named profiles: machines of the conformance vectors. Banks and limits are facts of the board; sizes of the kernel image, the device
 * tree, hash tables and the like are plausible inventions, marked as assumed.
 */
#include "alloc/config.h"

#include <stddef.h>
#include <string.h>

/* Page tables and vectors page that paging_init() takes from memblock: the same on every machine of the vectors. */
#define EARLY                                                                                       \
    .early = { { 0x1000, 0x1000, "page table", false },  { 0x1000, 0x1000, "page table", false },   \
               { 0x1000, 0x1000, "page table", false },  { 0x1000, 0x1000, "page table", false },   \
               { 0x1000, 0x2000, "vectors page", true }, { 0x1000, 0x1000, "page table", false } }, \
    .nr_early = 6

/* What is allocated from bootmem before mem_init(): the last three grow with the machine. */
#define BOOTMEM(pid, dentry, inode)                                  \
    .bootmem = { { 0x20, 0x9000, "unflattened device tree", false }, \
                 { 0x40, 0x100, "boot command line", false },        \
                 { 0x1000, 0x24000, PERCPU_AREAS, false },           \
                 { 0x40, pid, "PID hash table", false },             \
                 { 0x40, dentry, "dentry hash table", false },       \
                 { 0x40, inode, "inode hash table", false } },       \
    .nr_bootmem = 6

/*
 * The study groups' assumptions: the static size is one build's System.map's, the start follows from their cpu_slab pointer 0xc0502d00.
 *
 * The vectors' machines give the areas 0x24000 bytes, which is four units of 0x9000 and goes with a static size above 0x3000. Four units of
 * 0x8000, as the groups' static size makes them, leave the last 0x4000 bytes unused.
 */
#define PERCPU .percpu = { .real = true, .static_size = 0x1d00, .start = 0xc04ff000 }

const struct profile profiles[] = {
    {
        .name = "study",
        .title = "Study machine: 2 GiB at 0x20000000",
        .cpus = 4,
        .lowmem_limit = 0x4f800000,
        .page_struct_size = 32,
        .slub = true,
        .banks = { { 0x20000000, 0x2f800000, false }, { 0x4f800000, 0x50800000, true } },
        .nr_banks = 2,
        .reserve = { { 0x20008000, 0x7d8000, "kernel image", false },
                     { 0x20004000, 0x4000, "swapper_pg_dir", true },
                     { 0x28000000, 0x7000, "device tree blob", false } },
        .nr_reserve = 3,
        PERCPU,
        EARLY,
        BOOTMEM(0x4000, 0x80000, 0x40000),
    },
    {
        .name = "small",
        .title = "64 MiB, one zone",
        .cpus = 4,
        .lowmem_limit = 0x24000000,
        .page_struct_size = 32,
        .slub = true,
        .banks = { { 0x20000000, 0x4000000, false } },
        .nr_banks = 1,
        .reserve = { { 0x20008000, 0x5d8000, "kernel image", false },
                     { 0x20004000, 0x4000, "swapper_pg_dir", true },
                     { 0x22000000, 0x7000, "device tree blob", false } },
        .nr_reserve = 3,
        PERCPU,
        EARLY,
        BOOTMEM(0x1000, 0x8000, 0x4000),
    },
    {
        .name = "m1g",
        .title = "1 GiB",
        .cpus = 4,
        .lowmem_limit = 0x4f800000,
        .page_struct_size = 32,
        .slub = true,
        .banks = { { 0x20000000, 0x2f800000, false }, { 0x4f800000, 0x10800000, true } },
        .nr_banks = 2,
        .reserve = { { 0x20008000, 0x7d8000, "kernel image", false },
                     { 0x20004000, 0x4000, "swapper_pg_dir", true },
                     { 0x28000000, 0x7000, "device tree blob", false } },
        .nr_reserve = 3,
        PERCPU,
        EARLY,
        BOOTMEM(0x4000, 0x80000, 0x40000),
    },
    {
        .name = "m256",
        .title = "256 MiB, one zone",
        .cpus = 4,
        .lowmem_limit = 0x30000000,
        .page_struct_size = 32,
        .slub = true,
        .banks = { { 0x20000000, 0x10000000, false } },
        .nr_banks = 1,
        .reserve = { { 0x20008000, 0x7d8000, "kernel image", false },
                     { 0x20004000, 0x4000, "swapper_pg_dir", true },
                     { 0x28000000, 0x7000, "device tree blob", false } },
        .nr_reserve = 3,
        PERCPU,
        EARLY,
        BOOTMEM(0x1000, 0x20000, 0x10000),
    },
    {
        .name = "m128h",
        .title = "128 MiB, half of it HighMem",
        .cpus = 4,
        .lowmem_limit = 0x24000000,
        .page_struct_size = 32,
        .slub = true,
        .banks = { { 0x20000000, 0x4000000, false }, { 0x24000000, 0x4000000, true } },
        .nr_banks = 2,
        .reserve = { { 0x20008000, 0x5d8000, "kernel image", false },
                     { 0x20004000, 0x4000, "swapper_pg_dir", true },
                     { 0x22000000, 0x7000, "device tree blob", false } },
        .nr_reserve = 3,
        PERCPU,
        EARLY,
        BOOTMEM(0x1000, 0x8000, 0x4000),
    },
    {
        .name = "mhole",
        .title = "64 MiB with a hole",
        .cpus = 4,
        .lowmem_limit = 0x26000000,
        .page_struct_size = 32,
        .slub = true,
        .banks = { { 0x20000000, 0x2000000, false }, { 0x24000000, 0x2000000, false } },
        .nr_banks = 2,
        .reserve = { { 0x20008000, 0x5d8000, "kernel image", false },
                     { 0x20004000, 0x4000, "swapper_pg_dir", true } },
        .nr_reserve = 2,
        PERCPU,
        EARLY,
        BOOTMEM(0x1000, 0x8000, 0x4000),
    },
    {
        .name = "modd",
        .title = "a zone border inside a pageblock",
        .cpus = 4,
        .lowmem_limit = 0x22f25000,
        .page_struct_size = 32,
        .slub = true,
        .banks = { { 0x20000000, 0x2f25000, false }, { 0x22f25000, 0x1a37000, true } },
        .nr_banks = 2,
        .reserve = { { 0x20008000, 0x3d8000, "kernel image", false },
                     { 0x20004000, 0x4000, "swapper_pg_dir", true } },
        .nr_reserve = 2,
        PERCPU,
        EARLY,
        BOOTMEM(0x1000, 0x8000, 0x4000),
    },
    {
        .name = "m16",
        .title = "16 MiB, mobility grouping off",
        .cpus = 4,
        .lowmem_limit = 0x21000000,
        .page_struct_size = 32,
        .slub = true,
        .banks = { { 0x20000000, 0x1000000, false } },
        .nr_banks = 1,
        .reserve = { { 0x20008000, 0x2d8000, "kernel image", false },
                     { 0x20004000, 0x4000, "swapper_pg_dir", true } },
        .nr_reserve = 2,
        PERCPU,
        EARLY,
        BOOTMEM(0x1000, 0x2000, 0x1000),
    },
    {
        .name = "exynos",
        .title = "The study machine with the page tables that its board maps",
        .cpus = 4,
        .lowmem_limit = 0x4f800000,
        .page_struct_size = 32,
        .slub = true,
        .banks = { { 0x20000000, 0x2f800000, false }, { 0x4f800000, 0x50800000, true } },
        .nr_banks = 2,
        .reserve = { { 0x20008000, 0x7d8000, "kernel image", false },
                     { 0x20004000, 0x4000, "swapper_pg_dir", true },
                     { 0x28000000, 0x7000, "device tree blob", false } },
        .nr_reserve = 3,
        PERCPU,
        .early_computed = true,
        BOOTMEM(0x4000, 0x80000, 0x40000),
    },
};

const unsigned profile_count = sizeof(profiles) / sizeof(profiles[0]);

const struct profile *profile_find(const char *name)
{
    for (unsigned i = 0; i < profile_count; i++)
        if (!strcmp(profiles[i].name, name))
            return &profiles[i];
    return NULL;
}
