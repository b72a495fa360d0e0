// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memblock (mm/memblock.c): two sorted tables of regions, what is memory and what is reserved.
 */
#include <string.h>

#include "alloc/boot/boot.h"

static void drop_region(struct memblock_type *type, uint32_t i)
{
    memmove(&type->regions[i], &type->regions[i + 1],
            (type->cnt - i - 1) * sizeof(type->regions[0]));
    type->cnt--;
    memset(&type->regions[type->cnt], 0, sizeof(type->regions[0]));
}

/* mm/memblock.c:397: regions that touch become one. Ends are computed in 64 bits: memory may reach the top of the address space. */
static void merge_regions(struct memblock_type *type)
{
    for (uint32_t i = 0; i + 1 < type->cnt;) {
        struct memblock_region *a = &type->regions[i], *b = a + 1;
        uint64_t a_end = (uint64_t)a->base + a->size, b_end = (uint64_t)b->base + b->size;

        if (a_end < b->base) {
            i++;
            continue;
        }
        if (b_end > a_end)
            a->size = (uint32_t)(b_end - a->base);
        drop_region(type, i + 1);
    }
}

bool memblock_add(struct memblock_type *type, uint32_t base, uint32_t size)
{
    uint32_t i = 0;

    if (!size)
        return true;
    if (type->cnt == MEMBLOCK_REGIONS)
        return false;
    while (i < type->cnt && type->regions[i].base < base)
        i++;
    memmove(&type->regions[i + 1], &type->regions[i], (type->cnt - i) * sizeof(type->regions[0]));
    type->regions[i] = (struct memblock_region){ base, size };
    type->cnt++;
    merge_regions(type);
    return true;
}

/* Lowers *end below the highest reservation that overlaps [*end - size, *end); false if none does. */
static bool step_below_reserved(const struct memblock_type *reserved, uint64_t start, uint64_t *end)
{
    for (uint32_t i = reserved->cnt; i--;) {
        uint64_t base = reserved->regions[i].base, top = base + reserved->regions[i].size;

        if (base < *end && top > start) {
            *end = base;
            return true;
        }
    }
    return false;
}

/* mm/memblock.c:126: the highest place in memory that is free, aligned and below max_addr. */
uint32_t memblock_alloc_base(struct machine *m, uint32_t size, uint32_t align, uint32_t max_addr)
{
    size = (size + align - 1) & ~(align - 1);
    for (uint32_t i = m->memory.cnt; i--;) {
        uint64_t base = m->memory.regions[i].base, end = base + m->memory.regions[i].size;

        if (end > max_addr)
            end = max_addr;
        while (end >= base + size) {
            uint64_t start = (end - size) & ~(uint64_t)(align - 1);

            if (start < base)
                break;
            if (step_below_reserved(&m->reserved, start, &end))
                continue;
            return memblock_add(&m->reserved, (uint32_t)start, size) ? (uint32_t)start : 0;
        }
    }
    return 0;
}
