// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * /sys/kernel/slab/CACHE/alloc_calls and free_calls: from where the objects in use were allocated, and last freed, by the tracks that
 * SLAB_STORE_USER keeps behind them. mm/slub.c:4097.
 *
 * The kernel sends the cpus' slabs to the lists first, and takes memory for its table; here a file that is read changes nothing. It makes no
 * difference to what it says: a cache with tracks has its slabs on the two lists of its node as soon as an object was taken or given.
 */
#include <string.h>

#include "alloc/proc.h"
#include "alloc/slub/find.h"
#include "alloc/slub/report.h"

/* One caller, an unknown one at address 0. mm/slub.c:3958. */
struct location {
    uint32_t addr, count, cpus;
    int64_t sum_time;
    int32_t min_time, max_time, min_pid, max_pid;
};

/* By address. The kernel's text ends with its page, sooner than this table: only stray writes make more callers than two. */
#define LOCATIONS_MAX 128u
struct locations {
    struct location at[LOCATIONS_MAX];
    uint32_t nr;
};

static uint32_t word_at(const struct machine *m, uint32_t virt)
{
    uint32_t word = 0;

    if (ram_mapped(m, virt, sizeof word))
        memcpy(&word, ram_at_const(m, virt), sizeof word);
    return word;
}

/* One more from a known caller. Its time, task and cpu count only if its jiffies are not 0, at which they stand still here. */
static void count_again(struct location *l, uint32_t cpu, int32_t pid, uint32_t when)
{
    int32_t age = (int32_t)(0 - when);

    l->count++;
    if (!when)
        return;
    l->sum_time += age;
    l->min_time = age < l->min_time ? age : l->min_time;
    l->max_time = age > l->max_time ? age : l->max_time;
    l->min_pid = pid < l->min_pid ? pid : l->min_pid;
    l->max_pid = pid > l->max_pid ? pid : l->max_pid;
    l->cpus |= 1u << cpu % 32;
}

/* mm/slub.c:4006: address, cpu, pid, jiffies. */
static void add_location(const struct machine *m, struct locations *t, uint32_t track)
{
    uint32_t addr = word_at(m, track), cpu = word_at(m, track + 4), when = word_at(m, track + 12);
    int32_t pid = (int32_t)word_at(m, track + 8), age = (int32_t)(0 - when);
    uint32_t pos = 0;

    while (pos < t->nr && t->at[pos].addr < addr)
        pos++;
    if (pos < t->nr && t->at[pos].addr == addr) {
        count_again(&t->at[pos], cpu, pid, when);
    } else if (t->nr < LOCATIONS_MAX) {
        memmove(&t->at[pos + 1], &t->at[pos], (t->nr - pos) * sizeof t->at[0]);
        t->at[pos] = (struct location){ addr, 1, 1u << cpu % 32, age, age, age, pid, pid };
        t->nr++;
    }
}

/* Is the object on the slab's free list? */
static bool is_free(const struct machine *m, const struct kmem_cache *s, const struct page *page,
                    uint32_t object)
{
    uint32_t left = counters_objects(slab_counters(page)), p = page->index;

    while (p && p != object && left--)
        p = word_at(m, p + s->offset);
    return p == object;
}

/* mm/slub.c:4082 */
static void process_slab(const struct machine *m, const struct kmem_cache *s,
                         const struct page *page, unsigned which, struct locations *t)
{
    uint32_t objects = counters_objects(slab_counters(page)), object = page_address(m, page);

    for (uint32_t i = 0; i < objects; i++, object += s->size) {
        if (!is_free(m, s, page, object))
            add_location(m, t, get_track(s, object, (enum track_item)which));
    }
}

static void process_list(const struct machine *m, const struct kmem_cache *s,
                         const struct list_head *list, unsigned which, struct locations *t)
{
    struct slab_list_walk walk = slab_list_walk(m, list);
    const struct page *page;

    while ((page = slab_list_next(m, &walk)))
        process_slab(m, s, page, which, t);
}

/* As cpulist_scnprintf() does: 0,2-3. */
static void show_cpus(uint32_t cpus, struct text *t)
{
    const char *comma = "";

    for (uint32_t cpu = 0; cpu < 32; cpu++) {
        uint32_t last = cpu;

        if (!(cpus >> cpu & 1))
            continue;
        while (last < 31 && cpus >> (last + 1) & 1)
            last++;
        text_add(t, "%s%u", comma, cpu);
        if (last > cpu)
            text_add(t, "-%u", last);
        comma = ",";
        cpu = last;
    }
}

static void show_location(const struct machine *m, const struct location *l, struct text *t)
{
    text_add(t, "%7u ", l->count);
    if (l->addr)
        text_add(t, "0x%08x", l->addr);
    else
        text_add(t, "<not-available>");
    text_add(t, " age=%d", l->min_time);
    if (l->sum_time != l->min_time)
        text_add(t, "/%d/%d", (int)(l->sum_time / l->count), l->max_time);
    text_add(t, " pid=%d", l->min_pid);
    if (l->min_pid != l->max_pid)
        text_add(t, "-%d", l->max_pid);
    if (m->nr_online_cpus > 1) {
        text_add(t, " cpus=");
        show_cpus(l->cpus, t);
    }
    text_add(t, "\n");
}

void proc_slab_calls(const struct machine *m, const struct kmem_cache *s, unsigned which,
                     struct text *t)
{
    const struct kmem_cache_node *n = cache_node(m, s);
    struct locations found = { .nr = 0 };

    if (n) {
        process_list(m, s, &n->partial, which, &found);
        process_list(m, s, &n->full, which, &found);
    }
    for (uint32_t i = 0; i < found.nr; i++)
        show_location(m, &found.at[i], t);
    if (!found.nr)
        text_add(t, "No data\n");
}
