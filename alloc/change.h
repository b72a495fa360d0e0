// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The primitives through which model code reports and writes. Each write marks its chunk as changed and, when someone listens, emits a
 * change event that lets a copy of the image follow (web/README.md gives the rules).
 *
 * Pointers into the image are fine inside a function; what is stored in the image are offsets, pfns and indices.
 */
#ifndef ALLOC_CHANGE_H
#define ALLOC_CHANGE_H

#include "alloc/fields.h"
#include "alloc/machine.h"
#include "alloc/names.h"

#define unlikely(x) __builtin_expect(!!(x), 0)
#define likely(x)   __builtin_expect(!!(x), 1)

#define DIRTY_BASE   1u /* written since the freeze or the clone from it */
#define DIRTY_HASH   2u /* written since it was last hashed */
#define DIRTY_CACHED 4u /* host.chunk_hash holds its hash as of then */

#define DIRTY_GROUP_SHIFT 6 /* 64 chunks are a group */

#define LIST_POISON1 0x00100100u /* include/linux/poison.h:22 */
#define LIST_POISON2 0x00200200u

/* An event for the listener; call only if there is one. */
static inline void emit(struct machine *m, uint32_t head, uint32_t a, uint32_t b, uint32_t c)
{
    struct event *e = m->host.next++;
    *e = (struct event){ head, a, b, c };
    if (m->host.next == m->host.end)
        machine_flush(m);
}

/* Does someone want events of this sort? Never in the compilation for when nobody listens (page/quiet.c). */
static inline bool listened(const struct machine *m, enum want sort)
{
#ifdef QUIET
    (void)m;
    (void)sort;
    return false;
#else
    return unlikely(m->host.want & sort);
#endif
}

static inline uint32_t event_head(unsigned kind, unsigned aux, unsigned id)
{
    return (uint32_t)(kind | aux << 8 | id << 16);
}

/* ---- the walk ---- */

static inline bool walking(const struct machine *m)
{
    return listened(m, WANT_WALK);
}
static inline void enter(struct machine *m, enum function_id f)
{
    if (walking(m)) {
        m->host.open[(unsigned)m->host.depth++ % OPEN_CALLS] = (uint16_t)f;
        emit(m, event_head(EV_ENTER, 0, f), 0, 0, 0);
    }
}
static inline void leave(struct machine *m, enum function_id f)
{
    if (walking(m)) {
        m->host.depth--;
        emit(m, event_head(EV_LEAVE, FMT_VOID, f), 0, 0, 0);
    }
}
/* Leaves f with a result. */
static inline void leave_with(struct machine *m, enum function_id f, enum value_format format,
                              uint32_t result)
{
    if (walking(m)) {
        m->host.depth--;
        emit(m, event_head(EV_LEAVE, format, f), result, 0, 0);
    }
}
/* Marks the statement that the following changes belong to. */
static inline void line(struct machine *m, enum line_id l)
{
    if (walking(m))
        emit(m, event_head(EV_LINE, 0, l), 0, 0, 0);
}
/* Call only when walking(): group several under one test. */
static inline void value(struct machine *m, enum value_id v, enum value_format format, uint32_t x)
{
    emit(m, event_head(EV_VALUE, format, v), x, 0, 0);
}
static inline void value_change(struct machine *m, enum value_id v, enum value_format format,
                                uint32_t from, uint32_t to)
{
    emit(m, event_head(EV_VALUE, format | VALUE_HAS_OLD, v), to, from, 0);
}

/* A leaf of the walk that only computes: entered and left with one result. */
#define LEAF(m, f, format, result, ...)                                         \
    do {                                                                        \
        if (walking(m)) {                                                       \
            emit(m, event_head(EV_ENTER, 0, f), 0, 0, 0);                       \
            __VA_ARGS__;                                                        \
            emit(m, event_head(EV_LEAVE, format, f), (uint32_t)(result), 0, 0); \
        }                                                                       \
    } while (0)

static inline void point(struct machine *m, enum point_id p, uint32_t a, uint32_t b, uint32_t c)
{
    if (listened(m, WANT_POINTS))
        emit(m, event_head(EV_POINT, 0, p), a, b, c);
}

/* An allocation of an object: the sizes in bytes, `alloc` a multiple of 4; four numbers do not fit in three words (schema.c). */
static inline void point_alloc(struct machine *m, enum point_id p, uint32_t ptr, uint32_t req,
                               uint32_t alloc, uint32_t gfp)
{
    uint32_t words = alloc / 4;

    if (listened(m, WANT_POINTS))
        emit(m, event_head(EV_POINT, words >> 15, p), ptr, gfp | words << 25,
             (req & 0xffffff) | (words >> 7 & 0xff) << 24);
}

