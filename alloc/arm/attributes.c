// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/arm/attributes.h"

static struct memory_attributes of_type(enum memory_type type, bool shareable)
{
    return (struct memory_attributes){ .type = (uint8_t)type,
                                       .shareable = shareable,
                                       .outer_shareable = shareable };
}

static struct memory_attributes normal(unsigned inner, unsigned outer, bool shareable)
{
    struct memory_attributes a = of_type(MEMORY_NORMAL, shareable);

    a.inner = (uint8_t)inner;
    a.outer = (uint8_t)outer;
    return a;
}

/* B3.8.2: without remap TEX, C and B say it themselves, and shareable is outer shareable. */
static struct memory_attributes plain(unsigned tex, unsigned cb, bool s)
{
    if (tex & 4)
        return normal(cb, tex & 3, s);
    switch (tex << 2 | cb) {
    case 0:
        return of_type(MEMORY_STRONGLY_ORDERED, true);
    case 1:
        return of_type(MEMORY_DEVICE, true);
    case 2:
        return normal(CACHE_WT, CACHE_WT, s);
    case 3:
        return normal(CACHE_WB, CACHE_WB, s);
    case 4:
        return normal(CACHE_NC, CACHE_NC, s);
    case 6:
        return of_type(MEMORY_IMPLEMENTATION_DEFINED, s);
    case 7:
        return normal(CACHE_WBWA, CACHE_WBWA, s);
    case 8:
        return of_type(MEMORY_DEVICE, false);
    default:
        return of_type(MEMORY_RESERVED, s);
    }
}

/*
 * B3.8.3: n = TEX[0]:C:B picks TRn in PRRR, IRn and ORn in NMRR; S picks one bit for its type; NOSn keeps what is shareable inner.
 *
 *	PRRR  31..24  23..20  19   18   17   16   15..14 … 1..0
 *	      NOS7-0          NS1  NS0  DS1  DS0  TR7   …  TR0
 *	NMRR  31..30 … 17..16  15..14 … 1..0
 *	      OR7    …  OR0    IR7    …  IR0
 */
static struct memory_attributes remapped(const struct cp15 *c, unsigned n, bool s)
{
    struct memory_attributes a;

    if (n == 6)
        return of_type(MEMORY_IMPLEMENTATION_DEFINED, s);
    switch (c->prrr >> 2 * n & 3) {
    case 0:
        return of_type(MEMORY_STRONGLY_ORDERED, true);
    case 1:
        a = of_type(MEMORY_DEVICE, c->prrr >> (16 + s) & 1);
        break;
    case 2:
        a = normal(c->nmrr >> 2 * n & 3, c->nmrr >> (16 + 2 * n) & 3, c->prrr >> (18 + s) & 1);
        break;
    default:
        return of_type(MEMORY_RESERVED, s);
    }
    a.outer_shareable = a.shareable && !(c->prrr >> (24 + n) & 1);
    return a;
}

static struct memory_attributes mmu_off(const struct cp15 *c, bool fetch)
{
    unsigned policy = c->sctlr & SCTLR_I ? CACHE_WT : CACHE_NC;

    return fetch ? normal(policy, policy, true) : of_type(MEMORY_STRONGLY_ORDERED, true);
}

struct memory_attributes attributes_decode(const struct cp15 *c, struct descriptor d, bool fetch)
{
    unsigned cb = BITS(d.attr, 3, 2);

    if (descriptor_type(d) == DESCRIPTOR_FLAT)
        return mmu_off(c, fetch);
    if (c->sctlr & SCTLR_TRE)
        return remapped(c, (descriptor_tex(d) & 1) << 2 | cb, d.attr & DESCRIPTOR_S);
    return plain(descriptor_tex(d), cb, d.attr & DESCRIPTOR_S);
}

const char *memory_type_name(enum memory_type type)
{
    static const char *const names[] = { "Strongly-ordered", "Device", "Normal", "reserved",
                                         "implementation defined" };

    return names[type];
}

const char *cache_policy_name(enum cache_policy policy)
{
    static const char *const names[] = { "Non-cacheable", "Write-Back, Write-Allocate",
                                         "Write-Through", "Write-Back" };

    return names[policy];
}
