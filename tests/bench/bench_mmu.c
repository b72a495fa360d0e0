// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The MMU's speed: translations that miss the TLB, that hit it, and a look at every page of 4 GiB. Rates are the best of twenty short rounds: what the
 * code can do, not what else this host was busy with.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "alloc/arm/mmu.h"

#define ROUNDS    20
#define ADDRESSES 65536u
#define ASKED     1000000u

#define L1_WORDS  4096u
#define L2_WORDS  256u
#define RAM_WORDS (L1_WORDS + 1024 * L2_WORDS)

/* A first-level table at 0, then the tables of the upper gibibyte, 1 MiB each. */
static uint32_t ram[RAM_WORDS];
static uint32_t address[ADDRESSES];
static struct tlb tlb;
static struct mmu_walk walk;
static uint64_t sum; /* keeps the answers alive */

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool read_ram(void *arg, uint32_t pa, uint32_t *word)
{
    const uint32_t *words = arg;

    if (pa / 4 >= RAM_WORDS)
        return false;
    *word = words[pa / 4];
    return true;
}

static const struct phys_memory memory = { read_ram, ram };
static const struct cp15 cp15 = { .sctlr = SCTLR_M, .dacr = 0x55555555, .features = FEATURES_A15 };

/* 2 GiB of nothing, 1 GiB of sections, 1 GiB of small pages. */
static void make_tables(void)
{
    for (uint32_t i = 2048; i < 3072; i++)
        ram[i] = i << 20 | 0x0040e;
    for (uint32_t i = 0; i < 1024; i++) {
        uint32_t table = L1_WORDS + i * L2_WORDS;

        ram[3072 + i] = table * 4 | 1;
        for (uint32_t page = 0; page < L2_WORDS; page++)
            ram[table + page] = (i << 20 | page << 12) | 0x45e;
    }
}

/* Random addresses in `pages` pages from `start` on. */
static void choose_addresses(uint32_t start, uint32_t pages)
{
    uint64_t x = 1;

    for (uint32_t i = 0; i < ADDRESSES; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        address[i] = start + (uint32_t)(x >> 33) % (pages << 12);
    }
}

static void ask(struct tlb *t, struct mmu_walk *record)
{
    for (uint32_t i = 0; i < ASKED; i++)
        sum += mmu_translate(&cp15, t, &memory, address[i % ADDRESSES], ACCESS_READ, record).pa;
}

static double rate(struct tlb *t, struct mmu_walk *record)
{
    double best = 0;

    for (int i = 0; i < ROUNDS; i++) {
        double start = now(), r;

        ask(t, record);
        r = ASKED / (now() - start);
        if (r > best)
            best = r;
    }
    return best;
}

/* Milliseconds to ask for each of 1,048,576 pages. */
static double scan(void)
{
    double best = 1e9;

    for (int i = 0; i < ROUNDS; i++) {
        double start = now(), ms;
        uint32_t va = 0;

        do {
            sum += mmu_translate(&cp15, NULL, &memory, va, ACCESS_READ, NULL).pa;
            va += 4096;
        } while (va);
        ms = 1e3 * (now() - start);
        if (ms < best)
            best = ms;
    }
    return best;
}

static void show(const char *what, double per_second)
{
    printf("  %-52s %8.2f M/s  %8.1f ns\n", what, per_second / 1e6, 1e9 / per_second);
}

static void show_bound(const char *what, double value, const char *unit, bool ok, const char *bound)
{
    printf("  %-52s %8.2f %-4s  %s %s\n", what, value, unit, ok ? "within" : "OUTSIDE", bound);
}

int main(void)
{
    double process, miss, ms;

    make_tables();
    puts("translations, nobody listening:");
    choose_addresses(0xc0000000, 1u << 14);
    process = rate(&tlb, NULL);
    show("TLB misses over 64 MiB of small pages: walk, fill", process);
    choose_addresses(0xc0000000, 1u << 18);
    miss = rate(&tlb, NULL);
    show("the same over 1 GiB", miss);
    show("small page, no TLB: walk alone", rate(NULL, NULL));
    show("small page, no TLB, recorded", rate(NULL, &walk));
    choose_addresses(0xc0000000, 256);
    show("small page, TLB hit", rate(&tlb, NULL));
    choose_addresses(0x80000000, 1u << 18);
    show("section, no TLB: walk alone", rate(NULL, NULL));
    ms = scan();
    puts("bounds:");
    show_bound("TLB misses, 64 MiB", process / 1e6, "M/s", process >= 20e6, "20 M/s");
    show_bound("TLB misses, 1 GiB", miss / 1e6, "M/s", miss >= 20e6, "20 M/s");
    show_bound("every page of 4 GiB", ms, "ms", ms < 50, "50 ms");
    return sum ? 0 : 1;
}
