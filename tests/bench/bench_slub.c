// SPDX-License-Identifier: GPL-2.0-or-later
/* SLUB's speed with nobody listening, beside mimalloc in the same run; what it costs to boot and to clone a machine that runs SLUB. */
#include <mimalloc.h>
#include <stdio.h>
#include <time.h>

#include "alloc/slub/slub.h"
#include "tests/lib/machines.h"

#define ROUNDS 5
#define SIZE   64
#define PAIRS  4000000u
#define KERNEL 0xd0u /* GFP_KERNEL */

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

typedef void run_fn(struct machine *m, unsigned pairs);

/* Best of ROUNDS, in pairs per second. */
static double rate(run_fn *run, struct machine *m, unsigned pairs)
{
    double best = 0;

    for (int i = 0; i < ROUNDS; i++) {
        double start = now(), r;

        run(m, pairs);
        r = pairs / (now() - start);
        best = r > best ? r : best;
    }
    return best;
}

static void kmalloc_pairs(struct machine *m, unsigned pairs)
{
    for (unsigned i = 0; i < pairs; i++)
        kfree(m, kmalloc_(m, SIZE, KERNEL));
}

static void cache_pairs(struct machine *m, unsigned pairs)
{
    struct kmem_cache *s = cache_at(m, m->kmalloc_caches[KMALLOC_SHIFT_LOW]);

    for (unsigned i = 0; i < pairs; i++)
        kmem_cache_free(m, s, kmem_cache_alloc(m, s, KERNEL));
}

/* The same through operations, as a room applies them. */
static void op_pairs(struct machine *m, unsigned pairs)
{
    struct op alloc = op_of(OP_KMALLOC), release = op_of(OP_KFREE);

    alloc.size = SIZE;
    alloc.gfp = KERNEL;
    for (unsigned i = 0; i < pairs; i++) {
        release.addr = op_apply(m, &alloc).addr;
        op_apply(m, &release);
    }
}

static void mimalloc_pairs(struct machine *m, unsigned pairs)
{
    (void)m;
    for (unsigned i = 0; i < pairs; i++) {
        void *volatile p = mi_malloc(SIZE);

        mi_free(p);
    }
}

/* Many live objects: slabs fill up, become partial, and come back. */
static void mixed_pairs(struct machine *m, unsigned pairs)
{
    static uint32_t slot[8192];
    struct random r = { 1 };

    for (unsigned i = 0; i < pairs; i++) {
        uint32_t n = random_below(&r, 8192);

        if (slot[n])
            kfree(m, slot[n]);
        slot[n] = kmalloc_(m, 1 + random_below(&r, 4096), KERNEL);
    }
    for (unsigned n = 0; n < 8192; n++) {
        if (slot[n])
            kfree(m, slot[n]);
        slot[n] = 0;
    }
}

static void show(const char *what, double per_second)
{
    printf("  %-52s %8.2f M/s  %8.1f ns\n", what, per_second / 1e6, 1e9 / per_second);
}

/* Best of ROUNDS boots and clones, in milliseconds. */
static void time_boot(double *boot, double *clone)
{
    *boot = *clone = 1e9;
    for (int i = 0; i < ROUNDS; i++) {
        double start = now(), booted, cloned;
        struct machine *m = boot_slub_machine("study", STAGE_KMEM_CACHE_INIT), *copy;

        booted = now();
        machine_freeze(m);
        kfree(m, kmalloc_(m, SIZE, KERNEL));
        cloned = now();
        copy = machine_clone(m);
        *clone = 1e3 * (now() - cloned) < *clone ? 1e3 * (now() - cloned) : *clone;
        *boot = 1e3 * (booted - start) < *boot ? 1e3 * (booted - start) : *boot;
        machine_destroy(copy);
        machine_destroy(m);
    }
}

int main(void)
{
    struct machine *m = boot_slub_machine("study", STAGE_WMARK);
    double pair, mi, boot, clone;

    time_boot(&boot, &clone);
    pair = rate(kmalloc_pairs, m, PAIRS);
    mi = rate(mimalloc_pairs, m, PAIRS);
    puts("objects of 64 bytes, nobody listening:");
    show("kmalloc/kfree", pair);
    show("kmem_cache_alloc/kmem_cache_free", rate(cache_pairs, m, PAIRS));
    show("kmalloc/kfree as operations (op_apply)", rate(op_pairs, m, PAIRS));
    show("mimalloc malloc(64)/free", mi);
    show("kmalloc of 1 to 4,096 bytes over 8,192 slots", rate(mixed_pairs, m, 1000000));
    printf("  %-52s %8.2f       at least 0.4: %s\n", "kmalloc/kfree / mimalloc", pair / mi,
           pair / mi >= 0.4 ? "yes" : "NO");
    printf("  %-52s %8.2f ns    3.13 itself: 13.5 ns\n", "kmalloc/kfree", 1e9 / pair);
    printf("study machine: to the end of kmem_cache_init %.1f ms (150), cloned %.3f ms (2)\n", boot,
           clone);
    machine_destroy(m);
    return 0;
}
