// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The first chunk, as setup_per_cpu_areas() makes it before anything else can be allocated but from bootmem.
 *
 * What the kernel takes from bootmem for itself meanwhile (chunks, slots, the table of units) is kept in the fixed part of struct machine, and of
 * the item of the areas nothing is given back: the vectors' machines have one item for all of it. The kernel returns the pages of each unit
 * behind its last dynamic byte (mm/percpu.c:1675).
 */
#include <string.h>

#include "alloc/percpu/chunk.h"

/* include/linux/percpu.h:14 with CONFIG_MODULES, :78 with 32 bits; PERCPU_DYNAMIC_EARLY_SIZE, the least, is no more */
#define PERCPU_MODULE_RESERVE  0x2000u
#define PERCPU_DYNAMIC_RESERVE 0x3000u

static uint32_t pfn_align(uint32_t size)
{
    return (size + PAGE_SIZE - 1) & -PAGE_SIZE;
}

struct pcpu_alloc_info {
    uint32_t static_size, reserved_size, dyn_size, unit_size;
};

/*
 * mm/percpu.c:1441, with an atom of a page and all cpus in one group: an allocation is one unit. What rounding to pages adds is dynamic too.
 */
static struct pcpu_alloc_info pcpu_build_alloc_info(uint32_t static_size)
{
    uint32_t size_sum = pfn_align(static_size + PERCPU_MODULE_RESERVE + PERCPU_DYNAMIC_RESERVE);

    return (struct pcpu_alloc_info){
        .static_size = static_size,
        .reserved_size = PERCPU_MODULE_RESERVE,
        .dyn_size = size_sum - static_size - PERCPU_MODULE_RESERVE,
        .unit_size = size_sum > PCPU_MIN_UNIT_SIZE ? size_sum : PCPU_MIN_UNIT_SIZE,
    };
}

static const struct boot_item *areas_item(const struct profile *p)
{
    for (unsigned i = 0; i < p->nr_bootmem; i++)
        if (p->bootmem[i].name && !strcmp(p->bootmem[i].name, PERCPU_AREAS))
            return &p->bootmem[i];
    return NULL;
}

const char *percpu_problem(const struct profile *p)
{
    const struct boot_item *item = areas_item(p);
    uint32_t unit_size;

    if (!p->percpu.real)
        return NULL;
    if (!p->percpu.static_size || p->percpu.static_size >= PCPU_MAX_UNIT_SIZE)
        return "percpu: static_size: above 0, less than a unit";
    if (p->percpu.start % PAGE_SIZE)
        return "percpu: start: a whole page";
    unit_size = pcpu_build_alloc_info(p->percpu.static_size).unit_size;
    if (unit_size > PCPU_MAX_UNIT_SIZE)
        return "percpu: a unit is at most 128 KiB";
    if (!item || item->start < PAGE_SIZE || item->size < p->cpus * unit_size)
        return "percpu: one bootmem item in whole pages that holds every cpu's unit";
    return NULL;
}

static void list_init(struct machine *m, struct list_head *head)
{
    head->next = head->prev = offset_of(m, head);
}

/* A chunk of the first unit: `used` bytes that are not for it, then `free` ones that are. */
static void init_chunk(struct machine *m, struct pcpu_chunk *chunk, uint32_t used, uint32_t free)
{
    uint32_t unit_pages = m->pcpu_unit_size >> 12;

    *chunk = (struct pcpu_chunk){
        .base_addr = m->pcpu_base_addr,
        .map_used = 2,
        .map_alloc = PERCPU_DYNAMIC_EARLY_SLOTS,
        .immutable = 1,
        .populated = unit_pages < 32 ? (1u << unit_pages) - 1 : ~0u,
        .free_size = (int32_t)free,
        .contig_hint = (int32_t)free,
    };
    list_init(m, &chunk->list);
    set_map(m, chunk, 0, -(int32_t)used);
    set_map(m, chunk, 1, (int32_t)free);
}

/* mm/percpu.c:1207: units in the cpus' order, the slots, the two chunks. */
static void pcpu_setup_first_chunk(struct machine *m, const struct pcpu_alloc_info *ai)
{
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
        m->pcpu_unit_offsets[cpu] = cpu * ai->unit_size;
    m->pcpu_static_size = ai->static_size;
    m->pcpu_reserved_size = ai->reserved_size;
    m->pcpu_dyn_size = ai->dyn_size;
    m->pcpu_unit_size = ai->unit_size;
    m->pcpu_nr_slots = size_to_slot(ai->unit_size) + 2;
    for (uint32_t i = 0; i < m->pcpu_nr_slots; i++)
        list_init(m, &m->pcpu_slot[i]);
    init_chunk(m, pcpu_reserved_chunk(m), ai->static_size, ai->reserved_size);
    init_chunk(m, pcpu_first_chunk(m), ai->static_size + ai->reserved_size, ai->dyn_size);
    pcpu_chunk_relocate(m, pcpu_first_chunk(m), -1);
}

/* mm/percpu.c:1859 and :1609. What the kernel's own variables are set to is not known: the units begin as zeros. */
void setup_per_cpu_areas(struct machine *m, const struct profile *p, uint32_t areas)
{
    struct pcpu_alloc_info ai;

    m->percpu = p->percpu.real;
    if (!m->percpu) {
        standin_set_up(m);
        return;
    }
    ai = pcpu_build_alloc_info(p->percpu.static_size);
    m->per_cpu_start = p->percpu.start;
    m->pcpu_base_addr = PAGE_OFFSET + (areas - (m->first_pfn << 12));
    pcpu_setup_first_chunk(m, &ai);
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++) /* __per_cpu_offset[cpu], in the image */
        m->pcpu_area[cpu] = m->ram_off + (m->pcpu_base_addr - PAGE_OFFSET) +
                            m->pcpu_unit_offsets[cpu] - m->per_cpu_start + PCPU_BASE;
}
