// SPDX-License-Identifier: GPL-2.0-or-later
/* Translations and aborts over tables in a small memory: permissions, the order of the checks, TTBCR, PAR, the record. */
#include <string.h>

#include "alloc/arm/mmu.h"
#include "tests/lib/cmocka.h"

#define RAM_BASE  0x80000000u
#define RAM_WORDS 0x10000u /* 256 KiB */
#define L1_TABLE  0x80004000u
#define L1_UPPER  0x80008000u /* TTBR1's */
#define L2_TABLE  0x80010000u
#define NOWHERE   0x70000000u /* nothing answers */

static uint32_t ram[RAM_WORDS];
static unsigned reads;

static bool read_ram(void *arg, uint32_t pa, uint32_t *word)
{
    uint32_t at = (pa - RAM_BASE) / 4;

    (void)arg;
    reads++;
    if (at >= RAM_WORDS)
        return false;
    *word = ram[at];
    return true;
}
static const struct phys_memory memory = { read_ram, NULL };

static void put(uint32_t pa, uint32_t word)
{
    ram[(pa - RAM_BASE) / 4] = word;
}

/* Everybody a client, nothing mapped. */
static struct cp15 machine(void)
{
    memset(ram, 0, sizeof ram);
    reads = 0;
    return (struct cp15){
        .sctlr = SCTLR_M, .ttbr0 = L1_TABLE, .dacr = 0x55555555, .features = FEATURES_A15
    };
}

#define SECTION(va, word)    put(L1_TABLE + ((va) >> 20 << 2), word)
#define TABLE(va, domain)    put(L1_TABLE + ((va) >> 20 << 2), L2_TABLE | (domain) << 5 | 1)
#define PAGE(va, word)       put(L2_TABLE + (((va) >> 12 & 0xff) << 2), word)
#define FAULT(c, va, access) mmu_translate(c, NULL, &memory, va, access, NULL).fault
#define SECTION_AP(ap)       (2u | ((ap)&3u) << 10 | ((ap) >> 2 & 1u) << 15)
#define PAGE_AP(ap)          (2u | ((ap)&3u) << 4 | ((ap) >> 2 & 1u) << 9)

static const unsigned kinds[6] = { ACCESS_READ,
                                   ACCESS_WRITE,
                                   ACCESS_FETCH,
                                   ACCESS_PL0 | ACCESS_READ,
                                   ACCESS_PL0 | ACCESS_WRITE,
                                   ACCESS_PL0 | ACCESS_FETCH };

/* DDI 0406C tables B3-6 and B3-8: for each AP[2:0], what of kinds[] is allowed. */
static void access_permissions(void **state)
{
    static const char *const full[8] = { "------", "rwx---", "rwxr-x", "rwxrwx",
                                         "------", "r-x---", "r-xr-x", "r-xr-x" };
    static const char *const simplified[4] = { "rwx---", "rwxrwx", "r-x---", "r-xr-x" };
    struct cp15 c = machine();

    (void)state;
    for (unsigned afe = 0; afe < 2; afe++) {
        for (unsigned ap = afe; ap < 8; ap += 1 + afe) {
            const char *allowed = afe ? simplified[ap >> 1] : full[ap];

            c.sctlr = SCTLR_M | (afe ? SCTLR_AFE : 0);
            SECTION(0x100000u, SECTION_AP(ap));
            TABLE(0x200000u, 0);
            PAGE(0x200000u, PAGE_AP(ap));
            for (unsigned k = 0; k < 6; k++) {
                bool ok = allowed[k] != '-';

                assert_int_equal(FAULT(&c, 0x100000, kinds[k]), ok ? FS_NONE : FS_PERMISSION_L1);
                assert_int_equal(FAULT(&c, 0x200000, kinds[k]), ok ? FS_NONE : FS_PERMISSION_L2);
            }
        }
    }
}

