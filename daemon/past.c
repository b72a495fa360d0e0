// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/past.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/fields.h"
#include "alloc/names.h"
#include "alloc/page/page.h"
#include "alloc/slub/slub.h"
#include "alloc/trace.h"

__attribute__((format(printf, 2, 3))) static void note(struct past *past, const char *format, ...)
{
    struct past_line *line = &past->line[past->lines++ % PAST_LINES];
    va_list ap;
    line->op = past->hearing.op;
    line->event = past->hearing.event;
    va_start(ap, format);
    vsnprintf(line->text, sizeof line->text, format, ap);
    va_end(ap);
}

static const struct page *page_of(const struct past *past, uint32_t pfn)
{
    return &past->m->page[pfn - past->m->first_pfn];
}

static bool in_block(const struct past *past, uint32_t head, uint32_t order)
{
    return past->pfn >= head && past->pfn - head < 1u << order;
}

/* pfn of the page whose lru lies at this offset, 0 if none does. */
static uint32_t lru_pfn(const struct past *past, uint32_t off)
{
    uint32_t first =
        (uint32_t)offsetof(struct machine, page) + (uint32_t)offsetof(struct page, lru);
    uint32_t index = (off - first) / (uint32_t)sizeof(struct page);
    return off >= first && index < past->m->nr_pages ? past->m->first_pfn + index : 0;
}

/* Of the pageblock around a page. */
static unsigned block_type(const struct machine *m, uint32_t pfn)
{
    uint32_t block = (pfn - (m->first_pfn & ~(PAGES_PER_SECTION - 1))) / PAGEBLOCK_NR_PAGES;
    return m->pageblock_flags[block / 8] >> block % 8 * 4 & 7;
}

/* The type of the free list, whose head is a neighbour; in the middle of one the pageblock's. */
static const char *type_at(const struct machine *m, uint32_t pfn, uint32_t prev, uint32_t next)
{
    uint32_t first = (uint32_t)offsetof(struct machine, zone[0].free_area[0].free_list[0]);
    uint32_t zone = (uint32_t)sizeof(struct zone), area = (uint32_t)sizeof(struct free_area);
    for (unsigned i = 0; i < 2; i++) {
        uint32_t off = (i ? next : prev) - first;
        if (off < MAX_NR_ZONES * zone && off % zone < MAX_ORDER * area)
            return migratetype_table[off % zone % area / sizeof(struct list_head) % MIGRATE_TYPES];
    }
    return migratetype_table[block_type(m, pfn) % MIGRATE_TYPES];
}

static unsigned inside(const struct past *past)
{
    return past->depth && past->depth <= PAST_DEPTH ? past->calls[past->depth - 1] : UINT16_MAX;
}

static void free_list(struct past *past, const struct event *e, uint32_t pfn)
{
    uint32_t order = page_of(past, pfn)->private_;
    bool add = event_kind(e) == EV_LIST_ADD;
    const char *what = add ? "listed" : "taken";
    if (order >= MAX_ORDER || !in_block(past, pfn, order))
        return;
    if (inside(past) == F_expand)
        what = "split";
    else if (inside(past) == F_move_freepages)
        what = "moved";
    else if (!add && inside(past) == F_free_one_page_)
        what = "merged";
    if (add || strcmp(what, "moved") != 0)
        note(past, "%s 0x%" PRIx32 " %" PRIu32 " %s", what, pfn, order,
             type_at(past->m, pfn, e->b, e->c));
}

static void list(struct past *past, const struct event *e)
{
    uint32_t pfn = lru_pfn(past, e->a);
    enum list_kind kind = (enum list_kind)event_id(e);
    if (!pfn)
        return;
    if (kind == LIST_FREE)
        free_list(past, e, pfn);
    else if (kind == LIST_PCP && pfn == past->pfn && event_kind(e) == EV_LIST_ADD)
        note(past, "pcp %" PRIu32, past->m->cpu);
    else if (kind == LIST_SLAB && pfn == past->slab && event_kind(e) == EV_LIST_ADD)
        note(past, "partial");
}

/* PG_slab comes or goes, or another descriptor takes the slab over. */
static void slab(struct past *past, const struct event *e, uint32_t head)
{
    const struct page *page = page_of(past, head);
    if (!in_block(past, head, compound_order(page)))
        return;
    if (event_id(e) == FIELD_page_private) {
        if (past->slab == head)
            note(past, "slab 0x%" PRIx32, page->private_);
    } else if (e->c & ~e->b & PG_SLAB) {
        past->slab = head;
        note(past, "slab 0x%" PRIx32, page->private_);
    } else if (e->b & ~e->c & PG_SLAB) {
        past->slab = 0;
        note(past, "unslab");
    }
}

