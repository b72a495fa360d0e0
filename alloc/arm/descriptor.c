// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/arm/descriptor.h"

static const struct {
    const char *name;
    uint8_t shift;
} types[] = {
    [DESCRIPTOR_FAULT] = { "fault", 0 },
    [DESCRIPTOR_RESERVED] = { "reserved", 0 },
    [DESCRIPTOR_TABLE] = { "page table", 0 },
    [DESCRIPTOR_SECTION] = { "section", 20 },
    [DESCRIPTOR_SUPERSECTION] = { "supersection", 24 },
    [DESCRIPTOR_LARGE_PAGE] = { "large page", 16 },
    [DESCRIPTOR_SMALL_PAGE] = { "small page", 12 },
    [DESCRIPTOR_FLAT] = { "flat map", 32 },
};

unsigned descriptor_shift(enum descriptor_type type)
{
    return types[type].shift;
}

const char *descriptor_name(enum descriptor_type type)
{
    return types[type].name;
}

static struct descriptor table(uint32_t word, uint32_t features)
{
    return (struct descriptor){
        .type = DESCRIPTOR_TABLE,
        .base = word & 0xfffffc00u,
        .domain = (uint8_t)bits_of(word, 8, 5),
        .ns = word >> 3 & 1,
        .pxn = (features & FEATURE_PXN) && (word >> 2 & 1),
    };
}

/* A section or, with bit 18, a supersection: the same attributes, but domain 0 and more of an address. */
static struct descriptor section(uint32_t word)
{
    struct descriptor d = {
        .type = DESCRIPTOR_SECTION,
        .base = word & 0xfff00000u,
        .domain = (uint8_t)bits_of(word, 8, 5),
        .ap = (uint8_t)(bits_of(word, 15, 15) << 2 | bits_of(word, 11, 10)),
        .tex = (uint8_t)bits_of(word, 14, 12),
        .c = word >> 3 & 1,
        .b = word >> 2 & 1,
        .s = word >> 16 & 1,
        .ng = word >> 17 & 1,
        .ns = word >> 19 & 1,
        .xn = word >> 4 & 1,
        .pxn = word & 1,
    };

    return d;
}

static struct descriptor supersection(uint32_t word, uint32_t features)
{
    struct descriptor d = section(word);

    d.type = DESCRIPTOR_SUPERSECTION;
    d.base = word & 0xff000000u;
    d.domain = 0;
    if (features & FEATURE_PA40)
        d.base_high = (uint8_t)(bits_of(word, 8, 5) << 4 | bits_of(word, 23, 20));
    return d;
}

struct descriptor l1_decode(uint32_t word, uint32_t features)
{
    uint32_t type = word & 3;

    if (type == 1)
        return table(word, features);
    if (type == 0)
        return (struct descriptor){ .type = DESCRIPTOR_FAULT };
    if (type == 3 && !(features & FEATURE_PXN))
        return (struct descriptor){ .type = DESCRIPTOR_RESERVED };
    return word & 1u << 18 ? supersection(word, features) : section(word);
}

struct descriptor l2_decode(uint32_t word, const struct descriptor *table)
{
    bool small = word & 2;
    struct descriptor d = { .domain = table->domain, .pxn = table->pxn, .ns = table->ns };

    if (!(word & 3))
        return d;
    d.type = small ? DESCRIPTOR_SMALL_PAGE : DESCRIPTOR_LARGE_PAGE;
    d.base = word & (small ? 0xfffff000u : 0xffff0000u);
    d.ap = (uint8_t)(bits_of(word, 9, 9) << 2 | bits_of(word, 5, 4));
    d.tex = (uint8_t)(small ? bits_of(word, 8, 6) : bits_of(word, 14, 12));
    d.xn = small ? word & 1 : word >> 15 & 1;
    d.c = word >> 3 & 1;
    d.b = word >> 2 & 1;
    d.s = word >> 10 & 1;
    d.ng = word >> 11 & 1;
    return d;
}
