// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mmap() of anonymous memory (mm/mmap.c:1205): addresses are promised, no page is touched. Shared memory is a file of shmem's.
 *
 * Not modelled: files that have a name; limits and the counting of promised memory (vm_committed_as), so that nothing is refused for being too
 * much; mlock(); the lowest address that is forbidden to users (mmap_min_addr).
 */
#include "alloc/user/user.h"

/* build_mem_type_table() adds the memory type to all of these (arch/arm/mm/mmu.c:517). */
#define USER_PROT (L_PTE_PRESENT | L_PTE_YOUNG | L_PTE_MT_WRITEALLOC | L_PTE_SHARED)

/*
 * protection_map[]: arch/arm/include/asm/pgtable.h:138. Writable private mappings are read-only too: the first write makes a page's word writable.
 * Shared ones are writable from the start.
 */
uint32_t vm_get_page_prot(uint32_t vm_flags)
{
    if (!(vm_flags & (VM_READ | VM_WRITE | VM_EXEC)))
        return USER_PROT | L_PTE_RDONLY | L_PTE_XN | L_PTE_NONE;
    return USER_PROT | L_PTE_USER | (vm_flags & VM_EXEC ? 0 : L_PTE_XN) |
           ((vm_flags & (VM_WRITE | VM_SHARED)) == (VM_WRITE | VM_SHARED) ? 0 : L_PTE_RDONLY);
}

/* Where the offset of a page is counted from: a file's begins at 0. */
static uint32_t pgoff_of(uint32_t addr, uint32_t vm_flags)
{
    return vm_flags & VM_SHARED ? 0 : addr >> 12;
}

/* A file for an area that is to be shared. 0, or -errno and the area is gone. */
static int give_file(struct machine *m, struct vm_area_struct *vma)
{
    int err = shmem_zero_setup(m, vma);

    if (err)
        kmem_cache_free(m, cache_at(m, m->vm_area_cachep), vma_virt(m, vma));
    else if (vma_wants_writenotify(m, vma))
        SET_VMA(m, vma, vm_page_prot, vm_get_page_prot(vma->vm_flags & ~VM_SHARED));
    return err;
}

/* A new area at its place. 0 or -errno. */
static int new_area(struct machine *m, struct mm_struct *mm, uint32_t addr, uint32_t len,
                    uint32_t vm_flags, const struct vma_place *place)
{
    struct vm_area_struct *vma =
        vma_at(m, kmem_cache_zalloc(m, cache_at(m, m->vm_area_cachep), GFP_KERNEL));
    int err = 0;

    if (!vma)
        return -ENOMEM;
    SET_VMA(m, vma, vm_mm, ram_virt(m, mm));
    SET_VMA(m, vma, vm_start, addr);
    SET_VMA(m, vma, vm_end, addr + len);
    SET_VMA(m, vma, vm_flags, vm_flags);
    SET_VMA(m, vma, vm_page_prot, vm_get_page_prot(vm_flags));
    SET_VMA(m, vma, vm_pgoff, pgoff_of(addr, vm_flags));
    init_list_head(m, &vma->anon_vma_chain, FIELD_ram);
    if (vm_flags & VM_SHARED)
        err = give_file(m, vma);
    if (!err)
        vma_link(m, mm, vma, place);
    return err;
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
    struct vma_place place;
    int err = -ENOMEM;

    enter(m, F_mmap_region);
    if (walking(m)) {
        value(m, V_addr, FMT_ADDR, addr);
        value(m, V_len, FMT_HEX, len);
        value(m, V_vm_flags_, FMT_HEX, vm_flags);
    }
    if (clear_place(m, mm, addr, len, &place)) {
        if ((vm_flags & (VM_WRITE | VM_SHARED)) == VM_WRITE) /* accountable_mapping() */
            vm_flags |= VM_ACCOUNT;
        err = vma_merge(m, mm, place.prev, addr, addr + len, vm_flags, 0, pgoff_of(addr, vm_flags))
                  ? 0
                  : new_area(m, mm, addr, len, vm_flags, &place);
    }
    if (err)
        addr = (uint32_t)err;
    else
        vm_stat_account(m, mm, vm_flags, vm_flags & VM_SHARED, (int32_t)(len >> 12));
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
    /* MAP_PRIVATE decides nothing there, and the walks of older rooms do not have it */
    addr = get_unmapped_area(m, mm, addr, len, flags & ~MAP_PRIVATE);
    if (addr & ~PAGE_MASK)
        return addr;
    prot |= mm->def_flags | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC;
    if (flags & MAP_SHARED)
        prot |= VM_SHARED | VM_MAYSHARE;
    return mmap_region(m, mm, addr, len, prot);
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
        value(m, V_flags, FMT_HEX, flags);
    }
    at = do_mmap(m, mm, addr, len, prot, flags);
    leave_with(m, F_do_mmap_pgoff, FMT_HEX, at);
    return at;
}
