// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/lib/users.h"

#include "alloc/user/user.h"
#include "alloc/vm/translate.h"

#define USERS 12u
/* Where things happen: a few tables around the first one, around the base and in the middle. */
static const uint32_t places[] = { 0x2000, 0x1f0000, 0x400000, 0x10000000, 0xb6e00000, 0xbe000000 };

static uint32_t random_pid(const struct machine *m, struct random *r)
{
    uint32_t pids[MAX_PROCESSES] = { 0 }, n = 0;

    for (unsigned i = 0; i < MAX_PROCESSES; i++)
        if (m->process[i].pid)
            pids[n++] = m->process[i].pid;
    return n ? pids[random_below(r, n)] : 0;
}

static uint32_t users(const struct machine *m)
{
    uint32_t n = 0;

    for (unsigned i = 0; i < MAX_PROCESSES; i++)
        n += m->process[i].pid != 0;
    return n;
}

static uint32_t random_address(struct random *r)
{
    return places[random_below(r, 6)] + random_below(r, 0x180) * PAGE_SIZE;
}

/* An address in or near an area. */
static uint32_t mapped_address(struct machine *m, uint32_t pid, struct random *r)
{
    const struct vm_area_struct *vma = vma_at(m, mm_at(m, find_process(m, pid)->mm)->mmap);

    for (uint32_t skip = random_below(r, 8); vma && vma->vm_next && skip; skip--)
        vma = vma_at(m, vma->vm_next);
    if (!vma || !random_below(r, 12))
        return random_address(r);
    return vma->vm_start + random_below(r, vma_pages(vma) + 1) * PAGE_SIZE;
}

static void map(struct machine *m, uint32_t pid, struct random *r)
{
    static const uint32_t prots[] = { VM_READ | VM_WRITE, VM_READ | VM_WRITE, VM_READ,
                                      VM_READ | VM_EXEC,  VM_WRITE,           0 };
    uint32_t how = random_below(r, 3), addr = how ? random_address(r) : 0,
             length = 1 + random_below(r, random_below(r, 4) ? 0x10000 : 0x180000);

    user_mmap(m, pid, addr, length, prots[random_below(r, 6)],
              (how == 2 ? MAP_FIXED : 0) | (random_below(r, 3) ? 0 : MAP_SHARED));
}

static void touch(struct machine *m, uint32_t pid, struct random *r)
{
    static const unsigned accesses[] = { ACCESS_READ, ACCESS_WRITE, ACCESS_WRITE, ACCESS_FETCH };

    for (uint32_t n = random_below(r, 24), at = mapped_address(m, pid, r); n; n--, at += PAGE_SIZE)
        user_touch(m, pid, at + random_below(r, PAGE_SIZE), accesses[random_below(r, 4)]);
}

void random_user_step(struct machine *m, struct random *r)
{
    uint32_t pid = random_pid(m, r), what = random_below(r, 100);

    m->cpu = random_below(r, m->nr_online_cpus);
    if (!pid || (what < 4 && users(m) < USERS))
        user_create(m, random_below(r, 2));
    else if (what < 10 && users(m) < USERS)
        user_fork(m, pid);
    else if (what < 16 && users(m) > 2)
        user_exit(m, pid);
    else if (what < 20)
        user_switch(m, random_below(r, 4) ? pid : 0);
    else if (what < 45)
        map(m, pid, r);
    else if (what < 60)
        user_munmap(m, pid, mapped_address(m, pid, r), 1 + random_below(r, 0x100000));
    else
        touch(m, pid, r);
}

void warm_users(struct machine *m)
{
    uint32_t cpu = m->cpu, pid;

    for (m->cpu = 0; m->cpu < m->nr_online_cpus; m->cpu++) {
        pid = user_create(m, false);
        user_touch(m, pid, user_mmap(m, pid, 0, PAGE_SIZE, VM_READ | VM_WRITE, MAP_SHARED),
                   ACCESS_WRITE);
        user_exit(m, pid);
    }
    m->cpu = cpu;
}

uint32_t radix_tree_pages(struct machine *m)
{
    const struct kmem_cache *s =
        m->radix_tree_node_cachep ? cache_at(m, m->radix_tree_node_cachep) : NULL;

    return s ? get_node(m, cache_at(m, m->radix_tree_node_cachep))->nr_slabs << oo_order(s->oo) : 0;
}

void end_all_users(struct machine *m)
{
    for (unsigned i = 0; i < MAX_PROCESSES; i++)
        if (m->process[i].pid)
            user_exit(m, m->process[i].pid);
}

/* Does the MMU find at this address what it should? */
static bool agrees(struct machine *m, const struct cp15 *c, const struct phys_memory *memory,
                   const struct mm_struct *mm, const struct vm_area_struct *vma, uint32_t addr)
{
    struct translation read = mmu_translate(c, NULL, memory, addr, ACCESS_READ | ACCESS_PL0, NULL),
                       write =
                           mmu_translate(c, NULL, memory, addr, ACCESS_WRITE | ACCESS_PL0, NULL);
    struct pte_words w = pte_words(m, mm->pgd, addr);
    bool inside = vma && vma->vm_start <= addr;

    if (!w.ptep)
        return read.fault == FS_TRANSLATION_L1;
    if (!inside || !(w.pte & L_PTE_YOUNG) || w.pte & L_PTE_NONE)
        return read.fault == FS_TRANSLATION_L2 && (inside || !w.pte);
    if (read.fault != FS_NONE || read.pa != (w.pte & PAGE_MASK))
        return false;
    return write.fault ==
           (w.pte & L_PTE_RDONLY || !(w.pte & L_PTE_DIRTY) ? FS_PERMISSION_L2 : FS_NONE);
}

uint32_t user_map_differs(struct machine *m, uint32_t pid)
{
    const struct mm_struct *mm = mm_at(m, find_process(m, pid)->mm);
    const struct cp15 c = kernel_cp15(m, mm->pgd, mm->context_id);
    const struct phys_memory memory = phys_memory_of(m);
    const struct vm_area_struct *vma = vma_at(m, mm->mmap);

    for (uint32_t addr = 0; addr < TASK_SIZE; addr += PAGE_SIZE) {
        while (vma && vma->vm_end <= addr)
            vma = vma_at(m, vma->vm_next);
        if (!agrees(m, &c, &memory, mm, vma, addr))
            return addr ? addr : 1;
    }
    return 0;
}

/* The process that this ASID belongs to; 0: nobody alive. */
static uint32_t owner(struct machine *m, uint8_t asid)
{
    for (unsigned i = 0; i < MAX_PROCESSES; i++)
        if (m->process[i].pid && (uint8_t)mm_at(m, m->process[i].mm)->context_id == asid &&
            !((mm_at(m, m->process[i].mm)->context_id ^ m->asid_generation) >> 8))
            return m->process[i].mm;
    return 0;
}

uint32_t stale_tlb_entry(struct machine *m)
{
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
        for (unsigned i = 0; i < TLB_ENTRIES; i++) {
            const struct tlb_entry *e = &m->tlb[cpu].entry[i];
            uint32_t mm = e->tag && !e->global ? owner(m, e->asid) : 0, hw;

            if (!mm || m->tlb_flush_pending >> cpu & 1)
                continue;
            hw = pte_words(m, mm_at(m, mm)->pgd, tlb_entry_va(e)).hw;
            if ((hw & PAGE_MASK) != e->leaf.base || !hw)
                return tlb_entry_va(e);
        }
    return 0;
}
