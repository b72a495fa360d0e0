// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Anonymous pages: the first touch (mm/memory.c:3218) and the write to a page that may be shared (:2604).
 */
#include "alloc/user/user.h"

/* ---- contents: kmap_atomic() shows where the kernel sees the page; only low memory has contents here ---- */

/* arch/arm/mm/copypage-v6.c:49 */
static void clear_user_highpage(struct machine *m, struct page *page)
{
    uint32_t kaddr;

    enter_page(m, F_v6_clear_user, page);
    kaddr = kmap_atomic(m, page);
    if (!page_is_highmem(m, page) && page_has_contents(m, kaddr))
        ram_fill(m, kaddr, 0, PAGE_SIZE);
    kunmap_atomic(m, kaddr);
    leave(m, F_v6_clear_user);
}

static void copy_contents(struct machine *m, struct page *to, struct page *from)
{
    uint32_t dst = page_address(m, to), src = page_address(m, from);
    bool low = !page_is_highmem(m, from), any = low && page_has_contents(m, src);

    if (page_is_highmem(m, to) || (!any && !page_has_contents(m, dst)))
        return;
    for (uint32_t i = 0; i < PAGE_SIZE; i += 4)
        ram_write(m, dst + i, any ? ram_read(m, src + i) : 0);
}

/* arch/arm/mm/copypage-v6.c:33 */
static void copy_user_highpage(struct machine *m, struct page *to, struct page *from)
{
    uint32_t kfrom, kto;

    enter(m, F_v6_copy_user);
    if (walking(m)) {
        value(m, V_to, FMT_PFN, page_to_pfn(m, to));
        value(m, V_from, FMT_PFN, page_to_pfn(m, from));
    }
    kfrom = kmap_atomic(m, from);
    kto = kmap_atomic(m, to);
    copy_contents(m, to, from);
    kunmap_atomic(m, kto);
    kunmap_atomic(m, kfrom);
    leave(m, F_v6_copy_user);
}

/* ---- new pages ---- */

/* include/linux/highmem.h:179: of HIGHMEM if there is any, and MOVABLE. */
static struct page *alloc_zeroed_user_highpage_movable(struct machine *m)
{
    struct page *page;

    enter(m, F_alloc_zeroed);
    page = alloc_pages(m, GFP_HIGHUSER | GFP_MOVABLE_, 0);
    if (page)
        clear_user_highpage(m, page);
    leave_with(m, F_alloc_zeroed, FMT_PFN, pfn_or_none(m, page));
    return page;
}

/* __SetPageUptodate() */
static void set_uptodate(struct machine *m, struct page *page)
{
    set_said(m, &page->flags, page->flags | PG_UPTODATE, FIELD_page_flags, V_mapcount_flags,
             FMT_HEX);
}

/* The word of a page of its own for who writes; 0: no memory. */
static uint32_t own_page(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                         uint32_t address)
{
    struct page *page;
    uint32_t entry;

    if (anon_vma_prepare(m, vma))
        return 0;
    page = alloc_zeroed_user_highpage_movable(m);
    if (!page)
        return 0;
    set_uptodate(m, page);
    entry = mk_pte(m, page, vma->vm_page_prot);
    if (vma->vm_flags & VM_WRITE)
        entry = (entry | L_PTE_DIRTY) & ~L_PTE_RDONLY;
    add_mm_counter(m, mm, MM_ANONPAGES, 1);
    page_add_new_anon_rmap(m, page, vma, address);
    return entry;
}

uint32_t do_anonymous_page(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                           uint32_t address, uint32_t ptep, uint32_t flags)
{
    uint32_t entry, zero_pfn = virt_to_phys(m, m->empty_zero_page) >> 12;

    enter_vma(m, F_do_anonymous_page, vma);
    if (walking(m)) {
        value(m, V_address, FMT_ADDR, address);
        value(m, V_flags, FMT_HEX, flags);
    }
    entry = flags & FAULT_FLAG_WRITE ? own_page(m, mm, vma, address)
                                     : pfn_pte(zero_pfn, vma->vm_page_prot);
    if (entry)
        set_pte_at(m, address, ptep, entry);
    leave_with(m, F_do_anonymous_page, FMT_HEX, entry ? 0 : VM_FAULT_OOM);
    return entry ? 0 : VM_FAULT_OOM;
}

/* ---- writing to what may be shared ---- */

