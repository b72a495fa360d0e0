// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mmap() of anonymous private memory (mm/mmap.c:1205): addresses are promised, no page is touched.
 *
 * Not modelled: files, and with them shared anonymous memory, which is a file of shmem's; limits and the counting of promised memory
 * (vm_committed_as), so that nothing is refused for being too much; mlock(); the lowest address that is forbidden to users (mmap_min_addr).
 */
#include "alloc/user/user.h"

/* build_mem_type_table() adds the memory type to all of these (arch/arm/mm/mmu.c:517). */
#define USER_PROT (L_PTE_PRESENT | L_PTE_YOUNG | L_PTE_MT_WRITEALLOC | L_PTE_SHARED)

/*
 * protection_map[] of private mappings: arch/arm/include/asm/pgtable.h:138. Writable ones are read-only too: the first write makes a page's word
 * writable.
 */
uint32_t vm_get_page_prot(uint32_t vm_flags)
{
    if (!(vm_flags & (VM_READ | VM_WRITE | VM_EXEC)))
        return USER_PROT | L_PTE_RDONLY | L_PTE_XN | L_PTE_NONE;
    return USER_PROT | L_PTE_USER | L_PTE_RDONLY | (vm_flags & VM_EXEC ? 0 : L_PTE_XN);
}

/* A new area at its place. */
static struct vm_area_struct *new_area(struct machine *m, struct mm_struct *mm, uint32_t addr,
                                       uint32_t len, uint32_t vm_flags,
                                       const struct vma_place *place)
{
    struct vm_area_struct *vma =
        vma_at(m, kmem_cache_zalloc(m, cache_at(m, m->vm_area_cachep), GFP_KERNEL));

    if (!vma)
        return NULL;
    SET_VMA(m, vma, vm_mm, ram_virt(m, mm));
    SET_VMA(m, vma, vm_start, addr);
    SET_VMA(m, vma, vm_end, addr + len);
    SET_VMA(m, vma, vm_flags, vm_flags);
    SET_VMA(m, vma, vm_page_prot, vm_get_page_prot(vm_flags));
    SET_VMA(m, vma, vm_pgoff, addr >> 12);
    init_list_head(m, &vma->anon_vma_chain, FIELD_ram);
    vma_link(m, mm, vma, place);
    return vma;
}

/* Where it goes, with nothing in the way any more. What one munmap() does not find, because somebody wrote over the tree, no other does. */
static bool clear_place(struct machine *m, struct mm_struct *mm, uint32_t addr, uint32_t len,
                        struct vma_place *place)
{
    for (int again = 0; !find_vma_links(m, mm, addr, addr + len, place); again++) {
        if (again)
            oops(m, OOPS_LOOP, ram_virt(m, mm));
        if (do_munmap(m, mm, addr, len))
            return false;
    }
    return true;
}

/* mm/mmap.c:1483 */
static uint32_t mmap_region(struct machine *m, struct mm_struct *mm, uint32_t addr, uint32_t len,
                            uint32_t vm_flags)
{
    struct vm_area_struct *vma = NULL;
    struct vma_place place;

    enter(m, F_mmap_region);
    if (walking(m)) {
        value(m, V_addr, FMT_ADDR, addr);
        value(m, V_len, FMT_HEX, len);
        value(m, V_vm_flags_, FMT_HEX, vm_flags);
    }
    if (clear_place(m, mm, addr, len, &place)) {
        if (vm_flags & VM_WRITE)
            vm_flags |= VM_ACCOUNT;
        vma = vma_merge(m, mm, place.prev, addr, addr + len, vm_flags, 0, addr >> 12);
        if (!vma)
            vma = new_area(m, mm, addr, len, vm_flags, &place);
    }
    if (vma)
        vm_stat_account(m, mm, (int32_t)(len >> 12));
    else
        addr = (uint32_t)-ENOMEM;
    leave_with(m, F_mmap_region, FMT_HEX, addr);
    return addr;
}

static uint32_t do_mmap(struct machine *m, struct mm_struct *mm, uint32_t addr, uint32_t len,
                        uint32_t prot, uint32_t flags)
{
    if (!len)
        return (uint32_t)-EINVAL;
    len = (len + PAGE_SIZE - 1) & PAGE_MASK;
    if (!len || mm->map_count > SYSCTL_MAX_MAP_COUNT)
        return (uint32_t)-ENOMEM;
    if (!(flags & MAP_FIXED))
        addr &= PAGE_MASK; /* round_hint_to_min() */
    addr = get_unmapped_area(m, mm, addr, len, flags);
    if (addr & ~PAGE_MASK)
        return addr;
    return mmap_region(m, mm, addr, len,
                       prot | mm->def_flags | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC);
}

uint32_t do_mmap_pgoff(struct machine *m, struct mm_struct *mm, uint32_t addr, uint32_t len,
                       uint32_t prot, uint32_t flags)
{
    uint32_t at;

    enter(m, F_do_mmap_pgoff);
    if (walking(m)) {
        value(m, V_addr, FMT_ADDR, addr);
        value(m, V_len, FMT_HEX, len);
        value(m, V_prot, FMT_HEX, prot);
        value(m, V_flags, FMT_HEX, flags | MAP_PRIVATE);
    }
    at = do_mmap(m, mm, addr, len, prot, flags);
    leave_with(m, F_do_mmap_pgoff, FMT_HEX, at);
    return at;
}
