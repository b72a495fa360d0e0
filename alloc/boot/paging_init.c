// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * paging_init(): the page tables that the kernel runs on from here on (arch/arm/mm/mmu.c:1409). Low memory by sections, a table where it does
 * not end with one; the vectors; the board's devices; a table for kmap().
 *
 * It begins with tables of zeros. The kernel begins with head.S's, which map its own image, and overwrites them all.
 */
#include "alloc/boot/early.h"

/* So much of the kernel image at least must lie below its literals for what the vectors' machines do not give. */
#define IMAGE_ROOM 0x40000u

/* ---- memory ---- */

/* A given page, or else the kernel image. */
static uint32_t given_or_image(struct early *e, uint32_t size, uint32_t align)
{
    const struct profile *p = e->profile;

    for (unsigned i = 0; i < p->nr_early; i++) {
        uint32_t phys = e->given[i];

        if (phys && p->early[i].size == size) {
            e->given[i] = 0;
            return phys_to_virt(e->m, phys);
        }
    }
    if (e->image_top < e->image_start + size + align)
        return 0;
    e->image_top = (e->image_top - size) & ~(align - 1);
    return e->image_top;
}

/* arch/arm/mm/mmu.c:593 */
uint32_t early_alloc_aligned(struct early *e, uint32_t size, uint32_t align)
{
    uint32_t virt, phys;

    if (e->profile->early_computed) {
        phys = memblock_alloc_base(e->m, size, align, e->limit);
        virt = phys ? phys_to_virt(e->m, phys) : 0;
    } else {
        virt = given_or_image(e, size, align);
    }
    e->failed |= !virt;
    return virt;
}

/* arch/arm/mm/mmu.c:600 */
static uint32_t early_alloc(struct early *e, uint32_t size)
{
    return early_alloc_aligned(e, size, size);
}

/* ---- mappings ---- */

/* arch/arm/mm/mmu.c:605. A section where a table is needed is a bug that the kernel dies of. */
static uint32_t early_pte_alloc(struct early *e, uint32_t pmd, uint32_t addr, uint32_t prot)
{
    uint32_t ptep;

    if (pmd_none(e->m, pmd)) {
        uint32_t table = early_alloc(e, PAGE_SIZE);

        if (table)
            pmd_populate_(e->m, pmd, virt_to_phys(e->m, table), prot);
    }
    ptep = pte_offset_kernel(e->m, pmd, addr);
    e->failed |= !ptep;
    return ptep;
}

/* arch/arm/mm/mmu.c:615 */
static void alloc_init_pte(struct early *e, uint32_t pmd, uint32_t addr, uint32_t end, uint32_t pfn,
                           const struct mem_type *type)
{
    uint32_t ptep = early_pte_alloc(e, pmd, addr, type->prot_l1);

    for (; ptep && addr != end; addr += PAGE_SIZE, ptep += 4)
        set_pte_ext(e->m, ptep, pfn_pte(pfn++, type->prot_pte), 0);
}

/* arch/arm/mm/mmu.c:626: here a pmd is one word, for one MiB. */
static void map_init_section(struct machine *m, uint32_t pmd, uint32_t addr, uint32_t end,
                             uint32_t phys, const struct mem_type *type)
{
    if (addr & SECTION_SIZE)
        pmd += 4;
    for (; addr != end; addr += SECTION_SIZE, phys += SECTION_SIZE, pmd += 4)
        ram_write(m, pmd, phys | type->prot_sect);
}

/* arch/arm/mm/mmu.c:653: a pair, or the part of one. */
static void alloc_init_pmd(struct early *e, uint32_t pmd, uint32_t addr, uint32_t end,
                           uint32_t phys, const struct mem_type *type)
{
    if (type->prot_sect && !((addr | end | phys) & ~SECTION_MASK))
        map_init_section(e->m, pmd, addr, end, phys, type);
    else
        alloc_init_pte(e, pmd, addr, end, phys >> 12, type);
}

/* arch/arm/mm/mmu.c:767. Physical addresses above 4 GiB, which want supersections, are nowhere on these boards. */
void create_mapping(struct early *e, const struct map_desc *md)
{
    const struct mem_type *type = get_mem_type(md->type);
    uint32_t addr = md->virtual & PAGE_MASK, phys = md->pfn << 12;
    uint32_t length = (md->length + (md->virtual & ~PAGE_MASK) + PAGE_SIZE - 1) & PAGE_MASK;

    for (uint32_t end = addr + length, next; !e->failed && addr != end; addr = next) {
        next = pgd_addr_end(addr, end);
        alloc_init_pmd(e, pgd_offset_k(e->m, addr), addr, next, phys, type);
        phys += next - addr;
    }
}

