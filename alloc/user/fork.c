// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fork(): the child gets every area and, where the parent has pages of its own, every entry of its tables. Nobody may write to the pages that
 * both have now: who tries gets a copy (kernel/fork.c:348, mm/memory.c:998).
 */
#include "alloc/user/user.h"

/* ---- tables ---- */

struct copy {
    struct mm_struct *dst, *src;
    struct vm_area_struct *vma;
    int32_t rss;
};

/* mm/memory.c:797: both lose the right to write; the child's word is old, so that its first use faults. */
static void copy_one_pte(struct machine *m, struct copy *c, uint32_t dst_pte, uint32_t src_pte,
                         uint32_t addr)
{
    uint32_t pte = ram_read(m, src_pte);
    struct page *page;

    enter(m, F_copy_one_pte);
    if (walking(m)) {
        value(m, V_addr, FMT_ADDR, addr);
        value(m, V_pte, FMT_HEX, pte);
    }
    if ((c->vma->vm_flags & (VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE) { /* is_cow_mapping() */
        enter(m, F_ptep_set_wrprotect);
        set_pte_at(m, addr, src_pte, pte | L_PTE_RDONLY);
        leave(m, F_ptep_set_wrprotect);
        pte |= L_PTE_RDONLY;
    }
    pte &= ~L_PTE_YOUNG;
    page = vm_normal_page(m, pte);
    if (page) {
        get_page(m, page);
        page_dup_rmap(m, page);
        c->rss++;
    }
    set_pte_at(m, addr, dst_pte, pte);
    leave(m, F_copy_one_pte);
}

/* mm/memory.c:880. Nobody waits for the locks, so it is never interrupted. */
static int copy_pte_range(struct machine *m, struct copy *c, uint32_t dst_pmd, uint32_t src_pmd,
                          uint32_t addr, uint32_t end)
{
    uint32_t dst_pte, src_pte;

    enter_range(m, F_copy_pte_range, addr, end);
    dst_pte = pte_alloc(m, c->dst, dst_pmd, addr);
    src_pte = dst_pte ? pte_offset_map(m, src_pmd, addr) : 0;
    c->rss = 0;
    for (; dst_pte && addr != end; addr += PAGE_SIZE, dst_pte += 4, src_pte += 4)
        if (ram_read(m, src_pte))
            copy_one_pte(m, c, dst_pte, src_pte, addr);
    if (c->rss)
        add_mm_counter(m, c->dst, MM_ANONPAGES, c->rss);
    leave_with(m, F_copy_pte_range, FMT_SDEC, dst_pte ? 0 : (uint32_t)-ENOMEM);
    return dst_pte ? 0 : -ENOMEM;
}

/* mm/memory.c:976 and :943 */
static int copy_pud_range(struct machine *m, struct copy *c, uint32_t dst_pmd, uint32_t src_pmd,
                          uint32_t addr, uint32_t end)
{
    int err = 0;

    enter_range(m, F_copy_pud_range, addr, end);
    enter_range(m, F_copy_pmd_range, addr, end);
    if (!pmd_none(m, src_pmd) && !pmd_bad(m, src_pmd))
        err = copy_pte_range(m, c, dst_pmd, src_pmd, addr, end);
    leave_with(m, F_copy_pmd_range, FMT_SDEC, (uint32_t)err);
    leave_with(m, F_copy_pud_range, FMT_SDEC, (uint32_t)err);
    return err;
}

/* mm/memory.c:998. What faults bring back is not copied: the zero page of an area that nobody ever wrote to, and a file's pages. */
int copy_page_range(struct machine *m, struct mm_struct *dst_mm, struct mm_struct *src_mm,
                    struct vm_area_struct *vma)
{
    struct copy c = { .dst = dst_mm, .src = src_mm, .vma = vma };
    uint32_t dst = mm_pgd(m, dst_mm), src = mm_pgd(m, src_mm);
    int err = 0;

    enter_vma(m, F_copy_page_range, vma);
    if (vma->vm_start >= vma->vm_end || vma->vm_end > TASK_SIZE)
        oops(m, OOPS_BUG, vma_virt(m, vma));
    if (vma->anon_vma)
        for (uint32_t addr = vma->vm_start, next; !err && addr != vma->vm_end; addr = next) {
            next = pgd_addr_end(addr, vma->vm_end);
            err = copy_pud_range(m, &c, pgd_offset(dst, addr), pgd_offset(src, addr), addr, next);
        }
    leave_with(m, F_copy_page_range, FMT_SDEC, (uint32_t)err);
    return err;
}

/* ---- areas ---- */

/* The child's copy of an area, linked to the parent's pages. NULL: no memory. */
static struct vm_area_struct *dup_area(struct machine *m, struct mm_struct *mm,
                                       struct vm_area_struct *mpnt)
{
    uint32_t virt = kmem_cache_alloc(m, cache_at(m, m->vm_area_cachep), GFP_KERNEL);
    struct vm_area_struct *tmp = vma_at(m, virt);

    if (!tmp)
        return NULL;
    copy_vma_struct(m, tmp, mpnt);
    SET_VMA(m, tmp, vm_mm, ram_virt(m, mm));
    if (anon_vma_fork(m, tmp, mpnt)) {
        kmem_cache_free(m, cache_at(m, m->vm_area_cachep), virt);
        return NULL;
    }
    SET_VMA(m, tmp, vm_next, 0);
    SET_VMA(m, tmp, vm_prev, 0);
    if (vma_is_file(tmp))
        dup_file_vma(m, tmp, mpnt);
    return tmp;
}

/* Behind the last one in list and tree. */
static void append(struct machine *m, struct mm_struct *mm, struct vm_area_struct *tmp,
                   struct vm_area_struct *prev)
{
    const struct vma_place place = { .prev = prev,
                                     .parent = prev ? vma_node(m, prev) : 0,
                                     .right = true };

    if (prev)
        SET_VMA(m, prev, vm_next, vma_virt(m, tmp));
    else
        SET_MM(m, mm, mmap, vma_virt(m, tmp));
    SET_VMA(m, tmp, vm_prev, vma_virt(m, prev));
    vma_link_rb_(m, mm, tmp, &place);
    SET_MM(m, mm, map_count, mm->map_count + 1);
}

static int dup_areas(struct machine *m, struct mm_struct *mm, struct mm_struct *oldmm)
{
    struct vm_area_struct *prev = NULL, *mpnt = vma_at(m, oldmm->mmap);

    for (uint32_t n = 0; mpnt; mpnt = vma_at(m, mpnt->vm_next)) {
        struct vm_area_struct *tmp = dup_area(m, mm, mpnt);

        count_vma(m, &n, mpnt);
        if (!tmp)
            return -ENOMEM;
        append(m, mm, tmp, prev);
        prev = tmp;
        if (copy_page_range(m, mm, oldmm, mpnt))
            return -ENOMEM;
    }
    return 0;
}

/* kernel/fork.c:348 */
static int dup_mmap(struct machine *m, struct mm_struct *mm, struct mm_struct *oldmm)
{
    int err;

    enter(m, F_dup_mmap);
    if (walking(m)) {
        value(m, V_mm, FMT_ADDR, ram_virt(m, mm));
        value(m, V_oldmm, FMT_ADDR, ram_virt(m, oldmm));
    }
    set_word(m, &mm->locked_vm, 0, FIELD_ram);
    SET_MM(m, mm, mmap, 0);
    SET_MM(m, mm, mmap_cache, 0);
    SET_MM(m, mm, map_count, 0);
    SET_MM(m, mm, cpu_vm_mask, 0);
    set_word(m, &mm->mm_rb, 0, FIELD_ram);
    err = dup_areas(m, mm, oldmm);
    flush_tlb_mm(m, oldmm);
    leave_with(m, F_dup_mmap, FMT_SDEC, (uint32_t)err);
    return err;
}

static bool dup(struct machine *m, struct mm_struct *mm, struct mm_struct *oldmm)
{
    ram_copy_in(m, ram_virt(m, mm), oldmm, sizeof *oldmm);
    if (!mm_init(m, mm, true))
        return false;
    SET_MM(m, mm, context_id, 0); /* init_new_context() */
    if (dup_mmap(m, mm, oldmm)) {
        mmput(m, ram_virt(m, mm));
        return false;
    }
    SET_MM(m, mm, hiwater_rss, get_mm_rss(mm));
    SET_MM(m, mm, hiwater_vm, mm->total_vm);
    return true;
}

/* kernel/fork.c:803 */
uint32_t dup_mm(struct machine *m, struct mm_struct *oldmm)
{
    uint32_t virt;

    enter(m, F_dup_mm);
    virt = kmem_cache_alloc(m, cache_at(m, m->mm_cachep), GFP_KERNEL);
    if (virt && !dup(m, mm_at(m, virt), oldmm))
        virt = 0;
    leave_with(m, F_dup_mm, FMT_ADDR, virt);
    return virt;
}
