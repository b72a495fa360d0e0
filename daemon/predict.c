// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/predict.h"

#include <string.h>

#include "alloc/names.h"
#include "alloc/page/page.h"
#include "alloc/ram.h"
#include "alloc/user/ops.h"
#include "alloc/user/user.h"
#include "alloc/vm/translate.h"

static const char *const names[PREDICT_KINDS] = {
    [PREDICT_LIST] = "list",   [PREDICT_ORDER] = "order",     [PREDICT_END] = "end",
    [PREDICT_OWNER] = "owner", [PREDICT_ADDRESS] = "address",
};

const char *predict_name(enum predict_what what)
{
    return names[what];
}

bool predict_read(const char *text, enum predict_what *what)
{
    for (unsigned i = 0; i < PREDICT_KINDS; i++) {
        if (strcmp(text, names[i]) == 0) {
            *what = (enum predict_what)i;
            return true;
        }
    }
    return false;
}

/* ---- offsets of the image ---- */

/* The pfn of the page whose lru lies at this offset, 0 if none does. */
static uint32_t lru_pfn(const struct machine *m, uint32_t off)
{
    uint32_t first =
        (uint32_t)offsetof(struct machine, page) + (uint32_t)offsetof(struct page, lru);
    uint32_t index = (off - first) / (uint32_t)sizeof(struct page);
    return off >= first && index < m->nr_pages ? m->first_pfn + index : 0;
}

/* The free list whose head lies at this offset. */
static bool free_list_at(uint32_t off, struct list_name *list)
{
    const uint32_t first = (uint32_t)offsetof(struct machine, zone[0].free_area[0].free_list[0]);
    const uint32_t zone = (uint32_t)sizeof(struct zone), area = (uint32_t)sizeof(struct free_area);
    uint32_t at = off - first;
    if (off < first || at >= MAX_NR_ZONES * zone || at % zone >= MAX_ORDER * area)
        return false;
    *list = (struct list_name){ .zone = at / zone,
                                .order = at % zone / area,
                                .type = at % zone % area / (uint32_t)sizeof(struct list_head) };
    return list->type < MIGRATE_TYPES;
}

/* The cpu's list whose head lies at this offset: of a page set, or of the boot page set that serves every zone until there is one. */
static bool pcp_list_at(uint32_t off, struct list_name *list)
{
    const uint32_t set = (uint32_t)sizeof(struct per_cpu_pageset);
    const uint32_t lists = (uint32_t)offsetof(struct per_cpu_pageset, pcp.lists);
    const uint32_t boot = (uint32_t)offsetof(struct machine, boot_pageset);
    const uint32_t all = (uint32_t)offsetof(struct machine, pageset);
    bool early = off >= boot && off - boot < MAX_CPUS * set;
    uint32_t at = off - (early ? boot : all);
    if (!early && (off < all || at >= MAX_NR_ZONES * MAX_CPUS * set))
        return false;
    if (at % set < lists)
        return false;
    *list = (struct list_name){ .pcp = true,
                                .zone = at / set / MAX_CPUS,
                                .cpu = at / set % MAX_CPUS,
                                .type = (at % set - lists) / (uint32_t)sizeof(struct list_head) };
    return list->type < MIGRATE_PCPTYPES;
}

/* ---- the place ---- */

static uint32_t first_of(const struct machine *m, const struct list_head *head)
{
    return head->next == offset_of(m, head) ? 0 : lru_pfn(m, head->next);
}

/* The page frame that a process has at the address that it is about to touch. */
static uint32_t frame_behind(struct machine *m, const struct op *op)
{
    if (op->kind != OP_PROC_TOUCH || !find_process(m, op->pid))
        return 0;
    const struct cp15 c = process_cp15(m, op->pid);
    const struct phys_memory memory = phys_memory_of(m);
    const struct translation t = mmu_translate(&c, NULL, &memory, op->addr, ACCESS_READ, NULL);
    return t.fault == FS_NONE ? (uint32_t)(t.pa >> 12) : 0;
}

void predict_place(struct predict *p)
{
    struct machine *m = p->m;
    p->placed = true;
    p->cpu = p->op.cpu == OP_NO_CPU ? m->cpu : p->op.cpu;
    p->mapped = frame_behind(m, &p->op);
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        const struct zone *zone = &m->zone[z];
        const struct per_cpu_pageset *set =
            zone->pageset_ready ? &m->pageset[z][p->cpu] : &m->boot_pageset[p->cpu];
        for (uint32_t order = 0; zone->present_pages && order < MAX_ORDER; order++) {
            for (uint32_t type = 0; type < MIGRATE_TYPES; type++)
                p->head[z][order][type] = first_of(m, &zone->free_area[order].free_list[type]);
        }
        for (uint32_t type = 0; zone->present_pages && type < MIGRATE_PCPTYPES; type++)
            p->pcp_head[z][type] = first_of(m, &set->pcp.lists[type]);
    }
}

/* ---- listening ---- */

static unsigned inside(const struct predict *p)
{
    return p->depth && p->depth <= PREDICT_DEPTH ? p->calls[p->depth - 1] : UINT16_MAX;
}

