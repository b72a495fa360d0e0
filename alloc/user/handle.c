// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * handle_mm_fault() (mm/memory.c:3692): the table of the address, then what its Linux word asks for.
 *
 *	0			do_anonymous_page(): a page, or the zero page for who only reads
 *	0, of a file		do_linear_fault(): the file's page (file_fault.c)
 *	read-only, written to	do_wp_page(): a copy, or the page itself if nobody else has it
 *	old or clean		made young, and dirty if written to: the hardware cannot
 *
 * Faults are not counted (PGFAULT). There are no huge pages on this machine, and nothing is swapped out.
 */
#include "alloc/user/user.h"

/* mm/pgtable-generic.c:47 */
bool ptep_set_access_flags(struct machine *m, const struct vm_area_struct *vma, uint32_t address,
                           uint32_t ptep, uint32_t entry)
{
    bool changed = ram_read(m, ptep) != entry;

    enter_vma(m, F_ptep_set_access_flags, vma);
    if (walking(m)) {
        value(m, V_address, FMT_ADDR, address);
        value(m, V_entry, FMT_HEX, entry);
    }
    if (changed) {
        set_pte_at(m, address, ptep, entry);
        flush_tlb_page(m, vma, address);
    }
    leave_with(m, F_ptep_set_access_flags, FMT_DEC, changed);
    return changed;
}

/* mm/memory.c:3633 */
static uint32_t handle_pte_fault(struct machine *m, struct mm_struct *mm,
                                 struct vm_area_struct *vma, uint32_t address, uint32_t ptep,
                                 uint32_t flags)
{
    uint32_t entry = ram_read(m, ptep), ret = 0;

    enter_vma(m, F_handle_pte_fault, vma);
    if (walking(m)) {
        value(m, V_address, FMT_ADDR, address);
        value(m, V_ptep, FMT_ADDR, ptep);
        value(m, V_entry, FMT_HEX, entry);
        value(m, V_flags, FMT_HEX, flags);
    }
    if (!entry) {
        ret = vma->vm_ops ? do_linear_fault(m, mm, vma, address, ptep, flags)
                          : do_anonymous_page(m, mm, vma, address, ptep, flags);
    } else if (!(entry & L_PTE_PRESENT)) {
        ret = VM_FAULT_SIGBUS; /* swap, if it were not somebody's stray write */
    } else if (flags & FAULT_FLAG_WRITE && entry & L_PTE_RDONLY) {
        ret = do_wp_page(m, mm, vma, address, ptep, entry);
    } else {
        if (flags & FAULT_FLAG_WRITE)
            entry |= L_PTE_DIRTY;
        if (!ptep_set_access_flags(m, vma, address, ptep, entry | L_PTE_YOUNG) &&
            flags & FAULT_FLAG_WRITE)
            flush_tlb_page(m, vma, address); /* flush_tlb_fix_spurious_fault() */
    }
    leave_with(m, F_handle_pte_fault, FMT_HEX, ret);
    return ret;
}

/* mm/memory.c:3775 and :3692 */
uint32_t handle_mm_fault(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                         uint32_t address, uint32_t flags)
{
    uint32_t pmd = pgd_offset(mm_pgd(m, mm), address), ptep, ret = VM_FAULT_OOM;

    enter_vma(m, F_handle_mm_fault, vma);
    if (walking(m)) {
        value(m, V_address, FMT_ADDR, address);
        value(m, V_flags, FMT_HEX, flags);
    }
    enter_vma(m, F_handle_mm_fault_, vma);
    ptep = pte_alloc(m, mm, pmd, address);
    if (ptep)
        ret = handle_pte_fault(m, mm, vma, address, ptep, flags);
    leave_with(m, F_handle_mm_fault_, FMT_HEX, ret);
    leave_with(m, F_handle_mm_fault, FMT_HEX, ret);
    return ret;
}
