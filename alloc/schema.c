// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The tables behind the ids of the event stream, and an event as a line of text.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "alloc/change.h"
#include "alloc/ram.h"

#define MAX_STRING 31 /* of what a walk shows of a string */
#define COUNT(a)   (sizeof(a) / sizeof((a)[0]))

const struct function_info function_table[] = {
#define X(id, name, file, line) { name, file, line },
#include "alloc/names/functions.def"
#undef X
};
const unsigned function_count = COUNT(function_table);

const struct value_info value_table[] = {
#define X(id, name) { name },
#include "alloc/names/values.def"
#undef X
};
const unsigned value_count = COUNT(value_table);

const char *const text_table[] = {
#define X(id, text) text,
#include "alloc/names/texts.def"
#undef X
};
const unsigned text_count = COUNT(text_table);

const struct line_info line_table[] = {
#define X(id, fn, line, text) { F_##fn, line, text },
#include "alloc/names/lines.def"
#undef X
};
const unsigned line_count = COUNT(line_table);

const struct field_info field_table[] = {
#define X(id, name, base, kind, nr, ...) { name, base, { __VA_ARGS__ }, nr, kind },
    FIELDS(X)
#undef X
};
const unsigned field_count = COUNT(field_table);

const char *const format_table[] = {
    [FMT_VOID] = "void",
    [FMT_DEC] = "dec",
    [FMT_SDEC] = "sdec",
    [FMT_HEX] = "hex",
    [FMT_PFN] = "pfn",
    [FMT_MT] = "mt",
    [FMT_ZONE] = "zone",
    [FMT_ITEM] = "item",
    [FMT_AREA] = "area",
    [FMT_FREELIST] = "free_list",
    [FMT_PCPLIST] = "pcp_list",
    [FMT_ZONEREF] = "zoneref",
    [FMT_NODE] = "node",
    [FMT_PCP] = "pcp",
    [FMT_ADDR] = "addr",
    [FMT_CACHE] = "cache",
    [FMT_OO] = "oo",
    [FMT_COUNTERS] = "counters",
    [FMT_CPU_SLAB] = "cpu_slab",
    [FMT_NODE_OF] = "node_of",
    [FMT_STRING] = "string",
    [FMT_TEXT] = "text",
    [FMT_FUNCTION] = "function",
    [FMT_PFN0] = "pfn0",
};
const unsigned format_count = COUNT(format_table);

#define PART(n, w, s, b, f)                                                \
    {                                                                      \
        .name = (n), .word = (w), .shift = (s), .bits = (b), .format = (f) \
    }

/* What point_alloc() of change.h packs. */
#define OBJECT_FIELDS                                                \
    PART("ptr", 0, 0, 32, FMT_ADDR), PART("req", 2, 0, 24, FMT_DEC), \
        { .name = "alloc",                                           \
          .word = 1,                                                 \
          .shift = 25,                                               \
          .bits = 7,                                                 \
          .format = FMT_DEC,                                         \
          .more = { { 2, 24, 8 }, { 3, 0, 8 } },                     \
          .unit = 4 },                                               \
        PART("gfp", 1, 0, 25, FMT_HEX)