/* Is it about a certain page? */
static bool frees_page(const struct op *op)
{
    return op->kind == OP_FREE_PAGES;
}

/*
 * The first list that gives or takes a page from the place on is the one that was asked for; of a page that is given back the last that the
 * block around it comes to: on its way it may stand on a cpu's list for a moment, and pages that it drives out of there go first.
 */
static void see(struct predict *p, const struct list_name *list, uint32_t pfn, bool gives)
{
    uint32_t order = list->pcp ? 0 : list->order;
    if (!p->placed || (frees_page(&p->op) ? gives || p->op.pfn - pfn >= 1u << order : p->seen))
        return;
    p->seen = true;
    p->gives = gives;
    p->list = *list;
    p->pfn = pfn;
    p->seen_at = p->events;
}

static void list_del_event(struct predict *p, const struct event *e)
{
    struct list_name list;
    uint32_t pfn = lru_pfn(p->m, e->a);
    unsigned fn = inside(p);
    bool smallest = fn == F_rmqueue_smallest && event_id(e) == LIST_FREE;
    bool pcp = fn == F_buffered_rmqueue && event_id(e) == LIST_PCP;
    if (!pfn)
        return;
    if ((smallest && free_list_at(e->b, &list)) ||
        (pcp && (pcp_list_at(e->b, &list) || pcp_list_at(e->c, &list))))
        see(p, &list, pfn, true);
}

static void list_add_event(struct predict *p, const struct event *e)
{
    struct list_name list;
    uint32_t pfn = lru_pfn(p->m, e->a);
    unsigned fn = inside(p);
    bool tail = event_aux(e) != 0;
    uint32_t head = tail ? e->c : e->b;
    if (!pfn)
        return;
    if ((fn == F_free_one_page_ && event_id(e) == LIST_FREE && free_list_at(head, &list)) ||
        (fn == F_free_hot_cold_page && event_id(e) == LIST_PCP && pcp_list_at(head, &list)))
        see(p, &list, pfn, false);
    if (p->seen_at == p->events)
        p->tail = tail;
}

/* What the walk says on its way to a block of another type, which moves from list to list before it is taken. */
static void value_event(struct predict *p, const struct event *e)
{
    if (event_id(e) == V_zone && inside(p) == F_rmqueue)
        p->zone = e->a;
    if (event_id(e) == V_migratetype && inside(p) == F_rmqueue)
        p->wanted = e->a;
    if (inside(p) != F_rmqueue_fallback)
        return;
    if (event_id(e) == V_current_order)
        p->order = e->a;
    if (event_id(e) == V_migratetype)
        p->type = e->a;
}

static void leave_event(struct predict *p, const struct event *e)
{
    if (event_id(e) == F_rmqueue_fallback && e->a != NO_PFN) {
        struct list_name list = { .zone = p->zone, .order = p->order, .type = p->type };
        see(p, &list, e->a, true);
    }
    if (event_id(e) == F_calculate_order && p->placed && !p->has_slab_order && e->a < MAX_ORDER) {
        p->has_slab_order = true;
        p->slab_order = e->a;
        p->slab_at = p->events;
    }
    p->depth -= p->depth > 0;
}

void predict_event(struct predict *p, const struct event *e)
{
    p->events++;
    switch (event_kind(e)) {
    case EV_ENTER:
        if (p->depth < PREDICT_DEPTH)
            p->calls[p->depth] = (uint16_t)event_id(e);
        p->depth++;
        break;
    case EV_LEAVE:
        leave_event(p, e);
        break;
    case EV_VALUE:
        value_event(p, e);
        break;
    case EV_LIST_ADD:
        list_add_event(p, e);
        break;
    case EV_LIST_DEL:
        list_del_event(p, e);
        break;
    default:
        break;
    }
    if (!p->placed && p->events == p->found.event)
        predict_place(p);
}

/* ---- the answer ---- */

static bool hands_out(const struct op *op, const struct op_result *result)
{
    switch (op->kind) {
    case OP_ALLOC_PAGES:
    case OP_KMALLOC:
    case OP_CACHE_ALLOC:
    case OP_VMALLOC:
        return true;
    case OP_PROC_TOUCH:
        return result->phys != 0;
    default:
        return false;
    }
}

bool predict_end(struct predict *p, const struct op_result *result)
{
    bool of_slabs = p->op.kind == OP_CACHE_CREATE;
    bool answered = false;
    p->found.known = p->seen_at;
    switch (p->found.what) {
    case PREDICT_LIST:
        answered = p->seen;
        break;
    case PREDICT_ORDER:
        answered = of_slabs ? p->has_slab_order : p->seen;
        if (of_slabs)
            p->found.known = p->slab_at;
        break;
    case PREDICT_END:
        answered = p->seen && !p->gives;
        break;
    case PREDICT_OWNER:
        answered = p->seen;
        p->found.known = p->events;
        break;
    case PREDICT_ADDRESS:
        answered = hands_out(&p->op, result) && p->found.event < p->events;
        p->found.known = p->events;
        break;
    case PREDICT_KINDS:
        break;
    }
    p->found.gives = p->gives;
    if (answered)
        predict_choose(p, result);
    return answered;
}
