// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Flags by name: gfp bits of an allocation, SLAB_* bits of a cache. Read with the groups' spellings, printed with the kernel's.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "alloc/op.h"
#include "alloc/page/page.h"
#include "alloc/slub/slub.h"

#define NAME_BYTES 40

/* Composites are listed before their parts, larger before smaller, so that printing finds the shortest form. */
const struct flag_name gfp_names[] = {
    { "GFP_HIGHUSER_MOVABLE", 0x200da },
    { "GFP_HIGHUSER", 0x200d2 },
    { "GFP_USER", 0x200d0 },
    { "GFP_TEMPORARY", 0x800d0 },
    { "GFP_KERNEL", 0xd0 },
    { "GFP_NOFS", 0x50 },
    { "GFP_NOIO", 0x10 },
    { "GFP_ATOMIC", 0x20 },
    { "GFP_NOWAIT", 0 },
    { "__GFP_DMA", 0x1 },
    { "__GFP_HIGHMEM", 0x2 },
    { "__GFP_DMA32", 0x4 },
    { "__GFP_MOVABLE", 0x8 },
    { "__GFP_WAIT", 0x10 },
    { "__GFP_HIGH", 0x20 },
    { "__GFP_IO", 0x40 },
    { "__GFP_FS", 0x80 },
    { "__GFP_COLD", 0x100 },
    { "__GFP_NOWARN", 0x200 },
    { "__GFP_REPEAT", 0x400 },
    { "__GFP_NOFAIL", 0x800 },
    { "__GFP_NORETRY", 0x1000 },
    { "__GFP_MEMALLOC", 0x2000 },
    { "__GFP_COMP", 0x4000 },
    { "__GFP_ZERO", 0x8000 },
    { "__GFP_NOMEMALLOC", 0x10000 },
    { "__GFP_HARDWALL", 0x20000 },
    { "__GFP_THISNODE", 0x40000 },
    { "__GFP_RECLAIMABLE", 0x80000 },
    { "__GFP_NOTRACK", 0x200000 },
    { "__GFP_NO_KSWAPD", 0x400000 },
    { "__GFP_OTHER_NODE", 0x800000 },
    { "__GFP_WRITE", 0x1000000 },
    { NULL, 0 },
};

/* include/linux/slab.h:23; the last is another name of one before, which is read and never printed. */
const struct flag_name slab_flag_names[] = {
    { "SLAB_DEBUG_FREE", SLAB_DEBUG_FREE },
    { "SLAB_RED_ZONE", SLAB_RED_ZONE },
    { "SLAB_POISON", SLAB_POISON },
    { "SLAB_HWCACHE_ALIGN", SLAB_HWCACHE_ALIGN },
    { "SLAB_CACHE_DMA", SLAB_CACHE_DMA },
    { "SLAB_STORE_USER", SLAB_STORE_USER },
    { "SLAB_RECLAIM_ACCOUNT", SLAB_RECLAIM_ACCOUNT },
    { "SLAB_PANIC", SLAB_PANIC },
    { "SLAB_DESTROY_BY_RCU", SLAB_DESTROY_BY_RCU },
    { "SLAB_TRACE", SLAB_TRACE },
    { "SLAB_NOLEAKTRACE", SLAB_NOLEAKTRACE },
    { "SLAB_TEMPORARY", SLAB_RECLAIM_ACCOUNT },
    { NULL, 0 },
};

/* ---- reading ---- */

bool number_parse(const char *text, size_t len, uint32_t *out)
{
    bool hex = len > 2 && text[0] == '0' && (text[1] | 32) == 'x';
    uint64_t n = 0;

    if (!len)
        return false;
    for (size_t i = hex ? 2 : 0; i < len; i++) {
        int c = tolower((unsigned char)text[i]);
        int digit = isdigit(c) ? c - '0' : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;

        if (digit < 0)
            return false;
        n = n * (hex ? 16 : 10) + (uint64_t)digit;
        if (n > UINT32_MAX)
            return false;
    }
    *out = (uint32_t)n;
    return true;
}