/* Word 0, 1, 2, 3 is a, b, c, aux. The fields of each point are those of the golden traces, in their order. */
const struct point_info point_table[] = {
    [P_A] = { 'A',
              "mm_page_alloc",
              { PART("pfn", 0, 0, 32, FMT_PFN), PART("order", 1, 0, 8, FMT_DEC),
                PART("gfp", 2, 0, 32, FMT_HEX), PART("mt", 1, 8, 8, FMT_MT) },
              4 },
    [P_Z] = { 'Z',
              "mm_page_alloc_zone_locked",
              { PART("pfn", 0, 0, 32, FMT_PFN), PART("order", 1, 0, 32, FMT_DEC),
                PART("mt", 2, 0, 32, FMT_MT) },
              3 },
    [P_X] = { 'X',
              "mm_page_alloc_extfrag",
              { PART("pfn", 0, 0, 32, FMT_PFN), PART("order", 1, 0, 8, FMT_DEC),
                PART("fallback_order", 1, 8, 8, FMT_DEC), PART("mt", 1, 16, 8, FMT_MT),
                PART("fallback_mt", 1, 24, 8, FMT_MT), PART("new_mt", 2, 0, 32, FMT_MT) },
              6 },
    [P_F] = { 'F',
              "mm_page_free",
              { PART("pfn", 0, 0, 32, FMT_PFN), PART("order", 1, 0, 32, FMT_DEC) },
              2 },
    [P_G] = { 'G',
              "mm_page_free_batched",
              { PART("pfn", 0, 0, 32, FMT_PFN), PART("cold", 1, 0, 32, FMT_DEC) },
              2 },
    [P_D] = { 'D',
              "mm_page_pcpu_drain",
              { PART("pfn", 0, 0, 32, FMT_PFN), PART("order", 1, 0, 32, FMT_DEC),
                PART("mt", 2, 0, 32, FMT_MT) },
              3 },
    [P_W] = { 'W',
              "wakeup_kswapd",
              { PART("zone", 0, 0, 32, FMT_ZONE), PART("order", 1, 0, 32, FMT_DEC),
                PART("classzone", 2, 0, 32, FMT_ZONE) },
              3 },
    [P_R] = { 'R',
              "direct_reclaim",
              { PART("order", 0, 0, 32, FMT_DEC), PART("gfp", 1, 0, 32, FMT_HEX) },
              2 },
    [P_C] = { 'C',
              "direct_compact",
              { PART("order", 0, 0, 32, FMT_DEC), PART("gfp", 1, 0, 32, FMT_HEX),
                PART("sync", 2, 0, 32, FMT_DEC) },
              3 },
    [P_O] = { 'O', "oom", { PART("order", 0, 0, 32, FMT_DEC), PART("gfp", 1, 0, 32, FMT_HEX) }, 2 },
    [P_K] = { 'K', "kmalloc", { OBJECT_FIELDS }, 4 },
    [P_M] = { 'M', "kmem_cache_alloc", { OBJECT_FIELDS }, 4 },
    [P_k] = { 'k', "kfree", { PART("ptr", 0, 0, 32, FMT_ADDR) }, 1 },
    [P_m] = { 'm', "kmem_cache_free", { PART("ptr", 0, 0, 32, FMT_ADDR) }, 1 },
};
static uint32_t part(const struct event *e, unsigned word, unsigned shift, unsigned bits)
{
    const uint32_t words[4] = { e->a, e->b, e->c, event_aux(e) };

    return words[word] >> shift & (bits < 32 ? (1u << bits) - 1 : ~0u);
}

uint32_t point_field(const struct event *e, const struct point_field *field)
{
    uint32_t v = part(e, field->word, field->shift, field->bits);
    unsigned at = field->bits;

    for (unsigned i = 0; i < 2 && field->more[i].bits; at += field->more[i++].bits)
        v |= part(e, field->more[i].word, field->more[i].shift, field->more[i].bits) << at;
    return v * (field->unit ? field->unit : 1);
}

const unsigned point_count = COUNT(point_table);

/* include/linux/mmzone.h:106 */
const char *const item_table[NR_VM_ZONE_STAT_ITEMS] = {
    "NR_FREE_PAGES",
    "NR_ALLOC_BATCH",
    "NR_INACTIVE_ANON",
    "NR_ACTIVE_ANON",
    "NR_INACTIVE_FILE",
    "NR_ACTIVE_FILE",
    "NR_UNEVICTABLE",
    "NR_MLOCK",
    "NR_ANON_PAGES",
    "NR_FILE_MAPPED",
    "NR_FILE_PAGES",
    "NR_FILE_DIRTY",
    "NR_WRITEBACK",
    "NR_SLAB_RECLAIMABLE",
    "NR_SLAB_UNRECLAIMABLE",
    "NR_PAGETABLE",
    "NR_KERNEL_STACK",
    "NR_UNSTABLE_NFS",
    "NR_BOUNCE",
    "NR_VMSCAN_WRITE",
    "NR_VMSCAN_IMMEDIATE",
    "NR_WRITEBACK_TEMP",
    "NR_ISOLATED_ANON",
    "NR_ISOLATED_FILE",
    "NR_SHMEM",
    "NR_DIRTIED",
    "NR_WRITTEN",
    "NR_ANON_TRANSPARENT_HUGEPAGES",
    "NR_FREE_CMA_PAGES",
};
const char *const zone_table[MAX_NR_ZONES] = { "Normal", "HighMem", "Movable" };
const char *const migratetype_table[MIGRATE_TYPES] = { "UNMOVABLE", "RECLAIMABLE", "MOVABLE",
                                                       "RESERVE" };

