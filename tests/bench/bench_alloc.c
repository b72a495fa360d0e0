// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The machine's speed with nobody listening and with everything recorded, beside mimalloc in the same run. Rates are the best of five
 * rounds: what the code can do, not what else this host was busy with.
 */
#include <mimalloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "alloc/page/page.h"
#include "tests/lib/machines.h"

#define ROUNDS 5
#define SLOTS  8192

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Best of ROUNDS of `pairs` pairs, in pairs per second. */
static double rate(void (*run)(void *arg, unsigned pairs), void *arg, unsigned pairs)
{
    double best = 0;

    for (int i = 0; i < ROUNDS; i++) {
        double start = now(), r;

        run(arg, pairs);
        r = pairs / (now() - start);
        if (r > best)
            best = r;
    }
    return best;
}

/* ---- one alloc+free pair ---- */

struct pair {
    struct machine *m;
    uint32_t order;
};

static void run_pairs(void *arg, unsigned pairs)
{
    struct pair *p = arg;

    for (unsigned i = 0; i < pairs; i++) {
        struct page *page = alloc_pages(p->m, 0xd0, p->order);

        free_pages_(p->m, page, p->order);
    }
}

/* The same through operations, as a room applies them. */
static void run_ops(void *arg, unsigned pairs)
{
    struct op alloc = op_of(OP_ALLOC_PAGES), release = op_of(OP_FREE_PAGES);
    struct pair *p = arg;

    alloc.gfp = 0xd0;
    alloc.order = p->order;
    for (unsigned i = 0; i < pairs; i++) {
        release.pfn = op_apply(p->m, &alloc).pfn;
        op_apply(p->m, &release);
    }
}

static void run_mimalloc(void *arg, unsigned pairs)
{
    size_t size = *(size_t *)arg;

    for (unsigned i = 0; i < pairs; i++) {
        void *volatile p = mi_malloc(size);

        mi_free(p);
    }
}

/* ---- a random mix of orders 0 to 4 over slots ---- */

static void mix_machine(void *arg, unsigned pairs)
{
    static struct {
        struct page *page;
        uint32_t order;
    } slot[SLOTS];
    struct random r = { 1 };
    struct pair *p = arg;

    for (unsigned i = 0; i < pairs; i++) {
        uint32_t s = random_below(&r, SLOTS), order = random_below(&r, 5);

        if (slot[s].page)
            free_pages_(p->m, slot[s].page, slot[s].order);
        slot[s].page = alloc_pages(p->m, 0x10d0, order);
        slot[s].order = order;
    }
    for (unsigned s = 0; s < SLOTS; s++) {
        if (slot[s].page)
            free_pages_(p->m, slot[s].page, slot[s].order);
        slot[s].page = NULL;
    }
}

static void mix_mimalloc(void *arg, unsigned pairs)
{
    static void *slot[SLOTS];
    struct random r = { 1 };

    (void)arg;
    for (unsigned i = 0; i < pairs; i++) {
        uint32_t s = random_below(&r, SLOTS), order = random_below(&r, 5);

        mi_free(slot[s]);
        slot[s] = mi_malloc((size_t)4096 << order);
    }
    for (unsigned s = 0; s < SLOTS; s++) {
        mi_free(slot[s]);
        slot[s] = NULL;
    }
}

/* ---- recording ---- */

#define RECORD_EVENTS (1u << 16)
static struct event recorded[RECORD_EVENTS];
static uint64_t nr_recorded;

static void record(void *arg, const struct event *events, size_t count)
{
    (void)arg;
    for (size_t i = 0; i < count; i++)
        recorded[nr_recorded++ % RECORD_EVENTS] = events[i];
}

static void show(const char *what, double per_second)
{
    printf("  %-52s %8.2f M/s  %8.1f ns\n", what, per_second / 1e6, 1e9 / per_second);
}

static void show_ratio(const char *what, double ratio, double floor)
{
    printf("  %-52s %8.2f       %s %.3g\n", what, ratio, ratio >= floor ? "at least" : "BELOW",
           floor);
}

