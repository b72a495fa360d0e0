// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The MMU of one ARMv7 core: virtual address in, physical address or abort out (DDI 0406C B3).
 *
 *	alignment → TLB, or else the walk (translation fault, external abort, access flag) → domain → permission
 *
 * in this order (B3.12.3). Start reading here, then table_walk.h, descriptor.h, permission.h, attributes.h, tlb.h.
 */
#ifndef ALLOC_ARM_MMU_H
#define ALLOC_ARM_MMU_H

#include "alloc/arm/attributes.h"
#include "alloc/arm/table_walk.h"
#include "alloc/arm/tlb.h"

#define PA_MASK 0xffffffffffu /* 40 bits */

/* Two registers: passed through memory, it would cost a third of the rate. */
struct translation {
    uint64_t pa : 40;       /* if there is no fault */
    uint64_t fault : 8;     /* enum fault_status */
    struct descriptor leaf; /* what maps the address; after a fault in the walk only its domain */
};

/* Everything that led to a translation, for whoever shows it. */
struct mmu_walk {
    uint32_t va;
    unsigned access; /* ACCESS_* */
    bool mmu_on;
    bool walked;       /* the tables were walked, and `table` says how */
    unsigned tlb_hit;  /* the slot that had it, or TLB_NO_SLOT */
    unsigned tlb_fill; /* the slot that has it now, or TLB_NO_SLOT */
    struct table_walk table;
    bool checked; /* domain and permission were reached: the next three say how they went */
    enum domain_access domain_access;
    unsigned rights; /* RIGHT_* by AP */
    enum verdict verdict;
    struct memory_attributes attributes; /* if there is no fault */
    struct translation result;
};

/*
 * Translates without touching the fault registers (B3.12.3). `tlb` is NULL for a core that walks every time; `record` is NULL when nobody
 * listens. With SCTLR.M = 0 every address is its own (B3.2.1).
 */
struct translation mmu_translate(const struct cp15 *c, struct tlb *tlb,
                                 const struct phys_memory *memory, uint32_t va, unsigned access,
                                 struct mmu_walk *record);

/*
 * An access of `size` bytes, all in one page, at *pa. False if it is aborted: DFSR and DFAR, or for a fetch IFSR and IFAR, say why. With
 * SCTLR.A = 1 data must be aligned to its size (B3.12.4).
 */
bool mmu_access(struct cp15 *c, struct tlb *tlb, const struct phys_memory *memory, uint32_t va,
                unsigned size, unsigned access, uint64_t *pa);

/*
 * The address translation operations ATS1C{P,U}{R,W} (B3.12.7, B4.2.4): `access` is ACCESS_READ or ACCESS_WRITE, with ACCESS_PL0 or not. The answer or the MMU fault goes
 * to PAR. An external abort of the walk is taken as a Data Abort instead: false, and PAR is as it was.
 */
bool mmu_ats(struct cp15 *c, struct tlb *tlb, const struct phys_memory *memory, uint32_t va,
             unsigned access);

/*
 * PAR, 32-bit short format:
 *
 *	31..12               11   10   9   8    7   6..4   3..2   1   0
 *	PA[31:12]            0    NOS  NS  imp  SH  inner  outer  SS  0   translated
 *	31..24   23..16
 *	PA31-24  PA39-32     0    NOS  NS  imp  SH  inner  outer  1   0   by a supersection
 *	                                            6..1 FS           1   faulted
 */
#define PAR_F  1u
#define PAR_SS 2u
uint32_t par_of(const struct cp15 *c, const struct translation *t);

#endif