static const char *name_of(const char *const *table, unsigned count, uint32_t i)
{
    return i < count ? table[i] : "?";
}

/* A value in its format. */
/* The string at an address of low memory, in quotes, as far as it is one: printable, and of bounded length. */
static int string_print(const struct machine *m, uint32_t virt, char *buf, size_t size)
{
    char text[MAX_STRING + 1];
    uint32_t n = 0;

    for (; n < MAX_STRING && virt_valid(m, virt + n); n++) {
        text[n] = *(const char *)ram_at_const(m, virt + n);
        if (text[n] < ' ' || text[n] > '~')
            break;
    }
    text[n] = 0;
    return virt ? snprintf(buf, size, "\"%s\"", text) : snprintf(buf, size, "NULL");
}

/* SLUB's: addresses, and words that hold several numbers. */
static int slub_value_print(const struct machine *m, unsigned format, uint32_t a, uint32_t b,
                            char *buf, size_t size)
{
    switch (format) {
    case FMT_OO:
        return snprintf(buf, size, "%" PRIu32 ":%" PRIu32, a >> 16, a & 0xffff);
    case FMT_COUNTERS:
        return snprintf(buf, size, "%" PRIu32 "/%" PRIu32 "/%" PRIu32, a & 0xffff, a >> 16 & 0x7fff,
                        a >> 31);
    case FMT_CPU_SLAB:
        return snprintf(buf, size, "cpu_slab(0x%" PRIx32 ",cpu%" PRIu32 ")", a, b);
    case FMT_STRING:
        return string_print(m, a, buf, size);
    case FMT_TEXT:
        return snprintf(buf, size, "\"%s\"", name_of(text_table, text_count, a));
    case FMT_FUNCTION:
        return snprintf(buf, size, "%s", a < function_count ? function_table[a].name : "?");
    default:
        return a ? snprintf(buf, size, "0x%" PRIx32, a) : snprintf(buf, size, "NULL");
    }
}

static int value_print(const struct machine *m, unsigned format, uint32_t v, uint32_t second,
                       char *buf, size_t size)
{
    if (format >= FMT_ADDR && format <= FMT_PFN0)
        return slub_value_print(m, format, v, second, buf, size);
    switch (format) {
    case FMT_SDEC:
        return snprintf(buf, size, "%" PRId32, (int32_t)v);
    case FMT_HEX:
        return snprintf(buf, size, "0x%" PRIx32, v);
    case FMT_PFN:
        return v == NO_PFN ? snprintf(buf, size, "NULL") : snprintf(buf, size, "0x%" PRIx32, v);
    case FMT_MT:
        return snprintf(buf, size, "%s: %" PRIu32, name_of(migratetype_table, MIGRATE_TYPES, v), v);
    case FMT_ZONE:
        return snprintf(buf, size, "%s",
                        v == NO_PFN ? "NULL" : name_of(zone_table, MAX_NR_ZONES, v));
    case FMT_ITEM:
        return snprintf(buf, size, "%s: %" PRIu32, name_of(item_table, NR_VM_ZONE_STAT_ITEMS, v),
                        v);
    case FMT_AREA:
        return snprintf(buf, size, "free_area[%" PRIu32 "]", v);
    case FMT_FREELIST:
        return snprintf(buf, size, "free_area[%" PRIu32 "].free_list[%" PRIu32 "]", v & 0xff,
                        v >> 8);
    case FMT_PCPLIST:
        return snprintf(buf, size, "pcp->lists[%" PRIu32 "]", v);
    case FMT_ZONEREF:
        return snprintf(buf, size, "ref(%s)",
                        v == NO_PFN ? "end" : name_of(zone_table, MAX_NR_ZONES, v));
    case FMT_NODE:
        return snprintf(buf, size, "node%" PRIu32, v);
    case FMT_PCP:
        return snprintf(buf, size, "pcp(%s,cpu%" PRIu32 ")",
                        name_of(zone_table, MAX_NR_ZONES, v & 0xff), v >> 8);
    default:
        return snprintf(buf, size, "%" PRIu32, v);
    }
}

