// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One core's unified TLB: what a walk found, kept until it is replaced or invalidated (DDI 0406C B3.9, B3.10).
 *
 * An entry holds the descriptor as it was when it was walked. Whoever changes a table and forgets to invalidate goes on seeing the old one: that
 * is the lesson. What faulted in the walk is never kept; domain and permissions are checked at each use, with the registers as they are
 * then. Size and shape are the second-level TLB's of a Cortex-A15: 512 entries in 128 sets of four, here replaced in turn.
 *
 * All zeros is an empty TLB. It holds no pointers.
 */
#ifndef ALLOC_ARM_TLB_H
#define ALLOC_ARM_TLB_H

#include <stddef.h>

#include "alloc/arm/descriptor.h"

#define TLB_SETS    128u
#define TLB_WAYS    4u
#define TLB_ENTRIES (TLB_SETS * TLB_WAYS)
#define TLB_NO_SLOT TLB_ENTRIES

/*
 *	tag   31..12                             11..0
 *	      VA of the first byte mapped        log2 of the size; 0 is no entry
 */
struct tlb_entry {
    uint32_t tag;
    uint8_t asid; /* whose it is, if not everybody's */
    bool global;
    struct descriptor leaf;
};

struct tlb {
    struct tlb_entry entry[TLB_ENTRIES]; /* set s is TLB_WAYS entries from s * TLB_WAYS on */
    uint8_t next[TLB_SETS];              /* the way that goes next */
    uint16_t live[4];                    /* entries by size: 4 KiB, 64 KiB, 1 MiB, 16 MiB */
};

static inline uint32_t tlb_entry_va(const struct tlb_entry *e)
{
    return e->tag & ~0xfffu;
}
static inline unsigned tlb_entry_shift(const struct tlb_entry *e)
{
    return e->tag & 0xfffu;
}

/*
 * The slot that maps `va` for `asid`, or TLB_NO_SLOT. If a stale entry and a newer one of another size both do, which is UNPREDICTABLE
 * (B3.9.5), the smaller wins.
 */
unsigned tlb_lookup(const struct tlb *t, uint32_t va, uint8_t asid);

/* Keeps what a walk of `va` found; nG says whether for `asid` alone (B3.9.1). Returns the slot. */
unsigned tlb_insert(struct tlb *t, uint32_t va, uint8_t asid, struct descriptor leaf);

/*
 * The maintenance operations by their ARM names (B4.2.2); each returns how many entries went. TLBIMVA's operand is the address in 31..12 and the
 * ASID in 7..0; it takes that ASID's entry and a global one. TLBIASID leaves global entries. TLBIMVAA takes the address from every ASID. Those
 * for other cores (…IS) are the same on each core's TLB.
 */
unsigned tlbiall(struct tlb *t);
unsigned tlbimva(struct tlb *t, uint32_t mva);
unsigned tlbiasid(struct tlb *t, uint32_t asid);
unsigned tlbimvaa(struct tlb *t, uint32_t mva);

#endif
