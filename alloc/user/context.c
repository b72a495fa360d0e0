// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ASIDs: which of 255 numbers a process's TLB entries carry (arch/arm/mm/context.c).
 *
 *	31..8 generation   7..0 ASID		mm->context.id; the kernel's has 64 bits
 *
 * When the numbers run out a new generation begins: only what runs at that moment keeps its number, every cpu flushes its TLB before it
 * next runs a process, and each process gets a new number when it is next switched to. ASID 0 is nobody's.
 */
#include "alloc/user/ops.h"
#include "alloc/user/user.h"
#include "alloc/vm/translate.h"

#define ASID_MASK 0xffu

static void set_ttbr0(struct machine *m, uint32_t cpu, uint32_t to)
{
    set_said(m, &m->cp15[cpu].ttbr0, to, FIELD_cp15_ttbr0, V_ttbr0, FMT_HEX);
}

static void set_id(struct machine *m, uint32_t *word, uint32_t to, enum field_id field)
{
    set_said(m, word, to, field, V_asid, FMT_HEX);
}

/* The registers as the kernel's boot leaves them on every cpu. */
void init_cp15(struct machine *m)
{
    const struct cp15 c = kernel_cp15(m, m->swapper_pg_dir, 0);
    const uint32_t *from = (const uint32_t *)(const void *)&c;

    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++) {
        uint32_t *to = (uint32_t *)(void *)&m->cp15[cpu];

        for (uint32_t i = 0; i < sizeof c / 4; i++) /* the fields are in the registers' order */
            set_word(m, &to[i], from[i], (enum field_id)(FIELD_cp15_sctlr + i));
    }
    set_word(m, &m->asid_generation, ASID_MASK + 1, FIELD_asid_generation);
}

struct cp15 process_cp15(struct machine *m, uint32_t pid)
{
    const struct mm_struct *mm = mm_at(m, find_process(m, pid)->mm);

    return kernel_cp15(m, mm_pgd(m, mm), mm->context_id);
}

/* arch/arm/mm/context.c:81 */
void cpu_set_reserved_ttbr0(struct machine *m, uint32_t cpu)
{
    enter(m, F_cpu_set_reserved_ttbr0);
    if (walking(m))
        value(m, V_cpu, FMT_DEC, cpu);
    set_ttbr0(m, cpu, m->cp15[cpu].ttbr1);
    leave(m, F_cpu_set_reserved_ttbr0);
}

static bool asid_taken(const struct machine *m, uint32_t asid)
{
    return m->asid_map[asid / 32] >> asid % 32 & 1;
}
static void take_asid(struct machine *m, uint32_t asid)
{
    set_word(m, &m->asid_map[asid / 32], m->asid_map[asid / 32] | 1u << asid % 32, FIELD_asid_map);
}
static uint32_t free_asid(const struct machine *m)
{
    uint32_t asid = 1;

    while (asid < NUM_USER_ASIDS && asid_taken(m, asid))
        asid++;
    return asid;
}

/* arch/arm/mm/context.c:138 */
static void flush_context(struct machine *m)
{
    enter(m, F_flush_context);
    for (unsigned i = 0; i < NUM_USER_ASIDS / 32; i++)
        set_word(m, &m->asid_map[i], 0, FIELD_asid_map);
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++) {
        uint32_t asid = 0;

        if (cpu != m->cpu) {
            asid = m->active_asids[cpu];
            set_id(m, &m->active_asids[cpu], 0, FIELD_active_asids);
            if (!asid)
                asid = m->reserved_asids[cpu];
            take_asid(m, asid & ASID_MASK);
        }
        set_word(m, &m->reserved_asids[cpu], asid, FIELD_reserved_asids);
    }
    set_said(m, &m->tlb_flush_pending, (1u << MAX_CPUS) - 1, FIELD_tlb_flush_pending,
             V_tlb_flush_pending, FMT_HEX);
    leave(m, F_flush_context);
}