/* XN stops every fetch and nothing else, PXN those of PL1; a table's PXN is its pages'. */
static void execute_never(void **state)
{
    struct cp15 c = machine();

    (void)state;
    SECTION(0x100000u, SECTION_AP(3) | 1u << 4);
    SECTION(0x200000u, SECTION_AP(3) | 1);
    TABLE(0x300000u, 0);
    put(L1_TABLE + 12, L2_TABLE | 1u << 2 | 1); /* the same table with PXN */
    PAGE(0x300000u, PAGE_AP(3));
    PAGE(0x301000u, PAGE_AP(3) | 1);
    for (unsigned k = 0; k < 6; k++) {
        bool fetch = kinds[k] & ACCESS_FETCH, pl1 = !(kinds[k] & ACCESS_PL0);

        assert_int_equal(FAULT(&c, 0x100000, kinds[k]), fetch ? FS_PERMISSION_L1 : FS_NONE);
        assert_int_equal(FAULT(&c, 0x200000, kinds[k]), fetch && pl1 ? FS_PERMISSION_L1 : FS_NONE);
        assert_int_equal(FAULT(&c, 0x300000, kinds[k]), fetch && pl1 ? FS_PERMISSION_L2 : FS_NONE);
        assert_int_equal(FAULT(&c, 0x301000, kinds[k]), fetch ? FS_PERMISSION_L2 : FS_NONE);
    }
    c.features = FEATURES_A9; /* there 0b11 is no section, and bit 2 of a table no PXN */
    assert_int_equal(FAULT(&c, 0x200000, ACCESS_READ), FS_TRANSLATION_L1);
    assert_int_equal(FAULT(&c, 0x300000, ACCESS_FETCH), FS_NONE);
}

static void domains(void **state)
{
    static const uint8_t expected[4] = { FS_DOMAIN_L1, FS_PERMISSION_L1, FS_DOMAIN_L1, FS_NONE };
    struct cp15 c = machine();

    (void)state;
    for (unsigned domain = 0; domain < 16; domain++) {
        for (unsigned field = 0; field < 4; field++) {
            c.dacr = 0x55555555 ^ (field ^ 1) << 2 * domain;
            SECTION(0x100000u, SECTION_AP(0) | domain << 5 | 1u << 4);
            TABLE(0x200000u, domain);
            PAGE(0x200000u, PAGE_AP(0) | 1);
            for (unsigned k = 0; k < 6; k++) {
                uint8_t fs = expected[field];

                assert_int_equal(FAULT(&c, 0x100000, kinds[k]), fs);
                assert_int_equal(FAULT(&c, 0x200000, kinds[k]), fs ? fs + 2 : FS_NONE);
            }
        }
    }
}

/* Whatever can be wrong is: what is told first, when that is mended, and so on. */
static void order_of_checks(void **state)
{
    struct cp15 c = machine();
    uint64_t pa;

    (void)state;
    c.sctlr = SCTLR_M | SCTLR_AFE | SCTLR_A;
    c.dacr = 0;
    c.ttbr0 = NOWHERE;
    assert_false(mmu_access(&c, NULL, &memory, 0x200001, 4, ACCESS_WRITE, &pa));
    assert_int_equal(c.dfsr, DFSR_WNR | FS_ALIGNMENT);
    assert_int_equal(reads, 0);
    c.sctlr &= ~SCTLR_A;
    assert_int_equal(FAULT(&c, 0x200001, ACCESS_WRITE), FS_EXTERNAL_L1);
    c.ttbr0 = L1_TABLE;
    assert_int_equal(FAULT(&c, 0x200001, ACCESS_WRITE), FS_TRANSLATION_L1);
    put(L1_TABLE + 8, NOWHERE | 1);
    assert_int_equal(FAULT(&c, 0x200001, ACCESS_WRITE), FS_EXTERNAL_L2);
    TABLE(0x200000u, 3u);
    assert_int_equal(FAULT(&c, 0x200001, ACCESS_WRITE), FS_TRANSLATION_L2);
    PAGE(0x200000u, PAGE_AP(6));
    assert_int_equal(FAULT(&c, 0x200001, ACCESS_WRITE), FS_ACCESS_FLAG_L2);
    PAGE(0x200000u, 0x87654000 | PAGE_AP(7));
    assert_int_equal(FAULT(&c, 0x200001, ACCESS_WRITE), FS_DOMAIN_L2);
    c.dacr = 1u << 6;
    assert_int_equal(FAULT(&c, 0x200001, ACCESS_WRITE), FS_PERMISSION_L2);
    PAGE(0x200000u, 0x87654000 | PAGE_AP(3));
    assert_true(mmu_access(&c, NULL, &memory, 0x200001, 1, ACCESS_WRITE, &pa));
    assert_true(pa == 0x87654001);
    SECTION(0x100000u, SECTION_AP(2));
    assert_int_equal(FAULT(&c, 0x100000, ACCESS_READ), FS_ACCESS_FLAG_L1);
    c.dacr = 3; /* a manager's access flag counts too */
    assert_int_equal(FAULT(&c, 0x100000, ACCESS_READ), FS_ACCESS_FLAG_L1);
}

