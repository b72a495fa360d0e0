// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * struct mm_struct: made, counted, dropped (kernel/fork.c). mm_users counts who runs in it, mm_count who needs the struct: all users together
 * count as one.
 */
#include <inttypes.h>

#include "alloc/printk.h"
#include "alloc/user/user.h"

#define DEFAULT_DUMP_FILTER 0xccu /* include/linux/sched.h:439 */

static uint32_t create(struct machine *m, const char *name, uint32_t size, uint32_t align,
                       uint32_t flags)
{
    return kmem_cache_create(m, string_literal(m, name), size, align, flags | SLAB_PANIC);
}

/*
 * kernel/fork.c:1701. The kernel makes these caches at boot; here the first process does, so that machines without one are those of the golden
 * vectors. The four caches of what is not modelled (signals, files) and nsproxy's are left out.
 */
void proc_caches_init(struct machine *m)
{
    enter(m, F_proc_caches_init);
    set_word(m, &m->mm_cachep,
             create(m, "mm_struct", sizeof(struct mm_struct), 0, SLAB_HWCACHE_ALIGN),
             FIELD_mm_cachep);
    set_word(m, &m->vm_area_cachep,
             create(m, "vm_area_struct", sizeof(struct vm_area_struct), 4, 0),
             FIELD_vm_area_cachep);
    leave(m, F_proc_caches_init);
}

void free_mm(struct machine *m, uint32_t mm)
{
    kmem_cache_free(m, cache_at(m, m->mm_cachep), mm);
}

/* kernel/fork.c:526. What a copy brings along of its parent's counters goes. */
uint32_t mm_init(struct machine *m, struct mm_struct *mm, bool copy)
{
    uint32_t virt = ram_virt(m, mm), pgd;

    enter_mm(m, F_mm_init, mm);
    SET_MM(m, mm, mm_users, 1);
    SET_MM(m, mm, mm_count, 1);
    init_list_head(m, &mm->mmlist, FIELD_ram);
    if (!copy)
        set_word(m, &mm->flags, DEFAULT_DUMP_FILTER, FIELD_ram);
    SET_MM(m, mm, nr_ptes, 0);
    for (int i = 0; i < NR_MM_COUNTERS; i++)
        set_int(m, &mm->rss_stat[i], 0, FIELD_ram);
    pgd = pgd_alloc(m);
    SET_MM(m, mm, pgd, pgd);
    if (!pgd) {
        free_mm(m, virt);
        virt = 0;
    }
    leave_with(m, F_mm_init, FMT_ADDR, virt);
    return virt;
}

/* kernel/fork.c:572 */
uint32_t mm_alloc(struct machine *m)
{
    uint32_t virt;

    enter(m, F_mm_alloc);
    virt = kmem_cache_alloc(m, cache_at(m, m->mm_cachep), GFP_KERNEL);
    if (virt) {
        ram_fill(m, virt, 0, sizeof(struct mm_struct));
        virt = mm_init(m, mm_at(m, virt), false);
    }
    leave_with(m, F_mm_alloc, FMT_ADDR, virt);
    return virt;
}

/* kernel/fork.c:549 */
static void check_mm(struct machine *m, const struct mm_struct *mm)
{
    for (int i = 0; i < NR_MM_COUNTERS; i++)
        if (mm->rss_stat[i])
            printk(m, "BUG: Bad rss-counter state mm:%s idx:%d val:%" PRId32 "\n",
                   P(ram_virt(m, mm)), i, mm->rss_stat[i]);
}

/* include/linux/sched.h:2150, kernel/fork.c:590 */
void mmdrop(struct machine *m, struct mm_struct *mm)
{
    enter_mm(m, F_mmdrop, mm);
    SET_MM(m, mm, mm_count, mm->mm_count - 1);
    if (!mm->mm_count) {
        enter_mm(m, F_mmdrop_, mm);
        pgd_free(m, mm_pgd(m, mm));
        check_mm(m, mm);
        free_mm(m, ram_virt(m, mm));
        leave(m, F_mmdrop_);
    }
    leave(m, F_mmdrop);
}

/* kernel/fork.c:604 */
void mmput(struct machine *m, uint32_t virt)
{
    struct mm_struct *mm = mm_at(m, virt);

    enter_mm(m, F_mmput, mm);
    SET_MM(m, mm, mm_users, mm->mm_users - 1);
    if (!mm->mm_users) {
        exit_mmap(m, mm);
        mmdrop(m, mm);
    }
    leave(m, F_mmput);
}

/* arch/arm/mm/mmap.c:172, for a stack of up to 128 MiB. Nothing is random here: every page would lie elsewhere each time. */
void arch_pick_mmap_layout(struct machine *m, struct mm_struct *mm, bool legacy)
{
    enter_mm(m, F_arch_pick_mmap_layout, mm);
    SET_MM(m, mm, mmap_base, legacy ? TASK_UNMAPPED_BASE : TASK_SIZE - MMAP_MIN_GAP);
    SET_MM(m, mm, get_unmapped_area, legacy ? F_arch_get_unmapped_area : F_get_unmapped_topdown);
    SET_MM(m, mm, task_size, TASK_SIZE);
    leave(m, F_arch_pick_mmap_layout);
}

/* ---- counters: include/linux/mm.h:1148. Each task's own small change (mm/memory.c:131) is left out: there are no tasks. ---- */

void add_mm_counter(struct machine *m, struct mm_struct *mm, enum rss member, int32_t n)
{
    static const enum value_id names[] = { V_rss_file, V_rss_anon, V_rss_swap };

    set_said(m, &mm->rss_stat[member], (uint32_t)(mm->rss_stat[member] + n), FIELD_ram,
             names[member], FMT_SDEC);
}

uint32_t get_mm_rss(const struct mm_struct *mm)
{
    return (uint32_t)(mm->rss_stat[MM_FILEPAGES] + mm->rss_stat[MM_ANONPAGES]);
}

void update_hiwater_rss(struct machine *m, struct mm_struct *mm)
{
    if (mm->hiwater_rss < get_mm_rss(mm))
        SET_MM(m, mm, hiwater_rss, get_mm_rss(mm));
}

void update_hiwater_vm(struct machine *m, struct mm_struct *mm)
{
    if (mm->hiwater_vm < mm->total_vm)
        SET_MM(m, mm, hiwater_vm, mm->total_vm);
}

/* mm/mmap.c:1171; no area is a stack. */
void vm_stat_account(struct machine *m, struct mm_struct *mm, uint32_t vm_flags, bool file,
                     int32_t pages)
{
    enter_mm(m, F_vm_stat_account, mm);
    SET_MM(m, mm, total_vm, mm->total_vm + (uint32_t)pages);
    if (file) {
        SET_MM(m, mm, shared_vm, mm->shared_vm + (uint32_t)pages);
        if ((vm_flags & (VM_EXEC | VM_WRITE)) == VM_EXEC)
            SET_MM(m, mm, exec_vm, mm->exec_vm + (uint32_t)pages);
    }
    leave(m, F_vm_stat_account);
}