static void word(struct past *past, const struct event *e)
{
    const struct machine *m = past->m;
    if (event_id(e) == FIELD_page_flags || event_id(e) == FIELD_page_private) {
        uint32_t at =
            (e->a - (uint32_t)offsetof(struct machine, page)) / (uint32_t)sizeof(struct page);
        if (m->first_pfn + at <= past->pfn)
            slab(past, e, m->first_pfn + at);
    } else if (event_id(e) == FIELD_pageblock_flags) {
        uint32_t first = m->first_pfn & ~(PAGES_PER_SECTION - 1);
        uint32_t block = (past->pfn - first) / PAGEBLOCK_NR_PAGES;
        uint32_t at = (e->a - (uint32_t)offsetof(struct machine, pageblock_flags)) / 4;
        unsigned from = e->b >> block % 8 * 4 & 7, to = e->c >> block % 8 * 4 & 7;
        if (at == block / 8 && from != to && from < MIGRATE_TYPES && to < MIGRATE_TYPES)
            note(past, "owner %s %s", migratetype_table[from], migratetype_table[to]);
    }
}

static void trace_point(struct past *past, const struct event *e)
{
    static const char *const names[P_COUNT] = {
        [P_K] = "kmalloc", [P_k] = "kfree", [P_M] = "kmem_cache_alloc", [P_m] = "kmem_cache_free"
    };
    unsigned id = event_id(e);
    if (id == P_A || id == P_F) {
        if (e->a != NO_PFN && in_block(past, e->a, e->b & 0xff))
            note(past, "%s 0x%" PRIx32 " %" PRIu32, id == P_A ? "alloc" : "free", e->a,
                 e->b & 0xff);
    } else if (id < P_COUNT && names[id] && past->addr && e->a == past->addr) {
        note(past, "%s 0x%" PRIx32 " %" PRIu32, names[id], e->a, past->m->cpu);
    }
}

static void hears(struct hearing *h, const struct event *e)
{
    struct past *past = (struct past *)h;
    switch (event_kind(e)) {
    case EV_ENTER:
        if (past->depth < PAST_DEPTH)
            past->calls[past->depth] = (uint16_t)event_id(e);
        past->depth++;
        break;
    case EV_LEAVE:
        past->depth -= past->depth > 0;
        break;
    case EV_POINT:
        trace_point(past, e);
        break;
    case EV_WORD:
        word(past, e);
        break;
    case EV_LIST_ADD:
    case EV_LIST_DEL:
        list(past, e);
        break;
    default:
        break;
    }
}

/* What a page is: the free block around it is looked for by its possible heads. */
static const char *state_of(struct past *past)
{
    const struct page *page = page_of(past, past->pfn);
    for (uint32_t order = 0; order < MAX_ORDER; order++) {
        uint32_t head = past->pfn & ~((1u << order) - 1);
        if (head < past->m->first_pfn)
            break;
        const struct page *h = page_of(past, head);
        if (h->_mapcount == PAGE_BUDDY_MAPCOUNT_VALUE && h->private_ >= order)
            return "free";
        if (h->flags & PG_SLAB && in_block(past, head, compound_order(h))) {
            past->slab = head;
            return "slab";
        }
    }
    return page->flags & PG_RESERVED ? "reserved" : "used";
}

/* What the page is now. */
static void begins(struct hearing *h, struct machine *m)
{
    struct past *past = (struct past *)h;
    past->m = m;
    note(past, "since %s", state_of(past));
}

static void op_begins(struct hearing *h)
{
    ((struct past *)h)->depth = 0;
}

static void tells(struct hearing *h, struct bytes *out)
{
    const struct past *past = (const struct past *)h;
    uint64_t first = past->lines > PAST_LINES ? past->lines - PAST_LINES : 0;
    for (uint64_t i = first; i < past->lines; i++) {
        const struct past_line *line = &past->line[i % PAST_LINES];
        char *at = (char *)bytes_reserve(out, 160);
        if (i == first && first)
            out->len += (size_t)snprintf(at, 80, "%" PRIu32 ".%" PRIu64 " left %" PRIu64 "\n",
                                         line->op, line->event, first);
        at = (char *)bytes_reserve(out, 120);
        out->len += (size_t)snprintf(at, 120, "%" PRIu32 ".%" PRIu64 " %s\n", line->op, line->event,
                                     line->text);
    }
}

static void frees(struct hearing *h)
{
    free(h);
}

struct hearing *past_hearing(uint32_t first, uint32_t pfn, uint32_t addr)
{
    struct past *past = must_zalloc(sizeof *past);
    past->hearing = (struct hearing){ .first = first,
                                      .begins = begins,
                                      .op_begins = op_begins,
                                      .hears = hears,
                                      .tells = tells,
                                      .frees = frees };
    past->pfn = pfn;
    past->addr = addr;
    return &past->hearing;
}
