// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What SLUB prints when a check fails, in the words of 3.13.11 (printk.h says where it goes), and what it writes for whoever reads that: tracks.
 * print_tainted()'s letters and the taint itself are modelled, as the text shows them.
 *
 * Assumed are the callers that a track names (CALLER) and a struct page's address; jiffies stand still at 0 and the only task has pid 0.
 * printk_ratelimit() refuses nothing.
 */
#ifndef ALLOC_SLUB_REPORT_H
#define ALLOC_SLUB_REPORT_H

#include "alloc/printk.h"
#include "alloc/slub/slub.h"

/* include/linux/kernel.h:401 */
#define TAINT_BAD_PAGE 5u
#define TAINT_WARN     9u
#define WARNED_ONCE    31u /* ours: the WARN_ON_ONCE() of cache_from_obj() has fired */

/* Stands for return addresses: nobody called from anywhere. */
#define CALLER 0xc0008000u

/* Where an object's two tracks lie (mm/slub.c:473): address, cpu, pid, jiffies. */
enum track_item { TRACK_ALLOC, TRACK_FREE };
static inline uint32_t get_track(const struct kmem_cache *s, uint32_t object, enum track_item which)
{
    return object + (s->offset ? s->offset + 4 : s->inuse) + which * TRACK_SIZE;
}

/* ---- reports: mm/slub.c:564, :635, :581, :628, :662 ---- */
void slab_bug(struct machine *m, struct kmem_cache *s, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void slab_err(struct machine *m, struct kmem_cache *s, struct page *page, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void slab_fix(struct machine *m, struct kmem_cache *s, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void object_err(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object,
                enum text_id reason);
/* Sets [from, to) to `data` and says so. */
void restore_bytes(struct machine *m, struct kmem_cache *s, enum text_id what, uint8_t data,
                   uint32_t from, uint32_t to);

/* ---- their parts: mm/slub.c:592, :547, :468, :914 ---- */
void print_trailer(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t p);
void print_tracking(struct machine *m, struct kmem_cache *s, uint32_t object);
void print_section(struct machine *m, const char *text, uint32_t addr, uint32_t length);
void trace_object(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object,
                  bool alloc);

/* ---- other messages ---- */

/* mm/slub.c:2131: unless the request has __GFP_NOWARN. */
void slab_out_of_memory(struct machine *m, struct kmem_cache *s, uint32_t gfpflags);
/* mm/slab.h:240: an object of the cache at `cachep` is freed as one of s. */
void wrong_slab_cache(struct machine *m, struct kmem_cache *s, uint32_t cachep);
/* WARN_ON(): include/asm-generic/bug.h */
void warn_on(struct machine *m, const char *file, unsigned line);
/* mm/slab_common.c:279 */
void still_has_objects(struct machine *m, struct kmem_cache *s);
/* mm/slab_common.c:231: a message, or a panic. */
void cache_not_created(struct machine *m, uint32_t name, uint32_t flags, int err);

#endif
