// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What must hold of processes:
 *
 *	- areas are in ascending order, do not touch if they could be one, and are those of the tree, whose colours and holes are right
 *	- a table entry is mapped in an area; its Linux word and its hardware word agree; only writable areas have writable pages
 *	- a page is mapped as often as _mapcount and _count say, and belongs to nobody else (by claiming it); the zero page is never writable
 *	- the kernel's part of a first-level table is the kernel's, or not filled in yet
 *	- a page of a shared area is its file's, at that offset (and see check_file.c)
 *	- counters of the address space, NR_ANON_PAGES and NR_PAGETABLE are what there is
 *	- no two address spaces of a generation have the same ASID
 */
#include "alloc/check.h"
#include "alloc/check_parts.h"
#include "alloc/user/user.h"

#include <stdlib.h>

struct user_check {
    struct check *c;
    struct machine *m;
    uint32_t *refs;                /* per page: how often it is mapped */
    uint32_t pages, tables, files; /* files: areas that map one */
    /* of the process at hand */
    uint32_t pid;
    const struct mm_struct *mm;
    const struct vm_area_struct *next; /* the area that the walk through the tree comes to next */
    uint32_t anon, file, nr_ptes;
};

#define WRONG(k, format, ...) check_wrong("process %u: " format, (k)->pid, __VA_ARGS__)

static const struct vm_area_struct *area_at(const struct machine *m, uint32_t virt)
{
    return virt && low_mapped(m, virt, sizeof(struct vm_area_struct)) ? ram_at_const(m, virt)
                                                                      : NULL;
}

/* ---- areas ---- */

static bool check_area(const struct user_check *k, const struct vm_area_struct *vma,
                       const struct vm_area_struct *prev)
{
    const struct machine *m = k->m;
    uint32_t prev_end = prev ? prev->vm_end : 0;

    if (vma->vm_start < prev_end || vma->vm_end <= vma->vm_start || vma->vm_end > TASK_SIZE ||
        (vma->vm_start | vma->vm_end) & ~PAGE_MASK)
        return WRONG(k, "area 0x%x to 0x%x behind 0x%x", vma->vm_start, vma->vm_end, prev_end);
    if (area_at(m, vma->vm_prev) != prev)
        return WRONG(k, "vm_prev of area 0x%x is 0x%x", vma->vm_start, vma->vm_prev);
    if (vma->vm_mm != ram_virt(m, k->mm) ||
        (!vma_is_file(vma) && vma->vm_pgoff != vma->vm_start >> 12))
        return WRONG(k, "area 0x%x: vm_mm 0x%x, vm_pgoff 0x%x", vma->vm_start, vma->vm_mm,
                     vma->vm_pgoff);
    if (vma_is_file(vma) != (vma->vm_ops != 0) ||
        vma_is_file(vma) != ((vma->vm_flags & VM_SHARED) != 0) ||
        (vma_is_file(vma) && vma->anon_vma))
        return WRONG(k, "area 0x%x: flags 0x%x, file 0x%x, anon_vma 0x%x", vma->vm_start,
                     vma->vm_flags, vma->vm_file, vma->anon_vma);
    if (vma->vm_page_prot != vm_get_page_prot(vma->vm_flags))
        return WRONG(k, "area 0x%x: flags 0x%x, prot 0x%x", vma->vm_start, vma->vm_flags,
                     vma->vm_page_prot);
    return true;
}

static bool check_areas(struct user_check *k)
{
    const struct vm_area_struct *prev = NULL;
    uint32_t total = 0, shared = 0;
    int32_t n = 0;

    for (uint32_t virt = k->mm->mmap; virt; virt = prev->vm_next) {
        const struct vm_area_struct *vma = area_at(k->m, virt);

        if (!vma || ++n > SYSCTL_MAX_MAP_COUNT + 2)
            return WRONG(k, "the list of areas leads to 0x%x", virt);
        if (!check_area(k, vma, prev))
            return false;
        total += vma_pages(vma);
        shared += vma_is_file(vma) ? vma_pages(vma) : 0;
        k->files += vma_is_file(vma);
        prev = vma;
    }
    if (n != k->mm->map_count || total != k->mm->total_vm || shared != k->mm->shared_vm)
        return WRONG(k, "map_count %d, total_vm %u, shared_vm %u, but %d areas of %u, %u pages",
                     k->mm->map_count, k->mm->total_vm, k->mm->shared_vm, n, total, shared);
    return (prev ? prev->vm_end : 0) == k->mm->highest_vm_end ||
           WRONG(k, "highest_vm_end 0x%x", k->mm->highest_vm_end);
}

/* ---- the tree ---- */

// No deeper than RB_MAX_DEPTH. NOLINTBEGIN(misc-no-recursion)

struct subtree {
    int blacks; /* black nodes on every way down, or -1 */
    uint32_t gap;
};

