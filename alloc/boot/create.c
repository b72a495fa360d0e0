// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What happens before the first operation: setup_arch() as far as memory goes (arch/arm/mm/init.c:332, :392; arch/arm/mm/mmu.c).
 */
#include <string.h>

#include "alloc/boot/boot.h"
#include "alloc/page/page.h"
#include "alloc/percpu/percpu.h"

#define PAGE_ALIGNED(x) (((x)&4095) == 0)
/* ARM_PATCH_PHYS_VIRT asks for it; pageblocks and the largest blocks then begin where page[] begins. */
#define PHYS_OFFSET_ALIGN 0x1000000u
#define MEMORY_END_MAX    0xfffff000u

/* Early and bootmem items: each of some size, aligned to a power of two. */
static bool items_fit(const struct boot_item *item, unsigned n)
{
    for (; n--; item++)
        if (!item->size || !item->start || item->start & (item->start - 1))
            return false;
    return true;
}

/* What is reserved is marked in maps that begin where RAM begins; it may reach beyond the end of RAM, where it matters to nobody. */
static bool reservations_fit(const struct profile *p)
{
    for (unsigned i = 0; i < p->nr_reserve; i++)
        if (p->reserve[i].start < p->banks[0].start ||
            (uint64_t)p->reserve[i].start + p->reserve[i].size > MEMORY_END_MAX)
            return false;
    return true;
}

const char *profile_problem(const struct profile *p)
{
    uint64_t end = 0;

    if (p->nr_banks == 0 || p->nr_banks > MAX_BANKS)
        return "banks: 1 to 8";
    if (p->cpus != MAX_CPUS)
        return "cpus: the model has 4";
    if (p->page_struct_size < PAGE_STRUCT_MIN || p->page_struct_size > PAGE_STRUCT_MAX ||
        p->page_struct_size % 4)
        return "page_struct_size: 32 to 64, a multiple of 4";
    for (unsigned i = 0; i < p->nr_banks; i++) {
        const struct bank *b = &p->banks[i];

        if (!PAGE_ALIGNED(b->start) || !PAGE_ALIGNED(b->size) || !b->size || b->start < end)
            return "bank: whole pages, ascending, not overlapping";
        end = (uint64_t)b->start + b->size;
    }
    if (end > MEMORY_END_MAX)
        return "bank: RAM must end below 4 GiB";
    if (p->banks[0].highmem || p->banks[0].start % PHYS_OFFSET_ALIGN)
        return "bank: the first is low memory and begins at a multiple of 16 MiB";
    if (!PAGE_ALIGNED(p->lowmem_limit) || p->lowmem_limit <= p->banks[0].start ||
        p->lowmem_limit > end)
        return "lowlimit: whole pages, above the start of RAM, not above its end";
    if ((p->lowmem_limit - p->banks[0].start) >> 12 > BOOTMEM_MAP_WORDS * 32)
        return "lowlimit: at most 1 GiB of low memory";
    if (p->nr_reserve > MAX_BOOT_ITEMS || p->nr_early > MAX_BOOT_ITEMS ||
        p->nr_bootmem > MAX_BOOT_ITEMS)
        return "reserve, early, bootmem: at most 16 of each";
    if (!items_fit(p->early, p->nr_early) || !items_fit(p->bootmem, p->nr_bootmem))
        return "early, bootmem: a size above 0, aligned to a power of two";
    if (!reservations_fit(p))
        return "reserve: not below the start of RAM, below 4 GiB";
    return percpu_problem(p);
}

void profile_pages(const struct profile *p, uint32_t *first_pfn, uint32_t *nr_pages)
{
    const struct bank *last = &p->banks[p->nr_banks - 1];

    *first_pfn = p->banks[0].start >> 12;
    *nr_pages = ((last->start + last->size) >> 12) - *first_pfn;
}

