// SPDX-License-Identifier: GPL-2.0-or-later
/* The TLB: what it keeps, whose it is, what each maintenance operation takes, and what it tells when nobody invalidates. */
#include <string.h>

#include "alloc/arm/mmu.h"
#include "tests/lib/cmocka.h"

#define L1_TABLE 0x4000u
#define L2_TABLE 0x8000u

static uint32_t ram[0x10000 / 4];

static bool read_ram(void *arg, uint32_t pa, uint32_t *word)
{
    (void)arg;
    if (pa >= sizeof ram)
        return false;
    *word = ram[pa / 4];
    return true;
}
static const struct phys_memory memory = { read_ram, NULL };

/* A small page that PL1 may write, at va. */
static void map(uint32_t va, uint32_t word)
{
    ram[(L1_TABLE >> 2) + (va >> 20)] = L2_TABLE | 1;
    ram[(L2_TABLE >> 2) + (va >> 12 & 0xff)] = word;
}
#define RW 0x32u  /* AP 011 */
#define RO 0x232u /* AP 111 */
#define NG (1u << 11)

static struct cp15 machine(struct tlb *tlb)
{
    memset(ram, 0, sizeof ram);
    *tlb = (struct tlb){ 0 };
    return (struct cp15){ .sctlr = SCTLR_M, .ttbr0 = L1_TABLE, .dacr = 1, .contextidr = 0x107 };
}

static struct descriptor leaf_of(enum descriptor_type type, bool ng)
{
    return (struct descriptor){ .attr = DESCRIPTOR_TYPE(type) | (ng ? DESCRIPTOR_NG : 0) };
}

static unsigned live(const struct tlb *t)
{
    unsigned n = 0, counted = 0;

    for (unsigned slot = 0; slot < TLB_ENTRIES; slot++)
        n += t->entry[slot].tag != 0;
    for (unsigned size = 0; size < 4; size++)
        counted += t->live[size];
    assert_int_equal(n, counted);
    return n;
}

/* The page moved and became read-only; without TLBIMVA the old page goes on being written. */
static void stale_entry(void **state)
{
    struct tlb tlb;
    struct cp15 c = machine(&tlb);
    uint64_t pa;

    (void)state;
    map(0x5000, 0x80000000 | RW);
    assert_true(mmu_access(&c, &tlb, &memory, 0x5010, 4, ACCESS_WRITE, &pa));
    map(0x5000, 0x90000000 | RO);
    assert_true(mmu_access(&c, &tlb, &memory, 0x5010, 4, ACCESS_WRITE, &pa));
    assert_true(pa == 0x80000010);
    assert_int_equal(tlbimva(&tlb, 0x5000 | 7), 1);
    assert_false(mmu_access(&c, &tlb, &memory, 0x5010, 4, ACCESS_WRITE, &pa));
    assert_int_equal(c.dfsr, DFSR_WNR | FS_PERMISSION_L2);
    assert_true(mmu_access(&c, &tlb, &memory, 0x5010, 4, ACCESS_READ, &pa));
    assert_true(pa == 0x90000010);
    map(0x5000, 0); /* unmapped, but not forgotten */
    assert_true(mmu_access(&c, &tlb, &memory, 0x5010, 4, ACCESS_READ, &pa));
    assert_int_equal(tlbiall(&tlb), 1);
    assert_false(mmu_access(&c, &tlb, &memory, 0x5010, 4, ACCESS_READ, &pa));
    assert_int_equal(live(&tlb), 0);
}

/* A fault is not kept: what is mapped after it is found without invalidation, as the kernel relies on. */
static void faults_are_not_kept(void **state)
{
    struct tlb tlb;
    struct cp15 c = machine(&tlb);
    uint64_t pa;

    (void)state;
    c.sctlr |= SCTLR_AFE;
    assert_false(mmu_access(&c, &tlb, &memory, 0x5000, 4, ACCESS_READ, &pa));
    map(0x5000, 0x80000022); /* AP[0], the access flag, is clear */
    assert_false(mmu_access(&c, &tlb, &memory, 0x5000, 4, ACCESS_READ, &pa));
    assert_int_equal(live(&tlb), 0);
    map(0x5000, 0x80000032);
    assert_true(mmu_access(&c, &tlb, &memory, 0x5000, 4, ACCESS_READ, &pa));
    assert_int_equal(live(&tlb), 1);
}

/* DACR and the kind of access are not the entry's: they count as they are at each use. */
static void checked_at_each_use(void **state)
{
    struct tlb tlb;
    struct cp15 c = machine(&tlb);

    (void)state;
    map(0x5000, 0x80000000 | RO);
    assert_int_equal(mmu_translate(&c, &tlb, &memory, 0x5000, ACCESS_READ, NULL).fault, FS_NONE);
    assert_int_equal(mmu_translate(&c, &tlb, &memory, 0x5000, ACCESS_WRITE, NULL).fault,
                     FS_PERMISSION_L2);
    c.dacr = 3;
    assert_int_equal(mmu_translate(&c, &tlb, &memory, 0x5000, ACCESS_WRITE, NULL).fault, FS_NONE);
    c.dacr = 0;
    assert_int_equal(mmu_translate(&c, &tlb, &memory, 0x5000, ACCESS_READ, NULL).fault,
                     FS_DOMAIN_L2);
}