static struct subtree check_subtree(struct user_check *k, uint32_t node, uint32_t parent,
                                    bool red_above, int depth)
{
    const struct subtree bad = { -1, 0 };
    const struct vm_area_struct *vma, *prev;
    struct subtree left, right;
    uint32_t gap;
    bool red;

    if (!node)
        return (struct subtree){ 1, 0 };
    vma = area_at(k->m, node - (uint32_t)offsetof(struct vm_area_struct, vm_rb));
    if (depth > RB_MAX_DEPTH || !vma)
        return bad;
    red = !(vma->vm_rb.parent_color & 1);
    if ((vma->vm_rb.parent_color & ~3u) != parent || (red && red_above))
        return bad;
    left = check_subtree(k, vma->vm_rb.rb_left, node, red, depth + 1);
    if (left.blacks < 0 || k->next != vma)
        return bad;
    k->next = area_at(k->m, vma->vm_next);
    right = check_subtree(k, vma->vm_rb.rb_right, node, red, depth + 1);
    prev = area_at(k->m, vma->vm_prev);
    gap = vma->vm_start - (prev ? prev->vm_end : 0);
    gap = left.gap > gap ? left.gap : gap;
    gap = right.gap > gap ? right.gap : gap;
    if (left.blacks != right.blacks || gap != vma->rb_subtree_gap)
        return bad;
    return (struct subtree){ left.blacks + !red, gap };
}

// NOLINTEND(misc-no-recursion)

static bool check_tree(struct user_check *k)
{
    k->next = area_at(k->m, k->mm->mmap);
    if (check_subtree(k, k->mm->mm_rb, 0, true, 0).blacks < 0 || k->next)
        return WRONG(k, "the tree of areas is broken, at or before 0x%x",
                     k->next ? k->next->vm_start : 0);
    return true;
}

/* ---- tables ---- */

static const struct vm_area_struct *area_of(const struct user_check *k, uint32_t addr)
{
    const struct vm_area_struct *vma = area_at(k->m, k->mm->mmap);

    while (vma && vma->vm_end <= addr)
        vma = area_at(k->m, vma->vm_next);
    return vma && vma->vm_start <= addr ? vma : NULL;
}

/* The page of a shared area. */
static bool check_file_page(struct user_check *k, const struct vm_area_struct *vma, uint32_t addr,
                            uint32_t pfn)
{
    const struct machine *m = k->m;
    const struct page *page;

    if (!pfn_valid(m, pfn) || !low_mapped(m, vma->vm_file, sizeof(struct file)))
        return WRONG(k, "0x%x: page 0x%x, file 0x%x", addr, pfn, vma->vm_file);
    page = &m->page[pfn - m->first_pfn];
    if (page->mapping != ((const struct file *)ram_at_const(m, vma->vm_file))->f_mapping ||
        page->index != vma->vm_pgoff + ((addr - vma->vm_start) >> 12))
        return WRONG(k, "0x%x: page 0x%x is not its file's", addr, pfn);
    k->file++;
    k->refs[pfn - m->first_pfn]++;
    return true;
}

static bool check_page(struct user_check *k, const struct vm_area_struct *vma, uint32_t addr,
                       uint32_t pte)
{
    const struct machine *m = k->m;
    uint32_t pfn = pte >> 12;

    if (vma_is_file(vma))
        return check_file_page(k, vma, addr, pfn);
    if (pfn == virt_to_phys(m, m->empty_zero_page) >> 12)
        return pte & L_PTE_RDONLY || WRONG(k, "0x%x: the zero page is writable", addr);
    if (!pfn_valid(m, pfn) || !vma->anon_vma)
        return WRONG(k, "0x%x: pte 0x%x, anon_vma 0x%x", addr, pte, vma->anon_vma);
    if (!(m->page[pfn - m->first_pfn].mapping & PAGE_MAPPING_ANON) ||
        m->page[pfn - m->first_pfn].index != addr >> 12)
        return WRONG(k, "0x%x: page 0x%x has another index or mapping", addr, pfn);
    k->anon++;
    k->refs[pfn - m->first_pfn]++;
    return true;
}

static bool check_pte(struct user_check *k, uint32_t ptep, uint32_t addr)
{
    uint32_t pte = low_word(k->m, ptep), hw = low_word(k->m, ptep + PTE_HWTABLE_OFF);
    const struct vm_area_struct *vma;

    if (hw != hw_pte(pte, pte & L_PTE_USER ? PTE_EXT_NG : 0))
        return WRONG(k, "0x%x: pte 0x%x, hardware 0x%x", addr, pte, hw);
    if (!pte)
        return true;
    vma = area_of(k, addr);
    if (!vma)
        return WRONG(k, "0x%x: pte 0x%x, but no area", addr, pte);
    if (!(pte & L_PTE_RDONLY) && !(vma->vm_flags & VM_WRITE))
        return WRONG(k, "0x%x: pte 0x%x in a read-only area", addr, pte);
    return check_page(k, vma, addr, pte);
}