/* mm/swapfile.c:905; without swap the mappings are all the users there are. */
static bool reuse_swap_page(struct machine *m, const struct page *page)
{
    bool reuse = page->_mapcount + 1 <= 1;

    LEAF(m, F_reuse_swap_page, FMT_DEC, reuse, value_page(m, page);
         value(m, V_mapcount, FMT_SDEC, (uint32_t)page->_mapcount));
    return reuse;
}

/* A copy, or a zeroed page in place of the zero page. NULL: no memory. */
static struct page *new_page_for(struct machine *m, struct vm_area_struct *vma, struct page *old)
{
    struct page *new;

    if (anon_vma_prepare(m, vma))
        return NULL;
    if (!old)
        return alloc_zeroed_user_highpage_movable(m);
    new = alloc_pages(m, GFP_HIGHUSER | GFP_MOVABLE_, 0);
    if (new)
        copy_user_highpage(m, new, old);
    return new;
}

/* mm/pgtable-generic.c:110 */
static void ptep_clear_flush(struct machine *m, const struct vm_area_struct *vma, uint32_t address,
                             uint32_t ptep)
{
    enter_vma(m, F_ptep_clear_flush, vma);
    if (walking(m))
        value(m, V_address, FMT_ADDR, address);
    ptep_get_and_clear(m, address, ptep);
    flush_tlb_page(m, vma, address);
    leave(m, F_ptep_clear_flush);
}

/* First the old word and what TLBs have of it go, then the new one comes. */
static void replace(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                    uint32_t address, uint32_t ptep, struct page *old, struct page *new)
{
    uint32_t entry = maybe_mkwrite(mk_pte(m, new, vma->vm_page_prot) | L_PTE_DIRTY, vma);

    set_uptodate(m, new);
    if (!old)
        add_mm_counter(m, mm, MM_ANONPAGES, 1);
    ptep_clear_flush(m, vma, address, ptep);
    page_add_new_anon_rmap(m, new, vma, address);
    set_pte_at(m, address, ptep, entry);
    if (old) {
        page_remove_rmap(m, old);
        put_page(m, old);
    }
}

static void reuse(struct machine *m, struct vm_area_struct *vma, uint32_t address, uint32_t ptep,
                  struct page *page, uint32_t orig_pte)
{
    page_move_anon_rmap(m, page, vma);
    ptep_set_access_flags(m, vma, address, ptep,
                          maybe_mkwrite(orig_pte | L_PTE_YOUNG | L_PTE_DIRTY, vma));
}

/* Of a file, in an area through which everybody writes to it. Its words are writable from the start: only a stray write leads here. */
static bool page_is_shared(const struct page *page, const struct vm_area_struct *vma)
{
    return !(page->mapping & PAGE_MAPPING_ANON) &&
           (vma->vm_flags & (VM_WRITE | VM_SHARED)) == (VM_WRITE | VM_SHARED);
}
static void write_shared(struct machine *m, struct vm_area_struct *vma, uint32_t address,
                         uint32_t ptep, struct page *page, uint32_t orig_pte)
{
    get_page(m, page);
    ptep_set_access_flags(m, vma, address, ptep,
                          maybe_mkwrite(orig_pte | L_PTE_YOUNG | L_PTE_DIRTY, vma));
    set_page_dirty(m, page);
    put_page(m, page);
}

/* Keeps the page while it is copied. */
static uint32_t copy(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                     uint32_t address, uint32_t ptep, struct page *old)
{
    struct page *new;

    if (old)
        get_page(m, old);
    new = new_page_for(m, vma, old);
    if (new)
        replace(m, mm, vma, address, ptep, old, new);
    if (old)
        put_page(m, old);
    return new ? VM_FAULT_WRITE : VM_FAULT_OOM;
}

uint32_t do_wp_page(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                    uint32_t address, uint32_t ptep, uint32_t orig_pte)
{
    struct page *old;
    uint32_t ret = VM_FAULT_WRITE;

    enter_vma(m, F_do_wp_page, vma);
    if (walking(m)) {
        value(m, V_address, FMT_ADDR, address);
        value(m, V_orig_pte, FMT_HEX, orig_pte);
    }
    old = vm_normal_page(m, orig_pte);
    if (old && page_is_shared(old, vma))
        write_shared(m, vma, address, ptep, old, orig_pte);
    else if (old && reuse_swap_page(m, old))
        reuse(m, vma, address, ptep, old, orig_pte);
    else
        ret = copy(m, mm, vma, address, ptep, old);
    leave_with(m, F_do_wp_page, FMT_HEX, ret);
    return ret;
}