static void fault_registers(void **state)
{
    struct cp15 c = machine();
    uint64_t pa;

    (void)state;
    TABLE(0x200000u, 9u);
    PAGE(0x200000u, PAGE_AP(5));
    c.ifsr = c.ifar = 0x1234;
    assert_false(mmu_access(&c, NULL, &memory, 0x200abc, 4, ACCESS_WRITE, &pa));
    assert_int_equal(c.dfsr, DFSR_WNR | 9u << 4 | FS_PERMISSION_L2);
    assert_int_equal(c.dfar, 0x200abc);
    assert_false(mmu_access(&c, NULL, &memory, 0x201000, 4, ACCESS_READ, &pa));
    assert_int_equal(c.dfsr, 9u << 4 | FS_TRANSLATION_L2);
    assert_true(c.ifsr == 0x1234 && c.ifar == 0x1234);
    assert_false(mmu_access(&c, NULL, &memory, 0x200004, 4, ACCESS_PL0 | ACCESS_FETCH, &pa));
    assert_int_equal(c.ifsr, FS_PERMISSION_L2);
    assert_int_equal(c.ifar, 0x200004);
    assert_int_equal(c.dfar, 0x201000);
    assert_false(mmu_access(&c, NULL, &memory, 0x400000, 4, ACCESS_READ, &pa));
    assert_int_equal(c.dfsr, FS_TRANSLATION_L1);                            /* no domain to tell */
    assert_int_equal(dfsr_of((enum fault_status)0x16, 0, 0), 1u << 10 | 6); /* FS[4] stands apart */
    assert_string_equal(fault_status_name(FS_DOMAIN_L2), "domain fault, second level");
    assert_string_equal(fault_status_name((enum fault_status)2), "unknown fault");
}

/* N = 0 to 7: below 4 GiB >> N by TTBR0, whose table shrinks with it; from there on by TTBR1. */
static void ttbcr(void **state)
{
    struct cp15 c = machine();

    (void)state;
    c.ttbr1 = L1_UPPER | 0x6a; /* the bits below are attributes of the walk */
    for (unsigned n = 0; n < 8; n++) {
        uint32_t split = (uint32_t)(UINT64_C(1) << (32 - n)), last = split - 1;
        struct mmu_walk walk;

        memset(ram, 0, sizeof ram);
        c.ttbcr = n;
        c.ttbr0 = L1_TABLE | (n > 6 ? 0x2a : 0x6a);
        put(L1_TABLE + (last >> 20 << 2), 0x90000000 | SECTION_AP(3));
        mmu_translate(&c, NULL, &memory, last, ACCESS_READ, &walk);
        assert_int_equal(walk.result.fault, FS_NONE);
        assert_int_equal(walk.table.ttbr, 0);
        assert_int_equal(walk.table.step[0].index, last >> 20);
        assert_int_equal(walk.table.step[0].address, L1_TABLE + (last >> 20 << 2));
        c.ttbcr = n | TTBCR_PD0;
        assert_int_equal(FAULT(&c, last, ACCESS_READ), FS_TRANSLATION_L1);
        if (!n)
            continue;
        put(L1_UPPER + (split >> 20 << 2), 0xa0000000 | SECTION_AP(3));
        mmu_translate(&c, NULL, &memory, split, ACCESS_READ, &walk);
        assert_int_equal(walk.result.fault, FS_NONE);
        assert_int_equal(walk.table.ttbr, 1);
        assert_true(walk.result.pa == 0xa0000000);
        c.ttbcr = n | TTBCR_PD1;
        reads = 0;
        assert_int_equal(FAULT(&c, split, ACCESS_READ), FS_TRANSLATION_L1);
        assert_int_equal(reads, 0);
    }
}

