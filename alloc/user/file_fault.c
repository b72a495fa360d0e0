// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A fault in an area that maps a file (mm/memory.c:3487, :3299): the file's page, with the area's rights. In a shared area its word is writable at once.
 * If it is only read the hardware's word is not yet, for Linux's is clean: the first write faults once more, and finds nothing to do but to make
 * it dirty (handle.c). No page is ever copied.
 *
 * Not modelled: a private area of a file, times of the file.
 */
#include "alloc/user/user.h"

static void map_page(struct machine *m, struct mm_struct *mm, const struct vm_area_struct *vma,
                     uint32_t address, uint32_t ptep, struct page *page, bool write)
{
    uint32_t entry = mk_pte(m, page, vma->vm_page_prot);

    if (write)
        entry = maybe_mkwrite(entry | L_PTE_DIRTY, vma);
    add_mm_counter(m, mm, MM_FILEPAGES, 1);
    page_add_file_rmap(m, page);
    if (write)
        get_page(m, page);
    set_pte_at(m, address, ptep, entry);
    if (write) {
        set_page_dirty(m, page);
        put_page(m, page);
    }
}

/* mm/memory.c:3299. The reference that shmem_fault() gives is the table entry's from then on. */
static uint32_t do_fault_(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                          uint32_t address, uint32_t ptep, uint32_t pgoff, uint32_t flags)
{
    struct page *page;
    uint32_t ret;

    enter_vma(m, F_do_fault_, vma);
    if (walking(m)) {
        value(m, V_address, FMT_ADDR, address);
        value(m, V_pgoff, FMT_HEX, pgoff);
        value(m, V_flags, FMT_HEX, flags);
    }
    ret = shmem_fault(m, vma->vm_file, pgoff, &page);
    if (ret == VM_FAULT_LOCKED)
        map_page(m, mm, vma, address, ptep, page, flags & FAULT_FLAG_WRITE);
    leave_with(m, F_do_fault_, FMT_HEX, ret);
    return ret;
}

/* mm/memory.c:3487 */
uint32_t do_linear_fault(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                         uint32_t address, uint32_t ptep, uint32_t flags)
{
    uint32_t pgoff = ((address - vma->vm_start) >> 12) + vma->vm_pgoff, ret;

    enter_vma(m, F_do_linear_fault, vma);
    if (walking(m))
        value(m, V_address, FMT_ADDR, address);
    ret = do_fault_(m, mm, vma, address, ptep, pgoff, flags);
    leave_with(m, F_do_linear_fault, FMT_HEX, ret);
    return ret;
}
