// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/slub/report.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Of slab_bug()'s, slab_err()'s and slab_fix()'s own formats: what is longer is cut. */
#define BUF_BYTES 100

/* Letters of print_tainted() (kernel/panic.c), from bit 0 on. Without a taint the first says G, the others nothing. */
static const char taints[] = "PFSRMBUDAWCIO";

/* ---- taint ---- */

static void print_tainted(const struct machine *m, char text[32])
{
    uint32_t tainted = m->tainted & ((1u << (sizeof taints - 1)) - 1);
    size_t n = 0;

    if (!tainted) {
        snprintf(text, 32, "Not tainted");
        return;
    }
    n = (size_t)snprintf(text, 32, "Tainted: ");
    for (unsigned i = 0; i < sizeof taints - 1; i++)
        text[n++] = tainted >> i & 1 ? taints[i] : i ? ' ' : 'G';
    text[n] = 0;
}

static void add_taint(struct machine *m, unsigned bit)
{
    set_word(m, &m->tainted, m->tainted | 1u << bit, FIELD_tainted);
}

void warn_on(struct machine *m, const char *file, unsigned line)
{
    printk(m, "------------[ cut here ]------------\n");
    printk(m, "WARNING: CPU: %" PRIu32 " PID: 0 at %s:%u 0x%08x()\n", m->cpu, file, line, CALLER);
    add_taint(m, TAINT_WARN);
}

/* ---- reports ---- */

static void slab_bug_text(struct machine *m, struct kmem_cache *s, const char *what)
{
    char name[NAME_TEXT], tainted[32];

    print_tainted(m, tainted);
    LEAF(m, F_slab_bug, FMT_VOID, 0, value_cache(m, s));
    printk(m, "=============================================================================\n");
    printk(m, "BUG %s (%s): %s\n", name_text(m, s->name, name), tainted, what);
    printk(m, "-----------------------------------------------------------------------------\n\n");
    if (!(m->tainted >> TAINT_BAD_PAGE & 1)) /* include/linux/debug_locks.h: once */
        printk(m, "Disabling lock debugging due to kernel taint\n");
    add_taint(m, TAINT_BAD_PAGE);
}

void slab_bug(struct machine *m, struct kmem_cache *s, const char *format, ...)
{
    char buf[BUF_BYTES];
    va_list ap;

    va_start(ap, format);
    vsnprintf(buf, sizeof buf, format, ap);
    va_end(ap);
    slab_bug_text(m, s, buf);
}

/* Sections of 256 MiB keep their part of the memory map each. */
static uint32_t struct_page_address(const struct machine *m, const struct page *page)
{
    uint32_t pfn = page_to_pfn(m, page),
             map = m->section_mem_map[pfn / PAGES_PER_SECTION] - m->first_pfn;

    return PAGE_OFFSET + (map << 12) + pfn % PAGES_PER_SECTION * m->page_struct_size;
}

/* mm/slub.c:556 */
static void print_page_info(struct machine *m, const struct page *page)
{
    uint32_t c = slab_counters(page);

    LEAF(m, F_print_page_info, FMT_VOID, 0, value_page(m, page));
    printk(m,
           "INFO: Slab 0x%s objects=%" PRIu32 " used=%" PRIu32 " fp=0x%s flags=0x%04" PRIx32 "\n",
           P(struct_page_address(m, page)), counters_objects(c), counters_inuse(c), P(page->index),
           page->flags);
}

void slab_err(struct machine *m, struct kmem_cache *s, struct page *page, const char *format, ...)
{
    char buf[BUF_BYTES];
    va_list ap;

    va_start(ap, format);
    vsnprintf(buf, sizeof buf, format, ap);
    va_end(ap);
    enter(m, F_slab_err);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
    }
    slab_bug_text(m, s, buf);
    print_page_info(m, page);
    leave(m, F_slab_err);
}

