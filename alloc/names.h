// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The names behind the ids of the event stream: kernel functions with file and line of v3.13.11, values under the kernel's own names, and
 * the statements that change state: a row each in the files of names/. Adding at the end keeps old ids; anything else is a new MODEL_VERSION.
 */
#ifndef ALLOC_NAMES_H
#define ALLOC_NAMES_H

enum text_id {
#define X(id, text) TEXT_##id,
#include "alloc/names/texts.def"
#undef X
};

enum function_id {
#define X(id, name, file, line) F_##id,
#include "alloc/names/functions.def"
#undef X
};
enum value_id {
#define X(id, name) V_##id,
#include "alloc/names/values.def"
#undef X
};
enum line_id {
#define X(id, fn, line, text) L_##id,
#include "alloc/names/lines.def"
#undef X
};

/* How a value or result is written. Two-word formats take the event's b too. */
enum value_format {
    FMT_VOID,
    FMT_DEC,
    FMT_SDEC,
    FMT_HEX,
    FMT_PFN,      /* 0x4f000, or NULL for 0xffffffff */
    FMT_MT,       /* MOVABLE: 2 */
    FMT_ZONE,     /* Normal; NULL for 0xffffffff */
    FMT_ITEM,     /* NR_FREE_PAGES: 0 */
    FMT_AREA,     /* free_area[10] */
    FMT_FREELIST, /* order | mt << 8: free_area[10].free_list[2] */
    FMT_PCPLIST,  /* pcp->lists[0]; b: zone | cpu << 8 */
    FMT_ZONEREF,  /* ref(HighMem), ref(end) for 0xffffffff */
    FMT_NODE,     /* node0 */
    FMT_PCP,      /* zone | cpu << 8: pcp(Normal,cpu0) */
    FMT_ADDR,     /* 0xef000040, or NULL for 0 */
    FMT_CACHE,    /* address of a struct kmem_cache */
    FMT_OO,       /* order << 16 | objects: 0:64 */
    FMT_COUNTERS, /* inuse/objects/frozen */
    FMT_CPU_SLAB, /* address of a struct kmem_cache; b: cpu */
    FMT_NODE_OF,  /* address of a struct kmem_cache_node */
    FMT_STRING,   /* address of a string in low memory: "kmalloc-64", or NULL for 0 */
    FMT_TEXT,     /* a constant of the kernel's code: text_table[] */
    FMT_FUNCTION, /* id: has_cpu_slab */
    FMT_PFN0,     /* 0x4f000, or NULL for 0 */
    FMT_COUNT
};
#define VALUE_HAS_OLD 0x80u

/* The kernel's trace points, as in the golden traces; O, the OOM killer's call, is ours: the traces have no letter for it. */
enum point_id { P_A, P_Z, P_X, P_F, P_G, P_D, P_W, P_R, P_C, P_O, P_K, P_M, P_k, P_m, P_COUNT };

/* Lists that list_add and list_del report. */
enum list_kind {
    LIST_FREE,
    LIST_PCP,
    LIST_PRIVATE,
    LIST_SLAB,
    LIST_CACHES,
    LIST_PCPU,
    LIST_VMAP,
    LIST_PURGE,
    LIST_STATIC_VM,
    LIST_ANON_VMA,
    LIST_INODES,
    LIST_KINDS
};

#endif