/* arch/arm/mm/init.c:148: the bitmap, low memory freed into it, reservations taken out. */
static const char *arm_bootmem_init(struct machine *m, uint32_t lowmem_limit)
{
    uint32_t start = m->first_pfn, end = lowmem_limit >> 12,
             pages = bootmem_bootmap_pages(end - start);
    uint32_t map = memblock_alloc_base(m, pages << 12, 64, lowmem_limit);

    if (!map)
        return "bootmem: no room for the bitmap";
    init_bootmem_node(m, map >> 12, start, end);
    for (uint32_t i = 0; i < m->memory.cnt; i++) {
        uint64_t base = m->memory.regions[i].base, top = base + m->memory.regions[i].size;

        if (top > lowmem_limit)
            top = lowmem_limit;
        if (base < top)
            free_bootmem(m, (uint32_t)base, (uint32_t)(top - base));
    }
    for (uint32_t i = 0; i < m->reserved.cnt; i++) {
        uint64_t base = m->reserved.regions[i].base, top = base + m->reserved.regions[i].size;

        if (top > lowmem_limit)
            top = lowmem_limit;
        if (base < top)
            reserve_bootmem(m, (uint32_t)base, (uint32_t)(top - base));
    }
    return NULL;
}

static const char *memblock_set_up(struct machine *m, const struct profile *p)
{
    for (unsigned i = 0; i < p->nr_banks; i++)
        memblock_add(&m->memory, p->banks[i].start, p->banks[i].size);
    for (unsigned i = 0; i < p->nr_reserve; i++)
        if (!memblock_add(&m->reserved, p->reserve[i].start, p->reserve[i].size))
            return "reserve: too many regions";
    return NULL;
}

/* mm/slab_common.c:339, as it is compiled in; kmem_cache_init() patches it. */
static const uint8_t size_index[NR_SIZE_INDEX] = { 3, 4, 5, 5, 6, 6, 6, 6, 1, 1, 1, 1,
                                                   7, 7, 7, 7, 2, 2, 2, 2, 2, 2, 2, 2 };

static void set_defaults(struct machine *m, const struct profile *p)
{
    for (uint32_t i = 0; i < NR_SIZE_INDEX; i++)
        m->size_index[i] = size_index[i];
    m->max_low_pfn = p->lowmem_limit >> 12;
    m->max_pfn = m->first_pfn + m->nr_pages;
    m->slub = p->slub;
    m->page_struct_size = p->page_struct_size;
    m->nr_banks = p->nr_banks;
    for (unsigned i = 0; i < p->nr_banks; i++) {
        m->bank[i].start = p->banks[i].start >> 12;
        m->bank[i].end = m->bank[i].start + (p->banks[i].size >> 12);
    }
    m->nr_online_cpus = 1;
    m->gfp_allowed_mask = GFP_BOOT_MASK;
    m->min_free_kbytes = 1024; /* mm/page_alloc.c:207 */
    m->kernel_end = PAGE_OFFSET + p->reserve[0].start + p->reserve[0].size - p->banks[0].start;
    m->batch_list.next = m->batch_list.prev = offset_of(m, &m->batch_list);
}

/* What is allocated from bootmem, in order; among it the per-cpu areas. */
static bool bootmem_items(struct machine *m, const struct profile *p)
{
    uint32_t areas = 0;

    for (unsigned i = 0; i < p->nr_bootmem; i++) {
        const struct boot_item *item = &p->bootmem[i];
        uint32_t addr = alloc_bootmem(m, item->size, item->start, BOOTMEM_LOW_LIMIT(m));

        if (addr == NO_ADDRESS)
            return false;
        if (item->name && !strcmp(item->name, PERCPU_AREAS))
            areas = addr;
    }
    setup_per_cpu_areas(m, p, areas);
    return true;
}

/* Words of low memory from the first page frame up to the first hole. */
static uint32_t low_words(const struct machine *m, uint32_t lowmem_limit)
{
    const struct memblock_region *first = &m->memory.regions[0];
    uint32_t bytes = lowmem_limit - first->base;

    return (first->size < bytes ? first->size : bytes) / 4;
}

const char *boot_create(struct machine *m, const struct profile *p)
{
    const char *why;

    set_defaults(m, p);
    why = memblock_set_up(m, p);
    m->ram_words = low_words(m, p->lowmem_limit);
    if (!why)
        why = paging_init(m, p);
    if (!why)
        why = arm_bootmem_init(m, p->lowmem_limit);
    if (why)
        return why;
    if (!sparse_init(m, p->page_struct_size))
        return "low memory is too small for the memory map";
    if (!free_area_init(m, p))
        return "low memory is too small for the zones' wait tables";
    return bootmem_items(m, p) ? NULL : "bootmem: low memory is too small";
}