void slab_fix(struct machine *m, struct kmem_cache *s, const char *format, ...)
{
    char buf[BUF_BYTES], name[NAME_TEXT];
    va_list ap;

    va_start(ap, format);
    vsnprintf(buf, sizeof buf, format, ap);
    va_end(ap);
    LEAF(m, F_slab_fix, FMT_VOID, 0, value_cache(m, s));
    printk(m, "FIX %s: %s\n", name_text(m, s->name, name), buf);
}

void object_err(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object,
                enum text_id reason)
{
    enter(m, F_object_err);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_object, FMT_ADDR, object);
        value(m, V_reason, FMT_TEXT, reason);
    }
    slab_bug_text(m, s, text_table[reason]);
    print_trailer(m, s, page, object);
    leave(m, F_object_err);
}

/* The message's own line end makes an empty line of slab_fix()'s. */
void restore_bytes(struct machine *m, struct kmem_cache *s, enum text_id what, uint8_t data,
                   uint32_t from, uint32_t to)
{
    enter(m, F_restore_bytes);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_message, FMT_TEXT, what);
        value(m, V_data, FMT_HEX, data);
        value(m, V_from, FMT_ADDR, from);
        value(m, V_to, FMT_ADDR, to);
    }
    slab_fix(m, s, "Restoring 0x%s-0x%s=0x%x\n", P(from), P(to - 1), data);
    ram_fill(m, from, data, to - from);
    leave(m, F_restore_bytes);
}

/* ---- their parts ---- */

/* A line of print_hex_dump() with groups of one byte (lib/hexdump.c): hex to column 49, then characters. */
static void hex_line(struct machine *m, const char *text, uint32_t addr, uint32_t n)
{
    char line[16 * 4 + 2 + 1];
    size_t at = 0;

    for (uint32_t i = 0; i < n; i++)
        at += (size_t)snprintf(line + at, sizeof line - at, "%02x ", ram_byte(m, addr + i));
    while (at < 49)
        line[at++] = ' ';
    for (uint32_t i = 0; i < n; i++) {
        uint8_t c = ram_byte(m, addr + i);

        line[at++] = c >= ' ' && c <= '~' ? (char)c : '.';
    }
    line[at] = 0;
    printk(m, "%s%s: %s\n", text, P(addr), line);
}

void print_section(struct machine *m, const char *text, uint32_t addr, uint32_t length)
{
    LEAF(m, F_print_section, FMT_VOID, 0, value(m, V_addr, FMT_ADDR, addr);
         value(m, V_length, FMT_DEC, length));
    ram_need(m, addr, length);
    for (uint32_t i = 0; m->host.log && i < length; i += 16)
        hex_line(m, text, addr + i, length - i < 16 ? length - i : 16);
}

/* mm/slub.c:528: a track that is all zeros is not printed; %pS of an address that is no symbol's is the address. */
static void print_track(struct machine *m, enum text_id s, uint32_t t)
{
    uint32_t addr = ram_read(m, t), cpu = ram_read(m, t + 4), pid = ram_read(m, t + 8),
             when = ram_read(m, t + 12);

    LEAF(m, F_print_track, FMT_VOID, 0, value(m, V_s, FMT_TEXT, s); value(m, V_t, FMT_ADDR, t));
    if (addr)
        printk(m, "INFO: %s in 0x%08" PRIx32 " age=%" PRIu32 " cpu=%" PRIu32 " pid=%" PRId32 "\n",
               text_table[s], addr, 0 - when, cpu, (int32_t)pid);
}

void print_tracking(struct machine *m, struct kmem_cache *s, uint32_t object)
{
    enter(m, F_print_tracking);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_object, FMT_ADDR, object);
    }
    if (s->flags & SLAB_STORE_USER) {
        print_track(m, TEXT_allocated, get_track(s, object, TRACK_ALLOC));
        print_track(m, TEXT_freed, get_track(s, object, TRACK_FREE));
    }
    leave(m, F_print_tracking);
}