/* The word in capitals, with the kernel's spelling of MOVABLE. False if it is longer than any name. */
static bool capitals(const char *text, size_t len, char name[NAME_BYTES])
{
    char *odd;

    if (!len || len >= NAME_BYTES)
        return false;
    for (size_t i = 0; i < len; i++)
        name[i] = (char)toupper((unsigned char)text[i]);
    name[len] = 0;
    odd = strstr(name, "MOVEABLE");
    if (odd)
        memmove(odd + 3, odd + 4, strlen(odd + 4) + 1);
    return true;
}

/* One name or number; a name with or without its prefix: __GFP_, GFP_ or SLAB_. */
static bool one_flag(const struct flag_name *table, const char *text, size_t len, uint32_t *bits)
{
    static const char *const prefixes[] = { "", "GFP_", "__GFP_", "SLAB_" };
    char name[NAME_BYTES];

    if (number_parse(text, len, bits))
        return true;
    if (!capitals(text, len, name))
        return false;
    for (const struct flag_name *f = table; f->name; f++)
        for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
            size_t n = strlen(prefixes[i]);

            if (strncmp(f->name, prefixes[i], n) == 0 && strcmp(f->name + n, name) == 0) {
                *bits = f->bits;
                return true;
            }
        }
    return false;
}

static bool flags_parse(const struct flag_name *table, uint32_t mask, const char *text, size_t len,
                        uint32_t *flags)
{
    const char *end = text + len;

    *flags = 0;
    for (const char *p = text; p <= end;) {
        const char *q = p, *next;
        uint32_t bits;

        while (q < end && *q != '|' && *q != '+')
            q++;
        next = q + 1;
        while (p < q && isspace((unsigned char)*p))
            p++;
        while (q > p && isspace((unsigned char)q[-1]))
            q--;
        if (!one_flag(table, p, (size_t)(q - p), &bits) || bits & ~mask)
            return false;
        *flags |= bits;
        p = next;
    }
    return true;
}

bool gfp_parse(const char *text, size_t len, uint32_t *gfp)
{
    return flags_parse(gfp_names, GFP_BITS_MASK, text, len, gfp);
}

bool slab_flags_parse(const char *text, size_t len, uint32_t *flags)
{
    return flags_parse(slab_flag_names, CACHE_CREATE_MASK, text, len, flags);
}

/* ---- printing ---- */

static int append(char *buf, size_t size, int n, const char *text)
{
    bool room = (size_t)n < size;

    return n +
           snprintf(room ? buf + n : NULL, room ? size - (size_t)n : 0, "%s%s", n ? "|" : "", text);
}

/* Single bits by name behind what is printed already (n bytes), then the rest in hex. */
static int print_bits(const struct flag_name *table, uint32_t bits, char *buf, size_t size, int n)
{
    char rest[16];

    for (const struct flag_name *f = table; f->name; f++)
        if (bits & f->bits && !(f->bits & (f->bits - 1)) && strncmp(f->name, "GFP_", 4) != 0) {
            n = append(buf, size, n, f->name);
            bits &= ~f->bits;
        }
    if (!bits)
        return n;
    snprintf(rest, sizeof rest, "0x%" PRIx32, bits);
    return append(buf, size, n, rest);
}

int gfp_print(uint32_t gfp, char *buf, size_t size)
{
    const struct flag_name *whole = NULL;
    int n = 0;

    for (const struct flag_name *f = gfp_names; f->name && !whole; f++)
        if ((gfp & f->bits) == f->bits && (f->bits || !gfp) && strncmp(f->name, "__", 2) != 0)
            whole = f;
    if (whole)
        n = append(buf, size, 0, whole->name);
    return print_bits(gfp_names, gfp & ~(whole ? whole->bits : 0), buf, size, n);
}

int slab_flags_print(uint32_t flags, char *buf, size_t size)
{
    return flags ? print_bits(slab_flag_names, flags, buf, size, 0) : append(buf, size, 0, "0");
}