/* arch/arm/mm/mmu.c:1301 */
static void map_lowmem(struct early *e)
{
    const struct machine *m = e->m;
    uint32_t lowmem_limit = m->max_low_pfn << 12;

    for (uint32_t i = 0; i < m->memory.cnt; i++) {
        const struct memblock_region *r = &m->memory.regions[i];
        uint64_t end = (uint64_t)r->base + r->size;

        if (end > lowmem_limit)
            end = lowmem_limit;
        if (r->base >= end)
            break;
        create_mapping(e, &(struct map_desc){ phys_to_virt(m, r->base), r->base >> 12,
                                              (uint32_t)end - r->base, MT_MEMORY });
    }
}

/* arch/arm/mm/mmu.c:1196: the vectors where users may read them, the stubs behind them where they may not. */
static void devicemaps_init(struct early *e)
{
    uint32_t vectors = early_alloc(e, 2 * PAGE_SIZE), pfn = virt_to_phys(e->m, vectors) >> 12;

    if (!vectors)
        return;
    set_word(e->m, &e->m->vectors_page, vectors, FIELD_vectors_page);
    create_mapping(e, &(struct map_desc){ VECTORS_BASE, pfn, PAGE_SIZE, MT_HIGH_VECTORS });
    create_mapping(
        e, &(struct map_desc){ VECTORS_BASE + PAGE_SIZE, pfn + 1, PAGE_SIZE, MT_LOW_VECTORS });
    exynos_init_io(e);
    fill_pmd_gaps(e);
}

/* arch/arm/mm/mmu.c:1293 */
static void kmap_init(struct early *e)
{
    uint32_t ptep =
        early_pte_alloc(e, pgd_offset_k(e->m, PKMAP_BASE), PKMAP_BASE, PAGE_KERNEL_TABLE);

    set_word(e->m, &e->m->pkmap_page_table, ptep, FIELD_pkmap_page_table);
}

/* ---- what it needs ---- */

/* arch/arm/mm/mmu.c:1049: memblock gives nothing above the last whole MiB of low memory, for that is not mapped yet. */
static uint32_t memblock_limit(const struct profile *p)
{
    for (unsigned i = 0; i < p->nr_banks && !p->banks[i].highmem; i++) {
        uint32_t start = p->banks[i].start, end = start + p->banks[i].size;

        if (start & ~SECTION_MASK)
            return start & SECTION_MASK;
        if (end & ~SECTION_MASK)
            return end & SECTION_MASK;
    }
    return p->lowmem_limit;
}

/* Low memory below the vmalloc space, tables at its start, and a kernel image. */
static bool is_bootable(const struct machine *m, const struct profile *p)
{
    uint32_t image = phys_to_virt(m, p->nr_reserve ? p->reserve[0].start : 0);

    return high_memory(m) > PAGE_OFFSET && high_memory(m) <= VMALLOC_MIN &&
           p->banks[0].size >= 0x8000 && virt_valid(m, image) && virt_valid(m, m->kernel_end - 1) &&
           !(m->kernel_end & ~PAGE_MASK) && image + IMAGE_ROOM <= m->kernel_end;
}

/* The early items are allocated all the same: what they take is missing elsewhere. */
static const char *take_given(struct early *e)
{
    for (unsigned i = 0; i < e->profile->nr_early; i++) {
        const struct boot_item *item = &e->profile->early[i];

        e->given[i] = memblock_alloc_base(e->m, item->size, item->start, e->profile->lowmem_limit);
        if (!e->given[i])
            return "early: low memory is too small";
    }
    return NULL;
}

static void init_lists(struct machine *m)
{
    init_list_head(m, &m->static_vmlist, FIELD_static_vmlist);
    init_list_head(m, &m->vmap_area_list, FIELD_vmap_area_list);
    init_list_head(m, &m->vmap_purge_list, FIELD_vmap_purge_list);
}

const char *paging_init(struct machine *m, const struct profile *p)
{
    struct early e = { .m = m,
                       .profile = p,
                       .limit = memblock_limit(p),
                       .image_start = m->kernel_end - IMAGE_ROOM,
                       .image_top = m->kernel_end - PAGE_SIZE };
    const char *why = take_given(&e);
    uint32_t zero_page;

    if (why || !is_bootable(m, p))
        return why;
    set_word(m, &m->swapper_pg_dir, PAGE_OFFSET + 0x4000, FIELD_swapper_pg_dir);
    init_lists(m);
    map_lowmem(&e);
    devicemaps_init(&e);
    kmap_init(&e);
    zero_page = early_alloc(&e, PAGE_SIZE);
    set_word(m, &m->empty_zero_page, zero_page, FIELD_empty_zero_page);
    if (!e.failed)
        return NULL;
    set_word(m, &m->swapper_pg_dir, 0, FIELD_swapper_pg_dir);
    return !p->early_computed ? NULL : "paging_init: low memory is too small";
}