/* A pair of the user's part. */
static bool check_pair(struct user_check *k, uint32_t pmd, uint32_t addr)
{
    uint32_t table = pte_offset_kernel(k->m, pmd, 0), even = low_word(k->m, pmd);

    if (!even && !low_word(k->m, pmd + 4))
        return true;
    if (!table || low_word(k->m, pmd + 4) != even + 0x400)
        return WRONG(k, "pair 0x%x: 0x%x and 0x%x", addr, even, low_word(k->m, pmd + 4));
    if (!check_claim(k->c, virt_to_phys(k->m, table) >> 12, 1, PAGE_TABLE))
        return false;
    k->nr_ptes++;
    for (uint32_t i = 0; i < PTRS_PER_PTE; i++)
        if (!check_pte(k, table + i * 4, addr + (i << 12)))
            return false;
    return true;
}

static bool check_tables(struct user_check *k)
{
    uint32_t pgd = k->mm->pgd;

    if (!low_mapped(k->m, pgd, PGD_SIZE) || pgd & (PGD_SIZE - 1))
        return WRONG(k, "pgd 0x%x", pgd);
    if (!check_claim(k->c, virt_to_phys(k->m, pgd) >> 12, PGD_SIZE / PAGE_SIZE, PAGE_TABLE))
        return false;
    for (uint32_t addr = 0; addr < TASK_SIZE; addr += PMD_SIZE)
        if (!check_pair(k, pgd_offset(pgd, addr), addr))
            return false;
    for (uint32_t i = TASK_SIZE >> 20; i < PTRS_PER_PGD * 2; i++) {
        uint32_t mine = low_word(k->m, pgd + i * 4),
                 its = low_word(k->m, k->m->swapper_pg_dir + i * 4);

        if (mine && mine != its)
            return WRONG(k, "first-level word 0x%x is 0x%x, the kernel's 0x%x", i, mine, its);
    }
    if ((uint32_t)k->mm->nr_ptes != k->nr_ptes ||
        k->mm->rss_stat[MM_ANONPAGES] != (int32_t)k->anon ||
        k->mm->rss_stat[MM_FILEPAGES] != (int32_t)k->file)
        return WRONG(k, "nr_ptes %d, rss %d and %d, but %u tables, %u and %u pages", k->mm->nr_ptes,
                     k->mm->rss_stat[MM_ANONPAGES], k->mm->rss_stat[MM_FILEPAGES], k->nr_ptes,
                     k->anon, k->file);
    k->tables += k->nr_ptes;
    return true;
}

/* ---- all of them ---- */

static bool same_asid(const struct user_check *k, uint32_t other)
{
    const struct mm_struct *its;

    if (!low_mapped(k->m, other, sizeof *its))
        return false;
    its = ram_at_const(k->m, other);
    return its != k->mm && its->context_id && its->context_id == k->mm->context_id;
}

static bool check_process(struct user_check *k, const struct process *p)
{
    k->pid = p->pid;
    k->anon = k->file = k->nr_ptes = 0;
    if (!low_mapped(k->m, p->mm, sizeof *k->mm))
        return WRONG(k, "mm_struct at 0x%x", p->mm);
    k->mm = ram_at_const(k->m, p->mm);
    if (k->mm->mm_users != 1 || k->mm->mm_count != 1)
        return WRONG(k, "mm_users %d, mm_count %d", k->mm->mm_users, k->mm->mm_count);
    for (int i = 0; i < MAX_PROCESSES; i++)
        if (k->m->process[i].pid && same_asid(k, k->m->process[i].mm))
            return WRONG(k, "ASID 0x%x is another's too", k->mm->context_id);
    return check_areas(k) && check_tree(k) && check_tables(k);
}

static bool check_refs(struct user_check *k)
{
    const struct machine *m = k->m;

    for (uint32_t i = 0; i < m->nr_pages; i++) {
        const struct page *page = &m->page[i];
        uint32_t pfn = m->first_pfn + i;

        if (!k->refs[i] || !(page->mapping & PAGE_MAPPING_ANON))
            continue;
        if ((uint32_t)page->_mapcount + 1 != k->refs[i] || (uint32_t)page->_count != k->refs[i])
            return check_wrong("0x%x is mapped %u times: _mapcount %d, _count %d", pfn, k->refs[i],
                               page->_mapcount, page->_count);
        if (!check_claim(k->c, pfn, 1, USER))
            return false;
        k->pages++;
    }
    return true;
}

bool check_counter(const struct machine *m, enum zone_stat_item item, uint32_t found)
{
    int32_t sum = 0;

    for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
        sum += m->zone[z].vm_stat[item] + check_diffs(m, z, (int)item);
    return sum == (int32_t)found ||
           check_wrong("vm_stat[%d] with differences %d, found %u", item, sum, found);
}

bool check_user(struct check *c)
{
    struct user_check k = { .c = c, .m = c->m, .refs = calloc(c->m->nr_pages, 4) };
    bool ok = k.refs || check_wrong("no memory for the check");

    for (int i = 0; ok && i < MAX_PROCESSES; i++)
        if (c->m->process[i].pid)
            ok = check_process(&k, &c->m->process[i]);
    ok = ok && check_refs(&k) && check_counter(c->m, NR_ANON_PAGES, k.pages) &&
         check_counter(c->m, NR_PAGETABLE, k.tables) && check_file(c, k.refs, k.files);
    free(k.refs);
    return ok;
}
