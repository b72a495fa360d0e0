// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The machine's TLBs and fault registers: alloc/arm/ works on a copy, and what became different is written back word by word, so that whoever
 * follows the machine sees it. Maintenance is broadcast by the hardware: every cpu's TLB does it (arch/arm/kernel/smp_tlb.c).
 */
#include <string.h>

#include "alloc/user/user.h"
#include "alloc/vm/translate.h"

#define ENTRY_WORDS (sizeof(struct tlb_entry) / 4)

/* ---- writing back ---- */

static void keep_entry(struct machine *m, struct tlb_entry *old, const struct tlb_entry *e)
{
    uint32_t *word = (uint32_t *)(void *)old;

    set_word(m, &word[0], e->tag, FIELD_tlb_tag);
    set_word(m, &word[1], e->asid | (uint32_t)e->global << 8, FIELD_tlb_asid);
    set_word(m, &word[2], e->leaf.base, FIELD_tlb_base);
    set_word(m, &word[3], e->leaf.attr, FIELD_tlb_attr);
}
_Static_assert(ENTRY_WORDS == 4 && offsetof(struct tlb_entry, asid) == 4 &&
                   offsetof(struct tlb_entry, global) == 5,
               "an entry is the tag, the ASID and whether it is global, and the leaf");

static void keep_words(struct machine *m, void *old, const void *now, size_t bytes,
                       enum field_id field)
{
    uint32_t *to = old, word;

    for (size_t i = 0; i < bytes / 4; i++) {
        memcpy(&word, (const char *)now + i * 4, 4);
        set_word(m, &to[i], word, field);
    }
}

/* What all entries share. */
static void keep_rest(struct machine *m, uint32_t cpu, const struct tlb *now)
{
    keep_words(m, m->tlb[cpu].next, now->next, sizeof now->next, FIELD_tlb_next);
    keep_words(m, m->tlb[cpu].live, now->live, sizeof now->live, FIELD_tlb_live);
}

static void keep_all(struct machine *m, uint32_t cpu, const struct tlb *now)
{
    for (unsigned i = 0; i < TLB_ENTRIES; i++)
        keep_entry(m, &m->tlb[cpu].entry[i], &now->entry[i]);
    keep_rest(m, cpu, now);
}

/* ---- use ---- */

/* Of the running process, on this cpu. */
struct translation user_translate(struct machine *m, uint32_t va, unsigned access)
{
    const struct phys_memory memory = phys_memory_of(m);
    struct tlb now = m->tlb[m->cpu];
    struct mmu_walk walk;
    struct translation t = mmu_translate(&m->cp15[m->cpu], &now, &memory, va, access, &walk);

    if (walk.tlb_hit == TLB_NO_SLOT && walk.tlb_fill != TLB_NO_SLOT) {
        keep_entry(m, &m->tlb[m->cpu].entry[walk.tlb_fill], &now.entry[walk.tlb_fill]);
        keep_rest(m, m->cpu, &now);
    }
    return t;
}

uint32_t user_abort(struct machine *m, const struct translation *t, uint32_t va, unsigned access)
{
    struct cp15 *c = &m->cp15[m->cpu], now = *c;

    take_abort(&now, (enum fault_status)t->fault, descriptor_domain(t->leaf), va, access);
    set_said(m, &c->dfsr, now.dfsr, FIELD_cp15_dfsr, V_dfsr, FMT_HEX);
    set_said(m, &c->dfar, now.dfar, FIELD_cp15_dfar, V_dfar, FMT_ADDR);
    set_said(m, &c->ifsr, now.ifsr, FIELD_cp15_ifsr, V_ifsr, FMT_HEX);
    set_said(m, &c->ifar, now.ifar, FIELD_cp15_ifar, V_ifar, FMT_ADDR);
    return access & ACCESS_FETCH ? now.ifsr : now.dfsr;
}

/* ---- maintenance ---- */

static uint32_t asid_of(const struct mm_struct *mm)
{
    return mm->context_id & 0xff;
}

/* arch/arm/include/asm/tlbflush.h:268. This cpu's only. */
void local_flush_tlb_all(struct machine *m)
{
    struct tlb now = m->tlb[m->cpu];

    enter(m, F_local_flush_tlb_all);
    if (tlbiall(&now))
        keep_all(m, m->cpu, &now);
    leave(m, F_local_flush_tlb_all);
}

/* arch/arm/kernel/smp_tlb.c:143 */
void flush_tlb_mm(struct machine *m, const struct mm_struct *mm)
{
    enter_mm(m, F_flush_tlb_mm, mm);
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++) {
        struct tlb now = m->tlb[cpu];

        if (tlbiasid(&now, asid_of(mm)))
            keep_all(m, cpu, &now);
    }
    leave(m, F_flush_tlb_mm);
}

/* arch/arm/kernel/smp_tlb.c:152 */
void flush_tlb_page(struct machine *m, const struct vm_area_struct *vma, uint32_t uaddr)
{
    const struct mm_struct *mm = mm_at(m, vma->vm_mm);

    enter_vma(m, F_flush_tlb_page, vma);
    if (walking(m))
        value(m, V_uaddr, FMT_ADDR, uaddr);
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++) {
        struct tlb now = m->tlb[cpu];

        if (tlbimva(&now, (uaddr & PAGE_MASK) | asid_of(mm)))
            keep_all(m, cpu, &now);
    }
    leave(m, F_flush_tlb_page);
}

/* Page after page the kernel does it; whatever is in the TLB is found faster from there. */
static unsigned invalidate_range(struct tlb *t, uint32_t asid, uint32_t start, uint32_t end)
{
    unsigned n = 0;

    for (unsigned slot = 0; slot < TLB_ENTRIES; slot++) {
        uint32_t va = tlb_entry_va(&t->entry[slot]);

        if (t->entry[slot].tag && va >= start && va < end)
            n += tlbimva(t, va | asid);
    }
    return n;
}

/* arch/arm/kernel/smp_tlb.c:176, arch/arm/mm/tlb-v7.S:34 */
void flush_tlb_range(struct machine *m, const struct vm_area_struct *vma, uint32_t start,
                     uint32_t end)
{
    const struct mm_struct *mm = mm_at(m, vma->vm_mm);

    enter_vma(m, F_flush_tlb_range, vma);
    if (walking(m)) {
        value(m, V_start, FMT_ADDR, start);
        value(m, V_end, FMT_ADDR, end);
    }
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++) {
        struct tlb now = m->tlb[cpu];

        if (invalidate_range(&now, asid_of(mm), start, end))
            keep_all(m, cpu, &now);
    }
    leave(m, F_flush_tlb_range);
}
