// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What must hold after every operation:
 *
 *	- every list is a ring, both ways, without a page twice
 *	- a block in free_area[k] is PageBuddy of order k, aligned, in its zone, and counted by nr_free; no two blocks overlap
 *	- no two free buddies of the same order and zone lie side by side unmerged
 *	- a page in a pcp list is no buddy; count is the length of the lists
 *	- free blocks, pcp pages, live allocations and reserved pages together are all of RAM, each page once
 *	- NR_FREE_PAGES with its differences is the pages on the free lists; global counters are the sums of the zones'
 *	- pages in live allocations have their reference, heads and tails of compound pages their marks
 *	- SLUB's slabs, lists and counters agree with each other (check_slub.c)
 *	- page tables, vmalloc areas and their pages agree (check_vm.c)
 *	- processes' areas, page tables and pages agree, and each page is mapped as often as it says (check_user.c)
 *	- files have each page once, where its index says, and go with the last area that maps them (check_file.c)
 */
#include "alloc/check.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/check_parts.h"
#include "alloc/page/page.h"
#include "alloc/workload.h"

static _Thread_local char report[256];

bool check_wrong(const char *format, ...)
{
    va_list ap;

    va_start(ap, format);
    vsnprintf(report, sizeof(report), format, ap);
    va_end(ap);
    return false;
}

bool check_claim(struct check *c, uint32_t pfn, uint32_t pages, enum found what)
{
    static const char *const names[] = { "nothing",   "free",          "pcp",      "held",
                                         "slab",      "large kmalloc", "reserved", "page table",
                                         "vmalloc's", "a process's" };

    for (uint32_t p = pfn; p < pfn + pages; p++) {
        uint8_t *f = &c->found[p - c->m->first_pfn];

        if (p < c->m->first_pfn || p - c->m->first_pfn >= c->m->nr_pages)
            return check_wrong("0x%x is no page of this machine", p);
        if (*f != NOTHING)
            return check_wrong("0x%x is %s and %s", p, names[*f], names[what]);
        *f = (uint8_t)what;
    }
    return true;
}

/* True if off is the lru of some page. */
bool check_is_page_link(const struct machine *m, uint32_t off)
{
    uint32_t first = OFF(page) + (uint32_t)offsetof(struct page, lru);

    return off >= first && (off - first) % sizeof(struct page) == 0 &&
           (off - first) / sizeof(struct page) < m->nr_pages;
}

static bool check_block(struct check *c, const struct zone *zone, struct page *page, uint32_t order)
{
    struct machine *m = c->m;
    uint32_t pfn = page_to_pfn(m, page), buddy = pfn ^ 1u << order;

    if (!page_buddy(page) || page->private_ != order)
        return check_wrong("0x%x is on a list of order %u with _mapcount %d, private %u", pfn,
                           order, page->_mapcount, page->private_);
    if (pfn & ((1u << order) - 1))
        return check_wrong("0x%x is not aligned to order %u", pfn, order);
    if (page_zone(m, page) != zone)
        return check_wrong("0x%x is on a list of another zone", pfn);
    if (page->_count)
        return check_wrong("free block 0x%x has _count %d", pfn, page->_count);
    if (order < MAX_ORDER - 1 && buddy >= m->first_pfn && buddy - m->first_pfn < m->nr_pages) {
        const struct page *b = pfn_to_page(m, buddy);

        if (page_buddy(b) && b->private_ == order && b->flags >> 26 == page->flags >> 26)
            return check_wrong("0x%x and its buddy 0x%x of order %u are both free", pfn, buddy,
                               order);
    }
    c->free[zone_idx(m, zone)] += 1u << order;
    return check_claim(c, pfn, 1u << order, FREE);
}

static bool check_pcp_page(struct check *c, const struct zone *zone, struct page *page)
{
    uint32_t pfn = page_to_pfn(c->m, page);

    if (page_buddy(page) || page->_count)
        return check_wrong("pcp page 0x%x has _mapcount %d, _count %d", pfn, page->_mapcount,
                           page->_count);
    if (zone && page_zone(c->m, page) != zone)
        return check_wrong("pcp page 0x%x is of another zone", pfn);
    if (page->index >= MIGRATE_TYPES)
        return check_wrong("pcp page 0x%x has type %u", pfn, page->index);
    return check_claim(c, pfn, 1, PCP);
}

/* Walks a list; order >= 0: of free blocks, else of pcp pages. Returns its length, or -1. */
static int64_t check_list(struct check *c, const struct zone *zone, struct list_head *head,
                          int order)
{
    uint32_t head_off = offset_of(c->m, head), prev = head_off;
    int64_t n = 0;

    for (uint32_t off = head->next; off != head_off; off = list_at(c->m, off)->next) {
        struct page *page;

        if (!check_is_page_link(c->m, off) || ++n > c->m->nr_pages) {
            check_wrong("list at offset 0x%x is broken after %" PRId64 " members", head_off, n);
            return -1;
        }
        if (list_at(c->m, off)->prev != prev) {
            check_wrong("list at offset 0x%x: prev of member %" PRId64 " is wrong", head_off, n);
            return -1;
        }
        prev = off;
        page = lru_page(c->m, off);
        if (!(order >= 0 ? check_block(c, zone, page, (uint32_t)order)
                         : check_pcp_page(c, zone, page)))
            return -1;
    }
    if (head->prev != prev) {
        check_wrong("list at offset 0x%x: tail is wrong", head_off);
        return -1;
    }
    return n;
}

