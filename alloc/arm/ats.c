// SPDX-License-Identifier: GPL-2.0-or-later
/* The address translation operations and PAR (DDI 0406C B4.2.4, B4.1 PAR). */
#include "alloc/arm/mmu.h"

/* PAR[6:4]. Reserved encodings are told as the strictest. */
static uint32_t par_inner(const struct memory_attributes *a)
{
    static const uint8_t normal[] = {
        [CACHE_NC] = 0, [CACHE_WBWA] = 5, [CACHE_WT] = 6, [CACHE_WB] = 7
    };

    if (a->type == MEMORY_NORMAL)
        return normal[a->inner];
    return a->type == MEMORY_DEVICE ? 3 : 1;
}

static uint32_t par_attributes(const struct memory_attributes *a)
{
    uint32_t nos = a->shareable && !a->outer_shareable;

    return nos << 10 | (uint32_t)a->shareable << 7 | par_inner(a) << 4 | (uint32_t)a->outer << 2;
}

uint32_t par_of(const struct cp15 *c, const struct translation *t)
{
    struct memory_attributes a;
    uint32_t low;

    if (t->fault != FS_NONE)
        return (uint32_t)t->fault << 1 | PAR_F;
    a = attributes_decode(c, t->leaf, false);
    low = par_attributes(&a);
    if (descriptor_type(t->leaf) == DESCRIPTOR_SUPERSECTION)
        return (t->leaf.base & 0xff000000u) | descriptor_base_high(t->leaf) << 16 | low | PAR_SS;
    return ((uint32_t)t->pa & 0xfffff000u) | low;
}

bool mmu_ats(struct cp15 *c, struct tlb *tlb, const struct phys_memory *memory, uint32_t va,
             unsigned access)
{
    struct translation t = mmu_translate(c, tlb, memory, va, access, NULL);

    if (t.fault == FS_EXTERNAL_L1 || t.fault == FS_EXTERNAL_L2) {
        take_abort(c, (enum fault_status)t.fault, descriptor_domain(t.leaf), va,
                   access | ACCESS_CACHE_OP);
        return false;
    }
    c->par = par_of(c, &t);
    return true;
}