/* ---- changes ---- */

static inline uint32_t offset_of(const struct machine *m, const void *p)
{
    return (uint32_t)((const char *)p - (const char *)m);
}
static inline void mark_dirty(struct machine *m, uint32_t off)
{
    m->host.dirty[off >> CHUNK_SHIFT] |= DIRTY_BASE | DIRTY_HASH;
    if (unlikely(off >= m->host.ram_off))
        m->host.dirty_group[off >> (CHUNK_SHIFT + DIRTY_GROUP_SHIFT)] = 1;
}

/* Writes one word of the image. Writing what is there already is no change and no event. */
static inline void set_word(struct machine *m, uint32_t *p, uint32_t to, enum field_id field)
{
    uint32_t from = *p;
    if (from == to)
        return;
    uint32_t off = offset_of(m, p);
    *p = to;
    mark_dirty(m, off);
    if (listened(m, WANT_CHANGES))
        emit(m, event_head(EV_WORD, 0, field), off, from, to);
}
static inline void set_int(struct machine *m, int32_t *p, int32_t to, enum field_id field)
{
    set_word(m, (uint32_t *)p, (uint32_t)to, field);
}

/* ---- lists: include/linux/list.h, with offsets for pointers ---- */

static inline struct list_head *list_at(struct machine *m, uint32_t off)
{
    return (struct list_head *)(void *)((char *)m + off);
}
static inline bool list_empty(const struct machine *m, const struct list_head *head)
{
    return head->next == offset_of(m, head);
}
/* The page whose lru is at this offset. */
static inline struct page *lru_page(struct machine *m, uint32_t off)
{
    return (struct page *)(void *)((char *)m + off - offsetof(struct page, lru));
}

static inline void list_add_between(struct machine *m, struct list_head *node, uint32_t prev,
                                    uint32_t next, enum list_kind kind, bool tail)
{
    uint32_t off = offset_of(m, node);
    list_at(m, next)->prev = off;
    node->next = next;
    node->prev = prev;
    list_at(m, prev)->next = off;
    mark_dirty(m, off);
    mark_dirty(m, prev);
    mark_dirty(m, next);
    if (listened(m, WANT_CHANGES))
        emit(m, event_head(EV_LIST_ADD, tail, kind), off, prev, next);
}
/* After `head`, which may also be a member (include/linux/list.h:60). */
static inline void list_add(struct machine *m, struct list_head *node, struct list_head *head,
                            enum list_kind kind)
{
    list_add_between(m, node, offset_of(m, head), head->next, kind, false);
}
static inline void list_add_tail(struct machine *m, struct list_head *node, struct list_head *head,
                                 enum list_kind kind)
{
    list_add_between(m, node, head->prev, offset_of(m, head), kind, true);
}
/* Leaves the poison of include/linux/list.h:104 behind. */
static inline void list_del(struct machine *m, struct list_head *node, enum list_kind kind)
{
    uint32_t prev = node->prev, next = node->next, off = offset_of(m, node);
    list_at(m, next)->prev = prev;
    list_at(m, prev)->next = next;
    node->next = LIST_POISON1;
    node->prev = LIST_POISON2;
    mark_dirty(m, off);
    mark_dirty(m, prev);
    mark_dirty(m, next);
    if (listened(m, WANT_CHANGES))
        emit(m, event_head(EV_LIST_DEL, 0, kind), off, prev, next);
}
/* include/linux/list.h:153; reported as a list_del and a list_add of the same node. */
static inline void list_move(struct machine *m, struct list_head *node, struct list_head *head,
                             enum list_kind kind)
{
    list_del(m, node, kind);
    list_add(m, node, head, kind);
}
/* Makes an empty list of it, word by word. */
static inline void init_list_head(struct machine *m, struct list_head *head, enum field_id field)
{
    set_word(m, &head->next, offset_of(m, head), field);
    set_word(m, &head->prev, offset_of(m, head), field);
}

/* ---- pages ---- */

static inline uint32_t page_to_pfn(const struct machine *m, const struct page *page)
{
    return m->first_pfn + (uint32_t)(page - m->page);
}
static inline struct page *pfn_to_page(struct machine *m, uint32_t pfn)
{
    return &m->page[pfn - m->first_pfn];
}
/* The pfn, or NO_PFN for NULL: what walks and trace points print. */
static inline uint32_t pfn_or_none(const struct machine *m, const struct page *page)
{
    return page ? page_to_pfn(m, page) : NO_PFN;
}

#endif
