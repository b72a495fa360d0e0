// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/arm/mmu.h"

/* The fault of a refusal; domain and permission faults tell by their level what mapped the address. */
static inline enum fault_status fault_of(enum verdict verdict, struct descriptor leaf)
{
    bool page = descriptor_is_page(leaf);

    if (verdict_allows(verdict))
        return FS_NONE;
    if (verdict == VERDICT_NO_ACCESS)
        return page ? FS_DOMAIN_L2 : FS_DOMAIN_L1;
    return page ? FS_PERMISSION_L2 : FS_PERMISSION_L1;
}

/* B3.2.1: flat, unchecked. */
static struct translation flat(uint32_t va)
{
    return (struct translation){ .pa = va, .leaf = { .attr = DESCRIPTOR_TYPE(DESCRIPTOR_FLAT) } };
}

/* What maps `va`, by the TLB or by a walk that fills it. */
__attribute__((always_inline)) static inline struct found find_leaf(
    const struct cp15 *c, struct tlb *tlb, const struct phys_memory *memory, uint32_t va,
    struct mmu_walk *record)
{
    unsigned slot = tlb ? tlb_lookup(tlb, va, cp15_asid(c)) : TLB_NO_SLOT;
    struct found found;

    if (record)
        record->tlb_hit = slot;
    if (slot != TLB_NO_SLOT)
        return (struct found){ .leaf = tlb->entry[slot].leaf, .fault = FS_NONE };
    found = table_walk(c, memory, va, record ? &record->table : NULL);
    if (found.fault == FS_NONE && tlb)
        slot = tlb_insert(tlb, va, cp15_asid(c), found.leaf);
    if (record) {
        record->walked = true;
        record->tlb_fill = slot;
    }
    return found;
}

static void record_check(const struct cp15 *c, struct descriptor leaf, enum verdict verdict,
                         struct mmu_walk *record)
{
    record->checked = true;
    record->domain_access = domain_access(c, descriptor_domain(leaf));
    record->rights = ap_rights(descriptor_ap(leaf), c->sctlr & SCTLR_AFE);
    record->verdict = verdict;
}

/* Compiled with a record, and with every report removed. */
__attribute__((always_inline)) static inline struct translation translate(
    const struct cp15 *c, struct tlb *tlb, const struct phys_memory *memory, uint32_t va,
    unsigned access, struct mmu_walk *record)
{
    struct found found;
    uint64_t pa = 0;

    if (!(c->sctlr & SCTLR_M))
        return flat(va);
    found = find_leaf(c, tlb, memory, va, record);
    if (found.fault == FS_NONE) {
        enum verdict verdict = access_verdict(c, found.leaf, access);

        if (record)
            record_check(c, found.leaf, verdict, record);
        found.fault = fault_of(verdict, found.leaf);
    }
    if (found.fault == FS_NONE)
        pa = descriptor_pa(found.leaf, va);
    return (struct translation){ .pa = pa & PA_MASK,
                                 .fault = (uint8_t)found.fault,
                                 .leaf = found.leaf };
}

__attribute__((noinline)) static struct translation translate_recorded(
    const struct cp15 *c, struct tlb *tlb, const struct phys_memory *memory, uint32_t va,
    unsigned access, struct mmu_walk *record)
{
    *record = (struct mmu_walk){ .va = va,
                                 .access = access,
                                 .mmu_on = c->sctlr & SCTLR_M,
                                 .tlb_hit = TLB_NO_SLOT,
                                 .tlb_fill = TLB_NO_SLOT };
    record->result = translate(c, tlb, memory, va, access, record);
    if (record->result.fault == FS_NONE)
        record->attributes = attributes_decode(c, record->result.leaf, access & ACCESS_FETCH);
    return record->result;
}

struct translation mmu_translate(const struct cp15 *c, struct tlb *tlb,
                                 const struct phys_memory *memory, uint32_t va, unsigned access,
                                 struct mmu_walk *record)
{
    return record ? translate_recorded(c, tlb, memory, va, access, record)
                  : translate(c, tlb, memory, va, access, NULL);
}

bool mmu_access(struct cp15 *c, struct tlb *tlb, const struct phys_memory *memory, uint32_t va,
                unsigned size, unsigned access, uint64_t *pa)
{
    struct translation t;

    if ((c->sctlr & SCTLR_A) && !(access & ACCESS_FETCH) && (va & (size - 1))) {
        take_abort(c, FS_ALIGNMENT, 0, va, access);
        return false;
    }
    t = translate(c, tlb, memory, va, access, NULL);
    if (t.fault != FS_NONE) {
        take_abort(c, (enum fault_status)t.fault, descriptor_domain(t.leaf), va, access);
        return false;
    }
    *pa = t.pa;
    return true;
}
