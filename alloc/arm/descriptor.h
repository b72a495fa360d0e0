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

/* Two words, so that it travels in a register. */
struct descriptor {
    uint32_t base;          /* of the memory mapped, or of the next table */
    uint32_t base_high : 8; /* PA[39:32], supersections only */
    uint32_t type : 3;      /* enum descriptor_type */
    uint32_t domain : 4;    /* a page's is its table's */
    uint32_t ap : 3;        /* AP[2:0] */
    uint32_t tex : 3;       /* TEX[2:0] */
    uint32_t c : 1, b : 1, s : 1, ng : 1, xn : 1;
    uint32_t pxn : 1, ns : 1; /* a page's are its table's */
};

static inline struct descriptor table_decode(uint32_t word, uint32_t features)
{
    return (struct descriptor){
        .type = DESCRIPTOR_TABLE,
        .base = word & 0xfffffc00u,
        .domain = BITS(word, 8, 5),
        .ns = BIT(word, 3),
        .pxn = features & FEATURE_PXN ? BIT(word, 2) : 0,
    };
}

static inline struct descriptor section_decode(uint32_t word)
{
    return (struct descriptor){
        .type = DESCRIPTOR_SECTION,
        .base = word & 0xfff00000u,
        .domain = BITS(word, 8, 5),
        .ap = (BIT(word, 15) << 2 | BITS(word, 11, 10)) & 7u,
        .tex = BITS(word, 14, 12),
        .c = BIT(word, 3),
        .b = BIT(word, 2),
        .s = BIT(word, 16),
        .ng = BIT(word, 17),
        .ns = BIT(word, 19),
        .xn = BIT(word, 4),
        .pxn = BIT(word, 0),
    };
}

/* The same attributes as a section's, but domain 0 and more of an address. */
static inline struct descriptor supersection_decode(uint32_t word, uint32_t features)
{
    struct descriptor d = section_decode(word);

    d.type = DESCRIPTOR_SUPERSECTION;
    d.base = word & 0xff000000u;
    d.domain = 0;
    if (features & FEATURE_PA40)
        d.base_high = (BITS(word, 8, 5) << 4 | BITS(word, 23, 20)) & 0xffu;
    return d;
}

/* A first-level word. */
static inline struct descriptor l1_decode(uint32_t word, uint32_t features)
{
    uint32_t type = word & 3;

    if (type == 1)
        return table_decode(word, features);
    if (type == 0)
        return (struct descriptor){ .type = DESCRIPTOR_FAULT };
    if (type == 3 && !(features & FEATURE_PXN))
        return (struct descriptor){ .type = DESCRIPTOR_RESERVED };
    return BIT(word, 18) ? supersection_decode(word, features) : section_decode(word);
}

/* What large and small pages have in the same place. */
static inline struct descriptor page_decode(uint32_t word, const struct descriptor *table)
{
    return (struct descriptor){
        .domain = table->domain,
        .pxn = table->pxn,
        .ns = table->ns,
        .ap = (BIT(word, 9) << 2 | BITS(word, 5, 4)) & 7u,
        .c = BIT(word, 3),
        .b = BIT(word, 2),
        .s = BIT(word, 10),
        .ng = BIT(word, 11),
    };
}

/* A second-level word that was found through a DESCRIPTOR_TABLE. */
static inline struct descriptor l2_decode(uint32_t word, const struct descriptor *table)
{
    struct descriptor d = page_decode(word, table);

    if (word & 2) {
        d.type = DESCRIPTOR_SMALL_PAGE;
        d.base = word & 0xfffff000u;
        d.tex = BITS(word, 8, 6);
        d.xn = BIT(word, 0);
    } else if (word & 1) {
        d.type = DESCRIPTOR_LARGE_PAGE;
        d.base = word & 0xffff0000u;
        d.tex = BITS(word, 14, 12);
        d.xn = BIT(word, 15);
    }
    return d;
}

/* How much one descriptor maps, as a power of two; 0 for what maps nothing, and 32 with the MMU off. */
static inline unsigned descriptor_shift(unsigned type)
{
    static const uint8_t shift[] = {
        [DESCRIPTOR_SECTION] = 20,    [DESCRIPTOR_SUPERSECTION] = 24, [DESCRIPTOR_LARGE_PAGE] = 16,
        [DESCRIPTOR_SMALL_PAGE] = 12, [DESCRIPTOR_FLAT] = 32,
    };

    return shift[type];
}

/* "section", "small page", … */
const char *descriptor_name(unsigned type);

/* The physical address of `va` in what `d` maps. */
static inline uint64_t descriptor_pa(const struct descriptor *d, uint32_t va)
{
    uint32_t inside = (uint32_t)((UINT64_C(1) << descriptor_shift(d->type)) - 1);

    return (uint64_t)d->base_high << 32 | d->base | (va & inside);
}

/* Was it found in the second-level table? Faults are told apart by it. */
static inline bool descriptor_is_page(const struct descriptor *d)
{
    return d->type == DESCRIPTOR_LARGE_PAGE || d->type == DESCRIPTOR_SMALL_PAGE;
}

#endif
