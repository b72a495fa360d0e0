// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/arm/tlb.h"

#define SIZES 4u
static const uint8_t size_shift[SIZES] = { 12, 16, 20, 24 };

static inline uint32_t tag_of(uint32_t va, unsigned shift)
{
    return va >> shift << shift | shift;
}

/* Where entries of this size for `va` can be: the first slot of a set. */
static inline unsigned set_of(uint32_t va, unsigned shift)
{
    return (va >> shift) % TLB_SETS * TLB_WAYS;
}

static inline unsigned size_of(unsigned shift)
{
    return (shift - 12) / 4;
}

static inline bool is_for(const struct tlb_entry *e, uint8_t asid)
{
    return e->global || e->asid == asid;
}

unsigned tlb_lookup(const struct tlb *t, uint32_t va, uint8_t asid)
{
    for (unsigned size = 0; size < SIZES; size++) {
        unsigned shift = size_shift[size];
        const struct tlb_entry *set = &t->entry[set_of(va, shift)], *e;

        if (!t->live[size])
            continue;
        for (e = set; e < set + TLB_WAYS; e++)
            if (e->tag == tag_of(va, shift) && is_for(e, asid))
                return (unsigned)(e - t->entry);
    }
    return TLB_NO_SLOT;
}

/* A free way of the set, else the one whose turn it is. */
static inline struct tlb_entry *victim(struct tlb *t, unsigned first)
{
    uint8_t *next = &t->next[first / TLB_WAYS];
    struct tlb_entry *set = &t->entry[first], *e;

    for (e = set; e < set + TLB_WAYS; e++)
        if (!e->tag)
            return e;
    e = set + *next;
    *next = (uint8_t)((*next + 1) % TLB_WAYS);
    return e;
}

/* One entry fewer of the old tag's size, one more of the new one's; 0 is no entry. */
static inline void count(struct tlb *t, uint32_t old, uint32_t new)
{
    unsigned from = old & 0xfffu, to = new & 0xfffu;

    if (from == to)
        return;
    if (from)
        t->live[size_of(from)]--;
    if (to)
        t->live[size_of(to)]++;
}

unsigned tlb_insert(struct tlb *t, uint32_t va, uint8_t asid, struct descriptor leaf)
{
    unsigned shift = descriptor_shift(leaf);
    struct tlb_entry *e = victim(t, set_of(va, shift));

    count(t, e->tag, tag_of(va, shift));
    e->tag = tag_of(va, shift);
    e->asid = leaf.attr & DESCRIPTOR_NG ? asid : 0;
    e->global = !(leaf.attr & DESCRIPTOR_NG);
    e->leaf = leaf;
    return (unsigned)(e - t->entry);
}

static void drop(struct tlb *t, unsigned slot)
{
    count(t, t->entry[slot].tag, 0);
    t->entry[slot] = (struct tlb_entry){ 0 };
}

unsigned tlbiall(struct tlb *t)
{
    unsigned n = 0;

    for (unsigned size = 0; size < SIZES; size++)
        n += t->live[size];
    *t = (struct tlb){ 0 };
    return n;
}

/* Drops what maps `va`, of whatever size: for one ASID, or with -1 for all. */
static unsigned drop_mva(struct tlb *t, uint32_t va, int asid)
{
    unsigned n = 0;

    for (unsigned size = 0; size < SIZES; size++) {
        unsigned shift = size_shift[size], first = set_of(va, shift);

        for (unsigned slot = first; slot < first + TLB_WAYS; slot++) {
            if (t->entry[slot].tag != tag_of(va, shift))
                continue;
            if (asid >= 0 && !is_for(&t->entry[slot], (uint8_t)asid))
                continue;
            drop(t, slot);
            n++;
        }
    }
    return n;
}

unsigned tlbimva(struct tlb *t, uint32_t mva)
{
    return drop_mva(t, mva & ~0xfffu, (uint8_t)mva);
}

unsigned tlbimvaa(struct tlb *t, uint32_t mva)
{
    return drop_mva(t, mva & ~0xfffu, -1);
}

unsigned tlbiasid(struct tlb *t, uint32_t asid)
{
    unsigned n = 0;

    for (unsigned slot = 0; slot < TLB_ENTRIES; slot++) {
        struct tlb_entry *e = &t->entry[slot];

        if (!e->tag || e->global || e->asid != (uint8_t)asid)
            continue;
        drop(t, slot);
        n++;
    }
    return n;
}
