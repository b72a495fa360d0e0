// SPDX-License-Identifier: GPL-2.0-or-later
/* The choices of a question: the answer, and what somebody might take for it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/page/page.h"
#include "alloc/ram.h"
#include "alloc/slub/find.h"
#include "daemon/predict.h"

#define MOST 6 /* lists or addresses */

/* ---- numbers that stand for choices: the smaller comes first ---- */

struct numbers {
    uint32_t number[PREDICT_CHOICES];
    unsigned nr;
};

static void add(struct numbers *n, uint32_t number, unsigned most)
{
    for (unsigned i = 0; i < n->nr; i++) {
        if (n->number[i] == number)
            return;
    }
    if (n->nr < most)
        n->number[n->nr++] = number;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Sorts them and writes each; the answer was the first. */
static void write_all(struct predict *p, struct numbers *n,
                      void (*print)(char *to, size_t size, uint32_t number))
{
    struct prediction *found = &p->found;
    uint32_t answer = n->number[0];
    qsort(n->number, n->nr, sizeof n->number[0], by_number);
    found->nr_choices = n->nr;
    for (unsigned i = 0; i < n->nr; i++) {
        print(found->choice[i], sizeof found->choice[i], n->number[i]);
        if (n->number[i] == answer)
            found->right = i;
    }
}

/* ---- lists: type, order and cpu in one number, the cpus' first ---- */

#define FREE_LIST 0x10000u

static uint32_t list_number(const struct list_name *l)
{
    return l->pcp ? l->cpu << 8 | l->type : FREE_LIST | l->type << 8 | l->order;
}

static uint32_t free_number(uint32_t order, uint32_t type)
{
    return FREE_LIST | type << 8 | order;
}

static void print_list(char *to, size_t size, uint32_t number)
{
    const char *type = migratetype_table[number & FREE_LIST ? number >> 8 & 0xf : number & 0xf];
    if (number & FREE_LIST)
        snprintf(to, size, "%s order %u", type, number & 0xffu);
    else
        snprintf(to, size, "pcp cpu %u %s", number >> 8 & 0xffu, type);
}

/* Of each type the smallest block that is large enough, and the largest. */
static void add_givers(const struct predict *p, struct numbers *n, uint32_t wanted)
{
    for (unsigned largest = 0; largest < 2; largest++) {
        for (uint32_t type = 0; type < MIGRATE_TYPES; type++) {
            for (uint32_t i = wanted; i < MAX_ORDER; i++) {
                uint32_t order = largest ? MAX_ORDER - 1 - (i - wanted) : i;
                if (p->head[p->list.zone][order][type]) {
                    add(n, free_number(order, type), MOST);
                    break;
                }
            }
        }
    }
}

/* Where a block could go: the cpu's list, its own order, one above and one below where it went, the largest. */
static void add_takers(const struct predict *p, struct numbers *n, uint32_t own)
{
    uint32_t type = p->list.type, order = p->list.order;
    if (own == 0 && type < MIGRATE_PCPTYPES)
        add(n, p->cpu << 8 | type, MOST);
    add(n, free_number(own, type), MOST);
    if (order + 1 < MAX_ORDER)
        add(n, free_number(order + 1, type), MOST);
    if (order > own)
        add(n, free_number(order - 1, type), MOST);
    add(n, free_number(MAX_ORDER - 1, type), MOST);
}

static uint32_t wanted_order(const struct op *op)
{
    return op->kind == OP_ALLOC_PAGES ? op->order : 0;
}

static void choose_list(struct predict *p)
{
    struct numbers n = { 0 };
    uint32_t order = wanted_order(&p->op);
    uint32_t type = p->list.pcp ? p->list.type : p->wanted;
    add(&n, list_number(&p->list), MOST);
    if (p->gives) {
        if (order == 0)
            add(&n, p->cpu << 8 | (type < MIGRATE_PCPTYPES ? type : 0), MOST);
        add(&n, free_number(order, type), MOST);
        add_givers(p, &n, order);
    } else {
        add_takers(p, &n, order);
    }
    for (uint32_t other = 0; n.nr < 3 && other < MIGRATE_PCPTYPES; other++)
        add(&n, free_number(order, other), MOST);
    write_all(p, &n, print_list);
}

/* ---- orders ---- */

static void print_number(char *to, size_t size, uint32_t number)
{
    snprintf(to, size, "%" PRIu32, number);
}

/* All of them; of slabs those that SLUB uses by itself (slub_max_order is 3), and two more. */
static void choose_order(struct predict *p)
{
    bool of_slabs = p->op.kind == OP_CACHE_CREATE;
    uint32_t answer = of_slabs ? p->slab_order : p->list.pcp ? 0 : p->list.order;
    uint32_t end = of_slabs && answer < 6 ? 6 : MAX_ORDER;
    struct numbers n = { 0 };
    add(&n, answer, PREDICT_CHOICES);
    for (uint32_t order = 0; order < end; order++)
        add(&n, order, PREDICT_CHOICES);
    write_all(p, &n, print_number);
}

/* ---- addresses; NULL is the last ---- */

#define NOTHING UINT32_MAX

static void print_address(char *to, size_t size, uint32_t number)
{
    if (number == NOTHING)
        snprintf(to, size, "NULL");
    else
        snprintf(to, size, "0x%" PRIx32, number);
}

static uint32_t zone_of(const struct machine *m, uint32_t pfn)
{
    return m->page[pfn - m->first_pfn].flags >> 26 & 3;
}

/* Heads of lists that were there at the place, the cpu's first; where nothing came, of the first zone that has some. */
static void add_heads(const struct predict *p, struct numbers *n, uint32_t pfn, uint32_t wanted)
{
    uint32_t zone = pfn == NOTHING ? 0 : zone_of(p->m, pfn);
    for (uint32_t type = 0; wanted == 0 && type < MIGRATE_PCPTYPES; type++) {
        if (p->pcp_head[zone][type])
            add(n, p->pcp_head[zone][type], MOST - 1);
    }
    for (uint32_t order = MAX_ORDER; order-- > wanted;) {
        for (uint32_t type = 0; type < MIGRATE_TYPES; type++) {
            if (p->head[zone][order][type])
                add(n, p->head[zone][order][type], MOST - 1);
        }
    }
}

static void add_pages(const struct predict *p, struct numbers *n, uint32_t pfn)
{
    uint32_t order = wanted_order(&p->op);
    add(n, pfn, MOST);
    if (p->mapped)
        add(n, p->mapped, MOST);
    if (pfn != NOTHING)
        add(n, pfn ^ 1u << order, MOST - 2);
    add_heads(p, n, pfn, order);
}

/* Objects beside it in its slab, the first and the last; outside of slabs pages beside it. */
static void add_neighbours(const struct predict *p, struct numbers *n, uint32_t addr)
{
    struct object object;
    add(n, addr ? addr : NOTHING, MOST);
    if (!addr)
        return;
    uint32_t size = PAGE_SIZE, first = 0, last = UINT32_MAX - PAGE_SIZE;
    if (object_at(p->m, addr, &object)) {
        size = object.cache->size;
        first = PAGE_OFFSET + ((uint32_t)(object.page - p->m->page) << 12);
        last = first + (oo_objects(object.cache->oo) - 1) * size;
        add(n, first, MOST - 1);
        add(n, last, MOST - 1);
    }
    if (addr + size <= last)
        add(n, addr + size, MOST - 1);
    if (addr >= first + size)
        add(n, addr - size, MOST - 1);
}

static void choose_address(struct predict *p, const struct op_result *result)
{
    struct numbers n = { 0 };
    if (p->op.kind == OP_ALLOC_PAGES)
        add_pages(p, &n, result->pfn == NO_PFN ? NOTHING : result->pfn);
    else if (p->op.kind == OP_PROC_TOUCH)
        add_pages(p, &n, (uint32_t)(result->phys >> 12));
    else
        add_neighbours(p, &n, result->addr);
    add(&n, NOTHING, MOST);
    write_all(p, &n, print_address);
}

/* ---- words ---- */

static void choose_end(struct predict *p)
{
    p->found.nr_choices = 2;
    p->found.right = p->tail;
    snprintf(p->found.choice[0], PREDICT_BYTES, "head");
    snprintf(p->found.choice[1], PREDICT_BYTES, "tail");
}

static void choose_owner(struct predict *p)
{
    p->found.nr_choices = MIGRATE_TYPES;
    p->found.right = pageblock_type(p->m, p->pfn);
    for (unsigned type = 0; type < MIGRATE_TYPES; type++)
        snprintf(p->found.choice[type], PREDICT_BYTES, "%s", migratetype_table[type]);
}

void predict_choose(struct predict *p, const struct op_result *result)
{
    switch (p->found.what) {
    case PREDICT_LIST:
        choose_list(p);
        break;
    case PREDICT_ORDER:
        choose_order(p);
        break;
    case PREDICT_END:
        choose_end(p);
        break;
    case PREDICT_OWNER:
        choose_owner(p);
        break;
    case PREDICT_ADDRESS:
        choose_address(p, result);
        break;
    case PREDICT_KINDS:
        break;
    }
}