/* arch/arm/mm/context.c:171 */
static bool is_reserved_asid(struct machine *m, uint32_t asid)
{
    bool is = false;

    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
        is |= m->reserved_asids[cpu] == asid;
    LEAF(m, F_is_reserved_asid, FMT_DEC, is, value(m, V_asid, FMT_HEX, asid));
    return is;
}

/* arch/arm/mm/context.c:180 */
static uint32_t new_context(struct machine *m, struct mm_struct *mm)
{
    uint32_t asid = mm->context_id;

    enter_mm(m, F_new_context, mm);
    if (asid && is_reserved_asid(m, asid)) {
        asid = m->asid_generation | (asid & ASID_MASK);
    } else {
        asid = free_asid(m);
        if (asid == NUM_USER_ASIDS) {
            set_said(m, &m->asid_generation, m->asid_generation + ASID_MASK + 1,
                     FIELD_asid_generation, V_asid_generation, FMT_HEX);
            flush_context(m);
            asid = free_asid(m);
        }
        take_asid(m, asid);
        asid |= m->asid_generation;
        SET_MM(m, mm, cpu_vm_mask, 0);
    }
    leave_with(m, F_new_context, FMT_HEX, asid);
    return asid;
}

static bool of_generation(const struct machine *m, uint32_t asid)
{
    return !((asid ^ m->asid_generation) & ~ASID_MASK);
}

/* arch/arm/mm/proc-v7-2level.S:41: first the ASID, then the table. */
static void cpu_switch_mm(struct machine *m, const struct mm_struct *mm)
{
    enter_mm(m, F_cpu_v7_switch_mm, mm);
    set_said(m, &m->cp15[m->cpu].contextidr, mm->context_id, FIELD_cp15_contextidr, V_contextidr,
             FMT_HEX);
    set_ttbr0(m, m->cpu, kernel_cp15(m, mm->pgd, 0).ttbr0);
    leave(m, F_cpu_v7_switch_mm);
}

/* What the slow path does under its lock. */
static void assign_asid(struct machine *m, struct mm_struct *mm)
{
    uint32_t bit = 1u << m->cpu;

    if (!of_generation(m, mm->context_id))
        SET_MM(m, mm, context_id, new_context(m, mm));
    if (m->tlb_flush_pending & bit) {
        set_said(m, &m->tlb_flush_pending, m->tlb_flush_pending & ~bit, FIELD_tlb_flush_pending,
                 V_tlb_flush_pending, FMT_HEX);
        local_flush_tlb_all(m);
    }
    set_id(m, &m->active_asids[m->cpu], mm->context_id, FIELD_active_asids);
    SET_MM(m, mm, cpu_vm_mask, mm->cpu_vm_mask | bit);
}

/* arch/arm/mm/context.c:214. No section is ever mapped after boot, so there is no vmalloc_seq to catch up with. */
void check_and_switch_context(struct machine *m, struct mm_struct *mm)
{
    bool fast = false;

    enter_mm(m, F_check_and_switch_context, mm);
    cpu_set_reserved_ttbr0(m, m->cpu);
    if (of_generation(m, mm->context_id)) {
        fast = m->active_asids[m->cpu] != 0;
        set_id(m, &m->active_asids[m->cpu], mm->context_id, FIELD_active_asids);
    }
    if (!fast)
        assign_asid(m, mm);
    cpu_switch_mm(m, mm);
    leave(m, F_check_and_switch_context);
}

/* arch/arm/include/asm/mmu_context.h:116; prev 0 is nobody's. */
void switch_mm(struct machine *m, uint32_t prev, struct mm_struct *next)
{
    uint32_t bit = 1u << m->cpu;
    bool was = next->cpu_vm_mask & bit;

    enter(m, F_switch_mm);
    if (walking(m)) {
        value(m, V_prev, FMT_ADDR, prev);
        value(m, V_next, FMT_ADDR, ram_virt(m, next));
    }
    if (!was)
        SET_MM(m, next, cpu_vm_mask, next->cpu_vm_mask | bit);
    if (!was || prev != ram_virt(m, next))
        check_and_switch_context(m, next);
    leave(m, F_switch_mm);
}
