// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The words of short-descriptor translation tables, taken apart (DDI 0406C B3.5.1).
 *
 * First level, one word for each MiB:
 *
 *	31      24 23    20 19  18 17 16 15   14..12 11 10 9   8..5     4    3  2    1 0
 *	(ignored)                                                                    0 0  fault
 *	table base, 31..10                                imp  domain   0    NS PXN  0 1  page table
 *	base, 31..20        NS  0  nG S  AP2  TEX    AP10  imp  domain   XN   C  B    1 P  section
 *	31..24  PA35..32    NS  1  nG S  AP2  TEX    AP10  imp  PA39..36 XN   C  B    1 P  supersection
 *
 * P is PXN, where the core has it; where not, 0b11 is reserved and faults. A supersection's word stands 16 times, in domain 0.
 *
 * Second level, one word for each 4 KiB:
 *
 *	31      16 15  14..12 11 10 9    8..6 5 4   3 2  1 0
 *	(ignored)                                        0 0  fault
 *	base       XN  TEX    nG S  AP2  0    AP10  C B  0 1  large page, stands 16 times
 *	base, 31..12          nG S  AP2  TEX  AP10  C B  1 X  small page; X is XN
 */
#ifndef ALLOC_ARM_DESCRIPTOR_H
#define ALLOC_ARM_DESCRIPTOR_H

#include "alloc/arm/cp15.h"

enum descriptor_type {
    DESCRIPTOR_FAULT,
    DESCRIPTOR_RESERVED, /* 0b11 without PXN: faults */
    DESCRIPTOR_TABLE,
    DESCRIPTOR_SECTION,
    DESCRIPTOR_SUPERSECTION,
    DESCRIPTOR_LARGE_PAGE,
    DESCRIPTOR_SMALL_PAGE,
    DESCRIPTOR_FLAT, /* no word at all: the MMU is off */
};

struct descriptor {
    uint32_t base;     /* of the memory mapped, or of the next table */
    uint8_t base_high; /* PA[39:32], supersections only */
    uint8_t type;      /* enum descriptor_type */
    uint8_t domain;    /* a page's is its table's */
    uint8_t ap;        /* AP[2:0] */
    uint8_t tex;       /* TEX[2:0] */
    bool c, b, s, ng, xn;
    bool pxn, ns; /* a page's are its table's */
};

/* A first-level word. */
struct descriptor l1_decode(uint32_t word, uint32_t features);

/* A second-level word that was found through a DESCRIPTOR_TABLE. */
struct descriptor l2_decode(uint32_t word, const struct descriptor *table);

/* How much one descriptor maps, as a power of two; 0 for what maps nothing, and 32 with the MMU off. */
unsigned descriptor_shift(enum descriptor_type type);

/* "section", "small page", … */
const char *descriptor_name(enum descriptor_type type);

/* The physical address of `va` in what `d` maps. */
static inline uint64_t descriptor_pa(const struct descriptor *d, uint32_t va)
{
    uint32_t inside =
        (uint32_t)((UINT64_C(1) << descriptor_shift((enum descriptor_type)d->type)) - 1);

    return (uint64_t)d->base_high << 32 | d->base | (va & inside);
}

/* Was it found in the second-level table? Faults are told apart by it. */
static inline bool descriptor_is_page(const struct descriptor *d)
{
    return d->type == DESCRIPTOR_LARGE_PAGE || d->type == DESCRIPTOR_SMALL_PAGE;
}

#endif