/* ---- offsets back to names ---- */

/* The field's base on this machine: those after page[] move with its size. */
static uint32_t field_base(const struct machine *m, unsigned field)
{
    if (field == FIELD_held_slot)
        return m->held_off;
    if (field == FIELD_held_pfn)
        return m->held_off + m->nr_pages * 4;
    if (field == FIELD_ram)
        return m->ram_off;
    return field_table[field].base;
}

static void split_offset(const struct machine *m, unsigned field, uint32_t off, uint32_t index[3])
{
    const struct field_info *f = &field_table[field];
    uint32_t rest = off - field_base(m, field);

    for (unsigned i = 0; i < f->nr_dims; i++) {
        index[i] = rest / f->dim[i].stride;
        rest %= f->dim[i].stride;
    }
}

/* "zone[0].free_area[10].nr_free", "page[0x4f000].flags" */
static int place_print(const struct machine *m, unsigned field, uint32_t off, char *buf,
                       size_t size)
{
    uint32_t index[3] = { 0 };
    unsigned dim = 0;
    size_t n = 0;

    split_offset(m, field, off, index);
    for (const char *p = field_table[field].name; *p && n + 12 < size; p++) {
        const char *what;

        buf[n++] = *p;
        if (p[0] != '[' || p[1] != ']')
            continue;
        what = field_table[field].dim[dim].name;
        if (!strcmp(what, "page") || !strcmp(what, "held_page"))
            n += (size_t)snprintf(buf + n, size - n, "0x%" PRIx32, m->first_pfn + index[dim]);
        else if (field == FIELD_ram)
            n += (size_t)snprintf(buf + n, size - n, "0x%" PRIx32, PAGE_OFFSET + index[dim] * 4);
        else
            n += (size_t)snprintf(buf + n, size - n, "%" PRIu32, index[dim]);
        dim++;
    }
    buf[n] = 0;
    return (int)n;
}

/* What lies at the offset of a list head: a page's lru or the head of a list. */
static int node_print(const struct machine *m, uint32_t off, char *buf, size_t size)
{
    uint32_t pages = OFF(page);

    if (off >= m->ram_off)
        return snprintf(buf, size, "0x%" PRIx32, off - m->ram_off + PAGE_OFFSET);
    if (off == OFF(slab_caches))
        return place_print(m, FIELD_slab_caches, off, buf, size);
    if (off >= pages)
        return snprintf(buf, size, "0x%" PRIx32,
                        m->first_pfn + (off - pages) / (uint32_t)sizeof(struct page));
    if (off == OFF(batch_list))
        return place_print(m, FIELD_batch_list, off, buf, size);
    if (off >= OFF(pcpu_slot) && off < OFF(pcpu_chunk))
        return place_print(m, FIELD_pcpu_slot, off, buf, size);
    if (off >= OFF(pcpu_chunk) && off < OFF(pcpu_smap))
        return place_print(m, FIELD_pcpu_list, off, buf, size);
    if (off >= OFF(zone) && off < OFF(boot_pageset))
        return place_print(m, FIELD_free_list, off, buf, size);
    return place_print(m, off < OFF(pageset) ? FIELD_boot_pcp_lists : FIELD_pcp_lists, off, buf,
                       size);
}

/* ---- events as text ---- */