static void time_boot(void)
{
    double start = now(), created, booted, frozen, cloned;
    struct machine *m = boot_machine("study", STAGE_ZONELISTS), *clone;
    struct op op = op_of(OP_BOOT);
    uint64_t events;

    created = now();
    op.stage = STAGE_MEM_INIT;
    op_apply(m, &op);
    booted = now();
    machine_freeze(m);
    frozen = now();
    clone = machine_clone(m);
    cloned = now();
    printf("study machine: created %.1f ms, mem_init %.1f ms, frozen %.1f ms, cloned %.3f ms\n",
           1e3 * (created - start), 1e3 * (booted - created), 1e3 * (frozen - booted),
           1e3 * (cloned - frozen));
    machine_destroy(clone);
    machine_destroy(m);
    m = boot_machine("study", STAGE_ZONELISTS);
    nr_recorded = 0;
    machine_record(m, WANT_ALL, record, NULL);
    start = now();
    op_apply(m, &op);
    events = nr_recorded;
    printf("mem_init with every event handed to a listener: %.1f M events in %.0f ms\n",
           (double)events / 1e6, 1e3 * (now() - start));
    machine_destroy(m);
}

/* A room with SLUB, booted to the end: its first objects lie in RAM. What a trial, a checkpoint and a digest of it cost. */
static void time_room(void)
{
    struct machine *base = boot_slub_machine("study", STAGE_MEM_INIT), *room, *clone;
    double cloning = 1, digest = 1, start;
    uint32_t changed = 0, end = machine_size(base) / CHUNK_SIZE;

    machine_freeze(base);
    room = machine_clone(base);
    for (uint32_t s = STAGE_KMEM_CACHE_INIT; s < STAGE_COUNT; s++) {
        struct op op = op_of(OP_BOOT);

        op.stage = s;
        op_apply(room, &op);
    }
    for (uint32_t i = machine_next_chunk(room, 1, CHUNKS_CHANGED); i < end;
         i = machine_next_chunk(room, i + 1, CHUNKS_CHANGED))
        changed++;
    machine_digest(room);
    for (int i = 0; i < 100; i++) {
        start = now();
        clone = machine_clone(room);
        cloning = now() - start < cloning ? now() - start : cloning;
        start = now();
        machine_digest(room);
        digest = now() - start < digest ? now() - start : digest;
        machine_destroy(clone);
    }
    printf(
        "a room booted to the end: %u chunks of its own, cloned in %.3f ms, digest asked again %.2f us\n",
        changed, 1e3 * cloning, 1e6 * digest);
    machine_destroy(room);
    machine_destroy(base);
}

int main(void)
{
    struct pair p = { boot_machine("study", STAGE_WMARK), 0 };
    size_t page_size = 4096;
    double pair, ops, mi, mix, mix_mi, points, all;

    time_boot();
    time_room();
    pair = rate(run_pairs, &p, 2000000);
    ops = rate(run_ops, &p, 2000000);
    mi = rate(run_mimalloc, &page_size, 2000000);
    puts("alloc+free pairs, nobody listening:");
    show("order 0 through the pcp", pair);
    show("order 0 as operations (op_apply)", ops);
    show("mimalloc malloc(4096)/free", mi);
    for (p.order = 3; p.order <= 10; p.order += 7) {
        char what[32];

        snprintf(what, sizeof what, "order %u", p.order);
        show(what, rate(run_pairs, &p, p.order == 3 ? 500000 : 50000));
    }
    p.order = 0;
    mix = rate(mix_machine, &p, 1000000);
    mix_mi = rate(mix_mimalloc, &p, 1000000);
    show("mix of orders 0-4 over 8,192 slots", mix);
    show("mimalloc, same slots and sizes", mix_mi);
    machine_record(p.m, WANT_POINTS | WANT_CHANGES, record, NULL);
    points = rate(run_pairs, &p, 200000);
    machine_record(p.m, WANT_ALL, record, NULL);
    all = rate(run_pairs, &p, 50000);
    show("order 0, changes and trace points recorded", points);
    show("order 0, full walk recorded", all);
    puts("ratios:");
    show_ratio("order 0 as operations, against 10 M/s", ops / 1e7, 1);
    show_ratio("order 0 / mimalloc", pair / mi, 0.25);
    show_ratio("mix / mimalloc", mix / mix_mi, 0.25);
    show_ratio("recorded / unrecorded", points / pair, 0.2);
    show_ratio("full walk / unrecorded", all / pair, 0.05);
    machine_destroy(p.m);
    return 0;
}
