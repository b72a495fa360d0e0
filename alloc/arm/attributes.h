// SPDX-License-Identifier: GPL-2.0-or-later
/* What kind of memory a descriptor makes of a range: TEX, C, B and S, with and without TEX remap (DDI 0406C B3.8). */
#ifndef ALLOC_ARM_ATTRIBUTES_H
#define ALLOC_ARM_ATTRIBUTES_H

#include "alloc/arm/descriptor.h"

enum memory_type {
    MEMORY_STRONGLY_ORDERED,
    MEMORY_DEVICE,
    MEMORY_NORMAL,
    MEMORY_RESERVED,               /* an encoding that must not be used */
    MEMORY_IMPLEMENTATION_DEFINED, /* one whose meaning is the core's own */
};

/* As NMRR, TEX[1:0] and C:B encode it. Only Normal memory has a policy; for the others this is CACHE_NC. */
enum cache_policy {
    CACHE_NC,
    CACHE_WBWA, /* write-back, write-allocate */
    CACHE_WT,   /* write-through, no write-allocate */
    CACHE_WB,   /* write-back, no write-allocate */
};

struct memory_attributes {
    uint8_t type;         /* enum memory_type */
    uint8_t inner, outer; /* enum cache_policy */
    bool shareable;
    bool outer_shareable; /* and not only inner */
};

/*
 * The attributes of what `d` maps under the present SCTLR.TRE, PRRR and NMRR. A Device region's shareability is what was written for it; a
 * core with 40-bit addresses treats all Device memory as Outer Shareable.
 *
 * With the MMU off data is Strongly-ordered, and instructions are Normal, cacheable with SCTLR.I (B3.2.1): that is what `fetch` is for.
 */
struct memory_attributes attributes_decode(const struct cp15 *c, struct descriptor d, bool fetch);

const char *memory_type_name(enum memory_type type);
const char *cache_policy_name(enum cache_policy policy);

#endif
