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

/*
 * One form for all: attributes lie where a small page has them. Two words, so that it travels in a register.
 *
 *	attr  31..24     20..18  17  16   15..12  11 10 9    8..6 5 4   3 2  1  0
 *	      PA[39:32]  type    NS  PXN  domain  nG S  AP2  TEX  AP10  C B     XN
 *
 * A page's domain, PXN and NS are its table's.
 */
struct descriptor {
    uint32_t base; /* of the memory mapped, or of the next table */
    uint32_t attr;
};

#define DESCRIPTOR_NG         (1u << 11)
#define DESCRIPTOR_S          (1u << 10)
#define DESCRIPTOR_C          (1u << 3)
#define DESCRIPTOR_B          (1u << 2)
#define DESCRIPTOR_XN         (1u << 0)
#define DESCRIPTOR_NS         (1u << 17)
#define DESCRIPTOR_PXN        (1u << 16)
#define DESCRIPTOR_DOMAIN     (15u << 12)
#define DESCRIPTOR_TYPE(type) ((uint32_t)(type) << 18)

static inline enum descriptor_type descriptor_type(struct descriptor d)
{
    return (enum descriptor_type)BITS(d.attr, 20, 18);
}
static inline unsigned descriptor_domain(struct descriptor d)
{
    return BITS(d.attr, 15, 12);
}
/* AP[2:0] */
static inline unsigned descriptor_ap(struct descriptor d)
{
    return BIT(d.attr, 9) << 2 | BITS(d.attr, 5, 4);
}
static inline unsigned descriptor_tex(struct descriptor d)
{
    return BITS(d.attr, 8, 6);
}
/* PA[39:32]: supersections only */
static inline unsigned descriptor_base_high(struct descriptor d)
{
    return BITS(d.attr, 31, 24);
}

/* A first-level word that is a page table. */
static inline struct descriptor table_decode(uint32_t word, uint32_t features)
{
    uint32_t pxn = features & FEATURE_PXN ? BIT(word, 2) << 16 : 0;

    return (struct descriptor){ .base = word & 0xfffffc00u,
                                .attr = DESCRIPTOR_TYPE(DESCRIPTOR_TABLE) | pxn |
                                        BIT(word, 3) << 17 | BITS(word, 8, 5) << 12 };
}

/* Bits 17..10 of a section are 11..4 of a small page. */
static inline struct descriptor section_decode(uint32_t word)
{
    return (struct descriptor){ .base = word & 0xfff00000u,
                                .attr = DESCRIPTOR_TYPE(DESCRIPTOR_SECTION) |
                                        BITS(word, 17, 10) << 4 | (word & 0xcu) | BIT(word, 4) |
                                        BITS(word, 8, 5) << 12 | BIT(word, 0) << 16 |
                                        BIT(word, 19) << 17 };
}

/* The same attributes as a section's, but domain 0 and more of an address. */
static inline struct descriptor supersection_decode(uint32_t word, uint32_t features)
{
    uint32_t attr = section_decode(word).attr & ~(DESCRIPTOR_TYPE(7) | DESCRIPTOR_DOMAIN);

    if (features & FEATURE_PA40)
        attr |= BITS(word, 8, 5) << 28 | BITS(word, 23, 20) << 24;
    return (struct descriptor){ .base = word & 0xff000000u,
                                .attr = attr | DESCRIPTOR_TYPE(DESCRIPTOR_SUPERSECTION) };
}

/* A first-level word. */
static inline struct descriptor l1_decode(uint32_t word, uint32_t features)
{
    uint32_t type = word & 3;

    if (type == 1)
        return table_decode(word, features);
    if (type == 0)
        return (struct descriptor){ .attr = DESCRIPTOR_TYPE(DESCRIPTOR_FAULT) };
    if (type == 3 && !(features & FEATURE_PXN))
        return (struct descriptor){ .attr = DESCRIPTOR_TYPE(DESCRIPTOR_RESERVED) };
    return BIT(word, 18) ? supersection_decode(word, features) : section_decode(word);
}

/* A second-level word that was found through a DESCRIPTOR_TABLE. */
static inline struct descriptor l2_decode(uint32_t word, struct descriptor table)
{
    uint32_t of_table = table.attr & (DESCRIPTOR_DOMAIN | DESCRIPTOR_PXN | DESCRIPTOR_NS);

    if (word & 2)
        return (struct descriptor){ .base = word & 0xfffff000u,
                                    .attr = DESCRIPTOR_TYPE(DESCRIPTOR_SMALL_PAGE) | of_table |
                                            (word & 0xffdu) };
    if (word & 1)
        return (struct descriptor){ .base = word & 0xffff0000u,
                                    .attr = DESCRIPTOR_TYPE(DESCRIPTOR_LARGE_PAGE) | of_table |
                                            (word & 0xe3cu) | BITS(word, 14, 12) << 6 |
                                            BIT(word, 15) };
    return (struct descriptor){ .attr = DESCRIPTOR_TYPE(DESCRIPTOR_FAULT) | of_table };
}

/* How much one descriptor maps, as a power of two; 0 for what maps nothing, and 32 with the MMU off. */
static inline unsigned descriptor_shift(struct descriptor d)
{
    static const uint8_t shift[] = {
        [DESCRIPTOR_SECTION] = 20,    [DESCRIPTOR_SUPERSECTION] = 24, [DESCRIPTOR_LARGE_PAGE] = 16,
        [DESCRIPTOR_SMALL_PAGE] = 12, [DESCRIPTOR_FLAT] = 32,
    };

    return shift[descriptor_type(d)];
}

/* "section", "small page", … */
const char *descriptor_name(enum descriptor_type type);

/* The physical address of `va` in what `d` maps. */
static inline uint64_t descriptor_pa(struct descriptor d, uint32_t va)
{
    uint32_t inside = (uint32_t)((UINT64_C(1) << descriptor_shift(d)) - 1);

    return (uint64_t)descriptor_base_high(d) << 32 | d.base | (va & inside);
}

/* Was it found in the second-level table? Faults are told apart by it. */
static inline bool descriptor_is_page(struct descriptor d)
{
    return descriptor_type(d) == DESCRIPTOR_LARGE_PAGE ||
           descriptor_type(d) == DESCRIPTOR_SMALL_PAGE;
}

#endif