/* A table of 16 KiB >> N lies at any multiple of its size. */
static void small_ttbr0_table(void **state)
{
    struct cp15 c = machine();

    (void)state;
    c.ttbcr = 7;
    c.ttbr0 = L1_TABLE + 0x80;
    put(L1_TABLE + 0x80 + 4, 0x90000000 | SECTION_AP(3));
    assert_true(mmu_translate(&c, NULL, &memory, 0x100123, 0, NULL).pa == 0x90000123);
}

static void mmu_off(void **state)
{
    struct cp15 c = machine();
    uint64_t pa;

    (void)state;
    c.sctlr = 0;
    c.dacr = 0;
    assert_true(mmu_access(&c, NULL, &memory, 0xfedcba98, 4, ACCESS_PL0 | ACCESS_WRITE, &pa));
    assert_true(pa == 0xfedcba98);
    assert_int_equal(reads, 0);
    assert_true(mmu_ats(&c, NULL, &memory, 0xfedcba98, ACCESS_READ));
    assert_int_equal(c.par, 0xfedcb000 | 1u << 7 | 1u << 4); /* shareable, Strongly-ordered */
    assert_int_equal(vectors_base(&c), 0);
    c.sctlr = SCTLR_V;
    assert_int_equal(vectors_base(&c), 0xffff0000);
}

static void par(void **state)
{
    struct cp15 c = machine();

    (void)state;
    c.sctlr |= SCTLR_TRE;
    c.prrr = 0xff0a81a8;
    c.nmrr = 0x40e040e0;
    c.dfsr = c.dfar = 0x1234;
    SECTION(0x100000u, 0x8011140e); /* lowmem: Normal, write-back write-allocate, inner shareable */
    assert_true(mmu_ats(&c, NULL, &memory, 0x1abcde, ACCESS_READ));
    assert_int_equal(c.par, 0x801ab000 | 1u << 10 | 1u << 7 | 5u << 4 | 1u << 2);
    assert_true(mmu_ats(&c, NULL, &memory, 0x1abcde, ACCESS_PL0 | ACCESS_READ));
    assert_int_equal(c.par, FS_PERMISSION_L1 << 1 | PAR_F);
    SECTION(0x100000u, 0xab000002 | 1u << 18 | 0xcu << 20 | 0xdu << 5 | 1u << 10);
    assert_true(mmu_ats(&c, NULL, &memory, 0x1abcde, ACCESS_READ));
    assert_int_equal(c.par, 0xabdc0000 | 1u << 7 | 1u << 4 | PAR_SS);
    assert_true(c.dfsr == 0x1234 && c.dfar == 0x1234);
    put(L1_TABLE, NOWHERE | 2u << 5 | 1);
    c.par = 0x5678;
    assert_false(mmu_ats(&c, NULL, &memory, 0x5000, ACCESS_READ));
    assert_int_equal(c.par, 0x5678);
    assert_int_equal(c.dfsr, DFSR_CM | DFSR_WNR | 2u << 4 | FS_EXTERNAL_L2);
    assert_int_equal(c.dfar, 0x5000);
}