/* Two processes, one address: nG keeps them apart, and its absence is a mistake that shows. */
static void address_spaces(void **state)
{
    struct tlb tlb;
    struct cp15 c = machine(&tlb);

    (void)state;
    map(0x5000, 0x80000000 | RW | NG);
    assert_true(mmu_translate(&c, &tlb, &memory, 0x5000, 0, NULL).pa == 0x80000000);
    map(0x5000, 0x90000000 | RW | NG);
    c.contextidr = 0x208;
    assert_true(mmu_translate(&c, &tlb, &memory, 0x5000, 0, NULL).pa == 0x90000000);
    c.contextidr = 0x307; /* ASID 7 again: bits above 7 do not count */
    assert_true(mmu_translate(&c, &tlb, &memory, 0x5000, 0, NULL).pa == 0x80000000);
    assert_int_equal(live(&tlb), 2);
    map(0x6000, 0xa0000000 | RW); /* global */
    assert_true(mmu_translate(&c, &tlb, &memory, 0x6000, 0, NULL).pa == 0xa0000000);
    map(0x6000, 0xb0000000 | RW);
    c.contextidr = 0x208;
    assert_true(mmu_translate(&c, &tlb, &memory, 0x6000, 0, NULL).pa == 0xa0000000);
}

static void maintenance(void **state)
{
    struct descriptor own = leaf_of(DESCRIPTOR_SMALL_PAGE, true),
                      global = leaf_of(DESCRIPTOR_SMALL_PAGE, false);
    struct tlb t = { 0 };

    (void)state;
    tlb_insert(&t, 0x5000, 1, own);
    tlb_insert(&t, 0x5000, 2, own);
    tlb_insert(&t, 0x6000, 1, own);
    tlb_insert(&t, 0x7000, 1, global);
    assert_int_equal(live(&t), 4);
    assert_int_equal(tlbimva(&t, 0x5000 | 3), 0);
    assert_int_equal(tlbimva(&t, 0x7000 | 3), 1); /* a global one, whatever the ASID */
    assert_int_equal(tlbimva(&t, 0x5000 | 1), 1);
    assert_int_not_equal(tlb_lookup(&t, 0x5abc, 2), TLB_NO_SLOT);
    assert_int_equal(tlb_lookup(&t, 0x5abc, 1), TLB_NO_SLOT);
    tlb_insert(&t, 0x5000, 1, own);
    tlb_insert(&t, 0x7000, 1, global);
    assert_int_equal(tlbiasid(&t, 1), 2);
    assert_int_equal(live(&t), 2);
    tlb_insert(&t, 0x5000, 1, own);
    assert_int_equal(tlbimvaa(&t, 0x5fff), 2);
    assert_int_equal(tlbiall(&t), 1);
    assert_int_equal(live(&t), 0);
}

/* One entry for each size: any address in it finds it, any address in it takes it out. */
static void sizes(void **state)
{
    static const uint8_t types[] = { DESCRIPTOR_SMALL_PAGE, DESCRIPTOR_LARGE_PAGE,
                                     DESCRIPTOR_SECTION, DESCRIPTOR_SUPERSECTION };

    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        struct descriptor leaf = leaf_of((enum descriptor_type)types[i], false);
        uint32_t size = 1u << (12 + 4 * i), base = 0x37000000;
        struct tlb t = { 0 };
        unsigned slot = tlb_insert(&t, base + size / 2, 0, leaf);

        assert_int_equal(tlb_entry_va(&t.entry[slot]), base);
        assert_int_equal(tlb_entry_shift(&t.entry[slot]), 12 + 4 * i);
        assert_int_equal(tlb_lookup(&t, base, 0), slot);
        assert_int_equal(tlb_lookup(&t, base + size - 1, 0), slot);
        assert_int_equal(tlb_lookup(&t, base - 1, 0), TLB_NO_SLOT);
        assert_int_equal(tlb_lookup(&t, base + size, 0), TLB_NO_SLOT);
        assert_int_equal(tlbimva(&t, base + size - 1), 1);
        assert_int_equal(live(&t), 0);
    }
}

/* Five pages of one set: the first goes first; a free way is taken before anything goes. */
static void replacement(void **state)
{
    struct descriptor leaf = leaf_of(DESCRIPTOR_SMALL_PAGE, false);
    struct tlb t = { 0 };

    (void)state;
    for (uint32_t i = 0; i < 5; i++)
        tlb_insert(&t, i * TLB_SETS << 12, 0, leaf);
    assert_int_equal(live(&t), 4);
    assert_int_equal(tlb_lookup(&t, 0, 0), TLB_NO_SLOT);
    for (uint32_t i = 1; i < 5; i++)
        assert_int_not_equal(tlb_lookup(&t, i * TLB_SETS << 12, 0), TLB_NO_SLOT);
    tlbimva(&t, 3 * TLB_SETS << 12);
    tlb_insert(&t, 0, 0, leaf);
    assert_int_equal(live(&t), 4);
    assert_int_not_equal(tlb_lookup(&t, TLB_SETS << 12, 0), TLB_NO_SLOT);
    for (uint32_t i = 0; i < 4 * TLB_ENTRIES; i++)
        tlb_insert(&t, i << 12, 0, leaf);
    assert_int_equal(live(&t), TLB_ENTRIES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stale_entry),         cmocka_unit_test(faults_are_not_kept),
        cmocka_unit_test(checked_at_each_use), cmocka_unit_test(address_spaces),
        cmocka_unit_test(maintenance),         cmocka_unit_test(sizes),
        cmocka_unit_test(replacement),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