static bool check_free_area(struct check *c, struct zone *zone)
{
    for (uint32_t order = 0; order < MAX_ORDER; order++) {
        int64_t sum = 0;

        for (uint32_t mt = 0; mt < MIGRATE_TYPES; mt++) {
            int64_t n = check_list(c, zone, &zone->free_area[order].free_list[mt], (int)order);

            if (n < 0)
                return false;
            sum += n;
        }
        if (sum != zone->free_area[order].nr_free)
            return check_wrong("zone %u order %u: nr_free %u, on the lists %" PRId64,
                               zone_idx(c->m, zone), order, zone->free_area[order].nr_free, sum);
    }
    return true;
}

static bool check_pageset(struct check *c, const struct zone *zone, struct per_cpu_pageset *p)
{
    int64_t sum = 0;

    for (int mt = 0; mt < MIGRATE_PCPTYPES; mt++) {
        int64_t n = p->pcp.lists[mt].next ? check_list(c, zone, &p->pcp.lists[mt], -1) : 0;

        if (n < 0)
            return false;
        sum += n;
    }
    return sum == p->pcp.count ||
           check_wrong("a page set has count %d, on its lists %" PRId64, p->pcp.count, sum);
}

static bool check_pagesets(struct check *c)
{
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++) {
        if (!check_pageset(c, NULL, &c->m->boot_pageset[cpu]))
            return false;
        for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
            if (c->m->zone[z].pageset_ready &&
                !check_pageset(c, &c->m->zone[z], &c->m->pageset[z][cpu]))
                return false;
    }
    return true;
}

bool check_compound_tails(const struct machine *m, const struct page *head, uint32_t order)
{
    uint32_t pfn = page_to_pfn(m, head);

    for (uint32_t i = 1; head->flags & PG_COMPOUND && i < 1u << order; i++)
        if (head[i].private_ != pfn ||
            (head[i].flags & (PG_COMPOUND | PG_RECLAIM)) != (PG_COMPOUND | PG_RECLAIM))
            return check_wrong("0x%x is no tail of compound page 0x%x", pfn + i, pfn);
    return true;
}

static bool check_held_block(struct check *c, uint32_t pfn, uint32_t order)
{
    const struct page *head = pfn_to_page(c->m, pfn);

    if (head->_count != 1 || page_buddy(head))
        return check_wrong("held 0x%x has _count %d, _mapcount %d", pfn, head->_count,
                           head->_mapcount);
    return check_compound_tails(c->m, head, order) && check_claim(c, pfn, 1u << order, HELD);
}

static bool check_held(struct check *c)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < c->m->nr_pages; i++) {
        uint32_t order = 0, pfn = c->m->first_pfn + i;

        if (!held_order(c->m, pfn, &order))
            continue;
        n++;
        if (!check_held_block(c, pfn, order))
            return false;
    }
    for (uint32_t slot = 0; slot < c->m->nr_held; slot++) {
        uint32_t order, pfn = page_to_pfn(c->m, held_page(c->m, slot));

        if (!held_order(c->m, pfn, &order))
            return check_wrong("slot %u holds 0x%x, which says that nobody holds it", slot, pfn);
    }
    return n == c->m->nr_held || check_wrong("nr_held %u, found %u", c->m->nr_held, n);
}

/* Every RAM page is one of the four; before mem_init() is through, all may still be reserved. */
static bool check_all_pages(struct check *c)
{
    for (uint32_t i = 0; i < c->m->nr_pages; i++) {
        bool reserved = c->m->page[i].flags & PG_RESERVED,
             ram = pfn_valid(c->m, c->m->first_pfn + i);

        if (reserved && !check_claim(c, c->m->first_pfn + i, 1, RESERVED))
            return false;
        if (ram != (c->found[i] != NOTHING))
            return check_wrong(
                "0x%x is %s", c->m->first_pfn + i,
                ram ? "lost: neither free, pcp, held, SLUB's, vmalloc's, a page table nor reserved"
                    : "no RAM, but in use");
    }
    return true;
}

int32_t check_diffs(const struct machine *m, uint32_t z, int item)
{
    int32_t sum = 0;

    for (uint32_t cpu = 0; cpu < MAX_CPUS && m->zone[z].pageset_ready; cpu++)
        sum += m->pageset[z][cpu].vm_stat_diff[item];
    return sum;
}

static bool check_counters(const struct check *c)
{
    const struct machine *m = c->m;

    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        int32_t free = m->zone[z].vm_stat[NR_FREE_PAGES] + check_diffs(m, z, NR_FREE_PAGES);

        if (free != (int32_t)c->free[z])
            return check_wrong("zone %u: NR_FREE_PAGES with differences %d, on the free lists %u",
                               z, free, c->free[z]);
    }
    for (int item = 0; item < NR_VM_ZONE_STAT_ITEMS; item++) {
        int32_t sum = 0;

        for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
            sum += m->zone[z].vm_stat[item];
        if (sum != m->vm_stat[item])
            return check_wrong("vm_stat[%d] is %d, the zones' sum %d", item, m->vm_stat[item], sum);
    }
    return true;
}

const char *machine_check(struct machine *m)
{
    struct check c = { .m = m, .found = calloc(m->nr_pages, 1) };
    bool ok;

    if (!c.found)
        return "no memory for the check";
    ok = true;
    for (struct zone *zone = m->zone; ok && zone < m->zone + MAX_NR_ZONES; zone++)
        ok = check_free_area(&c, zone);
    ok = ok && check_pagesets(&c) && check_held(&c) && check_vm(&c) && check_slub(&c) &&
         check_user(&c) && check_all_pages(&c) && check_counters(&c);
    free(c.found);
    return ok ? NULL : report;
}