/* Each policy as PAR tells it, inner in 6..4 and outer in 3..2 (DDI 0406C B4.1 PAR). */
static void par_policies(void **state)
{
    static const uint8_t inner[4] = { 0, 5, 6, 7 }; /* NC, WBWA, WT, WB */
    struct cp15 c = machine();

    (void)state;
    for (unsigned i = 0; i < 16; i++) { /* TEX[2]: TEX[1:0] is outer, C:B inner */
        SECTION(0x100000u, SECTION_AP(3) | (4 | i >> 2) << 12 | (i & 3) << 2);
        assert_true(mmu_ats(&c, NULL, &memory, 0x100000, ACCESS_READ));
        assert_int_equal(c.par, (unsigned)inner[i & 3] << 4 | (i >> 2) << 2);
    }
    SECTION(0x100000u, SECTION_AP(3) | 2u << 12); /* Device, not shareable */
    assert_true(mmu_ats(&c, NULL, &memory, 0x100000, ACCESS_READ));
    assert_int_equal(c.par, 3u << 4);
}

/* The record has every step, and the answer is the same as without it. */
static void record(void **state)
{
    struct cp15 c = machine();
    struct mmu_walk walk;
    struct tlb tlb = { 0 };

    (void)state;
    TABLE(0x200000u, 1u);
    PAGE(0x2ab000u, 0x87654000 | PAGE_AP(2));
    mmu_translate(&c, &tlb, &memory, 0x2abcde, ACCESS_PL0 | ACCESS_WRITE, &walk);
    assert_true(walk.mmu_on && walk.walked && walk.checked);
    assert_int_equal(walk.tlb_hit, TLB_NO_SLOT);
    assert_int_equal(tlb_entry_va(&tlb.entry[walk.tlb_fill]), 0x2ab000);
    assert_int_equal(walk.table.base, L1_TABLE);
    assert_int_equal(walk.table.nr_steps, 2);
    assert_int_equal(walk.table.step[0].index, 2);
    assert_int_equal(descriptor_type(walk.table.step[0].descriptor), DESCRIPTOR_TABLE);
    assert_int_equal(walk.table.step[0].descriptor.base, L2_TABLE);
    assert_int_equal(walk.table.step[1].index, 0xab);
    assert_int_equal(walk.table.step[1].address, L2_TABLE + 0xab * 4);
    assert_int_equal(walk.table.step[1].word, 0x87654000 | PAGE_AP(2));
    assert_int_equal(walk.domain_access, DOMAIN_CLIENT);
    assert_int_equal(walk.rights, RIGHT_PL1_READ | RIGHT_PL1_WRITE | RIGHT_PL0_READ);
    assert_int_equal(walk.verdict, VERDICT_AP);
    assert_int_equal(walk.result.fault, FS_PERMISSION_L2);
    mmu_translate(&c, &tlb, &memory, 0x2abcde, ACCESS_READ, &walk);
    assert_int_equal(tlb_entry_va(&tlb.entry[walk.tlb_hit]), 0x2ab000);
    assert_false(walk.walked);
    assert_true(walk.result.pa == 0x87654cde);
    assert_int_equal(walk.attributes.type, MEMORY_STRONGLY_ORDERED);
    mmu_translate(&c, NULL, &memory, 0x100000, ACCESS_READ, &walk);
    assert_true(walk.walked && !walk.checked);
    assert_int_equal(walk.table.nr_steps, 1);
    c.ttbr0 = NOWHERE;
    mmu_translate(&c, NULL, &memory, 0x100000, ACCESS_READ, &walk);
    assert_false(walk.table.step[0].answered);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(access_permissions),
        cmocka_unit_test(execute_never),
        cmocka_unit_test(domains),
        cmocka_unit_test(order_of_checks),
        cmocka_unit_test(fault_registers),
        cmocka_unit_test(ttbcr),
        cmocka_unit_test(small_ttbr0_table),
        cmocka_unit_test(mmu_off),
        cmocka_unit_test(par),
        cmocka_unit_test(par_policies),
        cmocka_unit_test(record),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