int point_print(const struct event *e, char *buf, size_t size)
{
    const struct point_info *p = &point_table[event_id(e)];
    int n = snprintf(buf, size, "%c", p->letter);

    for (unsigned i = 0; i < p->nr_fields && (size_t)n < size; i++) {
        uint32_t v = point_field(e, &p->field[i]);

        if (p->field[i].format == FMT_PFN && v == NO_PFN)
            n += snprintf(buf + n, size - (size_t)n, "%s-", i ? "," : "");
        else
            n += snprintf(buf + n, size - (size_t)n, "%s%" PRIx32, i ? "," : "", v);
    }
    return n;
}

static int print_leave(const struct machine *m, const struct event *e, char *buf, size_t size)
{
    char v[64];

    if (event_aux(e) == FMT_VOID)
        return snprintf(buf, size, "- %s", function_table[event_id(e)].name);
    value_print(m, event_aux(e), e->a, e->b, v, sizeof(v));
    return snprintf(buf, size, "- %s = %s", function_table[event_id(e)].name, v);
}

static int print_value(const struct machine *m, const struct event *e, char *buf, size_t size)
{
    unsigned format = event_aux(e) & ~VALUE_HAS_OLD;
    char to[64], from[64];

    value_print(m, format, e->a, e->b, to, sizeof(to));
    if (!(event_aux(e) & VALUE_HAS_OLD))
        return snprintf(buf, size, "// %s: %s", value_table[event_id(e)].name, to);
    value_print(m, format, e->b, 0, from, sizeof(from));
    return snprintf(buf, size, "// %s: %s -> %s", value_table[event_id(e)].name, from, to);
}

static int print_word(const struct machine *m, const struct event *e, char *buf, size_t size)
{
    char place[96];

    place_print(m, event_id(e), e->a, place, sizeof(place));
    if (field_table[event_id(e)].kind == 'x' || field_table[event_id(e)].kind == 'l')
        return snprintf(buf, size, "~ %s 0x%" PRIx32 " -> 0x%" PRIx32, place, e->b, e->c);
    if (field_table[event_id(e)].kind == 's')
        return snprintf(buf, size, "~ %s %" PRId32 " -> %" PRId32, place, (int32_t)e->b,
                        (int32_t)e->c);
    return snprintf(buf, size, "~ %s %" PRIu32 " -> %" PRIu32, place, e->b, e->c);
}

static int print_list(const struct machine *m, const struct event *e, char *buf, size_t size)
{
    char node[96], prev[96], next[96];

    node_print(m, e->a, node, sizeof(node));
    node_print(m, e->b, prev, sizeof(prev));
    node_print(m, e->c, next, sizeof(next));
    return snprintf(buf, size, "~ %s %s between %s and %s",
                    event_kind(e) == EV_LIST_ADD ? "list_add" : "list_del", node, prev, next);
}

int event_depth(const struct event *e, int depth)
{
    if (event_kind(e) == EV_ENTER)
        return depth + 1;
    return event_kind(e) == EV_LEAVE ? depth - 1 : depth;
}

int event_print(const struct machine *m, const struct event *e, int depth, char *buf, size_t size)
{
    const struct function_info *f = &function_table[event_id(e) < function_count ? event_id(e) : 0];
    int n;

    if (event_kind(e) == EV_LEAVE)
        depth--;
    n = snprintf(buf, size, "%*s", depth > 0 ? 2 * depth : 0, "");
    if ((size_t)n >= size)
        return n;
    buf += n;
    size -= (size_t)n;
    switch (event_kind(e)) {
    case EV_ENTER:
        return n + snprintf(buf, size, "+ %s %s:%u", f->name, f->file, f->line);
    case EV_LEAVE:
        return n + print_leave(m, e, buf, size);
    case EV_LINE:
        return n + snprintf(buf, size, ": %s :%u", line_table[event_id(e)].text,
                            line_table[event_id(e)].line);
    case EV_VALUE:
        return n + print_value(m, e, buf, size);
    case EV_POINT:
        snprintf(buf, size, "* ");
        return n + 2 + (size > 2 ? point_print(e, buf + 2, size - 2) : 0);
    case EV_WORD:
        return n + print_word(m, e, buf, size);
    default:
        return n + print_list(m, e, buf, size);
    }
}