void print_trailer(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t p)
{
    uint32_t addr = page_address(m, page), off = s->offset ? s->offset + 4 : s->inuse;

    enter(m, F_print_trailer);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_p, FMT_ADDR, p);
    }
    need_cache(m, s);
    print_tracking(m, s, p);
    print_page_info(m, page);
    printk(m, "INFO: Object 0x%s @offset=%" PRIu32 " fp=0x%s\n\n", P(p), p - addr,
           P(get_freepointer(m, s, p)));
    if (p > addr + 16)
        print_section(m, "Bytes b4 ", p - 16, 16);
    print_section(m, "Object ", p, s->object_size < PAGE_SIZE ? s->object_size : PAGE_SIZE);
    if (s->flags & SLAB_RED_ZONE)
        print_section(m, "Redzone ", p + s->object_size, s->inuse - s->object_size);
    if (s->flags & SLAB_STORE_USER)
        off += 2 * TRACK_SIZE;
    if (off != s->size)
        print_section(m, "Padding ", p + off, s->size - off);
    leave(m, F_print_trailer);
}

void trace_object(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object,
                  bool alloc)
{
    char name[NAME_TEXT];

    if (!(s->flags & SLAB_TRACE))
        return;
    printk(m, "TRACE %s %s 0x%s inuse=%" PRIu32 " fp=0x%s\n", name_text(m, s->name, name),
           alloc ? "alloc" : "free", P(object), counters_inuse(slab_counters(page)),
           P(page->index));
    if (!alloc)
        print_section(m, "Object ", object, s->object_size);
}

/* ---- other messages ---- */

void slab_out_of_memory(struct machine *m, struct kmem_cache *s, uint32_t gfpflags)
{
    struct kmem_cache_node *n = get_node(m, s);
    char text[NAME_TEXT];
    const char *name;
    struct slab_walk walk;
    struct page *page;
    int32_t nr_free = 0;

    if (gfpflags & GFP_NOWARN_)
        return;
    name = name_text(m, s->name, text);
    printk(m, "SLUB: Unable to allocate memory on node %d (gfp=0x%" PRIx32 ")\n", -1, gfpflags);
    printk(m,
           "  cache: %s, object size: %" PRIu32 ", buffer size: %" PRIu32
           ", default order: %" PRIu32 ", min order: %" PRIu32 "\n",
           name, s->object_size, s->size, oo_order(s->oo), oo_order(s->min));
    if (oo_order(s->min) > get_order(s->object_size))
        printk(m, "  %s debugging increased min order, use slub_debug=O to disable.\n", name);
    if (!n)
        return;
    need_ring(m, &n->partial);
    walk = slab_walk_begin(m, &n->partial);
    while ((page = slab_walk_next(m, &walk)))
        nr_free += counters_free(slab_counters(page));
    printk(m, "  node 0: slabs: %" PRId32 ", objs: %" PRId32 ", free: %" PRId32 "\n",
           (int32_t)n->nr_slabs, (int32_t)n->total_objects, nr_free);
}

void wrong_slab_cache(struct machine *m, struct kmem_cache *s, uint32_t cachep)
{
    char theirs[NAME_TEXT], its[NAME_TEXT];
    uint32_t name = ram_read(m, cachep + (uint32_t)offsetof(struct kmem_cache, name));

    printk(m, "cache_from_obj: Wrong slab cache. %s but object is from %s\n",
           name_text(m, name, theirs), name_text(m, s->name, its));
    if (m->tainted >> WARNED_ONCE & 1)
        return;
    add_taint(m, WARNED_ONCE);
    warn_on(m, "mm/slab.h", 242);
}

void still_has_objects(struct machine *m, struct kmem_cache *s)
{
    char name[NAME_TEXT];

    printk(m, "kmem_cache_destroy %s: Slab cache still has objects\n", name_text(m, s->name, name));
}

void cache_not_created(struct machine *m, uint32_t name, uint32_t flags, int err)
{
    char text[NAME_TEXT];

    if (flags & SLAB_PANIC)
        oops(m, OOPS_PANIC, name);
    printk(m, "kmem_cache_create(%s) failed with error %d\n", name_text(m, name, text), err);
}
