// SPDX-License-Identifier: GPL-2.0-or-later
/* TEX, C, B and S: what memory they make, with and without TEX remap. */
#include "alloc/arm/attributes.h"
#include "tests/lib/cmocka.h"

static struct memory_attributes decode(const struct cp15 *c, unsigned tex, unsigned cb, unsigned s)
{
    struct descriptor d = { .attr = DESCRIPTOR_TYPE(DESCRIPTOR_SMALL_PAGE) | tex << 6 | cb << 2 |
                                    s << 10 };

    return attributes_decode(c, d, false);
}

/* DDI 0406C table B3-10, in the order of TEX:C:B. */
static void without_remap(void **state)
{
    enum { SO, DEV, NORM, RES, IMP };
    static const struct {
        uint8_t type, policy;
    } low[12] = {
        { SO, 0 },          { DEV, 0 }, { NORM, CACHE_WT }, { NORM, CACHE_WB },
        { NORM, CACHE_NC }, { RES, 0 }, { IMP, 0 },         { NORM, CACHE_WBWA },
        { DEV, 0 },         { RES, 0 }, { RES, 0 },         { RES, 0 },
    };
    struct cp15 c = { .sctlr = SCTLR_M, .prrr = 0x12345678, .nmrr = 0x9abcdef0 };

    (void)state;
    for (unsigned i = 0; i < 32; i++) {
        struct memory_attributes s0 = decode(&c, i >> 2, i & 3, 0),
                                 s1 = decode(&c, i >> 2, i & 3, 1);

        if (i >= 16) { /* TEX[2]: outer by TEX[1:0], inner by C:B */
            assert_int_equal(s0.type, MEMORY_NORMAL);
            assert_int_equal(s0.outer, i >> 2 & 3);
            assert_int_equal(s0.inner, i & 3);
        } else if (i < 12) {
            assert_int_equal(s0.type, low[i].type);
            assert_int_equal(s0.inner, low[i].policy);
            assert_int_equal(s0.outer, low[i].policy);
        } else {
            assert_int_equal(s0.type, MEMORY_RESERVED);
        }
        if (s0.type == MEMORY_NORMAL)
            assert_true(!s0.shareable && s1.shareable && s1.outer_shareable);
        else if (s0.type == MEMORY_DEVICE)
            assert_true(s0.shareable == (i == 1) && s1.shareable == (i == 1));
        else if (s0.type == MEMORY_STRONGLY_ORDERED)
            assert_true(s0.shareable && s1.shareable);
    }
}

/* As 3.13 sets PRRR and NMRR: n = TEX[0]:C:B. */
static void remap_of_linux(void **state)
{
    static const struct {
        uint8_t type, policy;
    } expected[8] = {
        { MEMORY_STRONGLY_ORDERED, CACHE_NC }, { MEMORY_NORMAL, CACHE_NC },
        { MEMORY_NORMAL, CACHE_WT },           { MEMORY_NORMAL, CACHE_WB },
        { MEMORY_DEVICE, CACHE_NC },           { MEMORY_STRONGLY_ORDERED, CACHE_NC },
        { MEMORY_IMPLEMENTATION_DEFINED, 0 },  { MEMORY_NORMAL, CACHE_WBWA },
    };
    struct cp15 c = { .sctlr = SCTLR_M | SCTLR_TRE, .prrr = 0xff0a81a8, .nmrr = 0x40e040e0 };

    (void)state;
    for (unsigned n = 0; n < 8; n++) {
        struct memory_attributes s0 = decode(&c, n >> 2, n & 3, 0),
                                 s1 = decode(&c, n >> 2, n & 3, 1),
                                 system = decode(&c, n >> 2 | 6, n & 3, 1); /* TEX[2:1] are free */

        assert_int_equal(s1.type, expected[n].type);
        assert_int_equal(s1.inner, expected[n].policy);
        assert_int_equal(s1.outer, expected[n].policy);
        assert_memory_equal(&s1, &system, sizeof s1);
        if (s1.type == MEMORY_NORMAL || s1.type == MEMORY_DEVICE) {
            assert_true(!s0.shareable && s1.shareable);
            assert_false(s1.outer_shareable); /* every NOS is set */
        }
    }
}

/* Each region has its own bits, each type its own two for S. */
static void remap_bits(void **state)
{
    struct cp15 c = { .sctlr = SCTLR_TRE };

    (void)state;
    for (unsigned n = 0; n < 8; n++) {
        struct memory_attributes a;

        if (n == 6)
            continue;
        c.prrr = 2u << 2 * n | 1u << 18; /* Normal; NS0: shareable when S is 0 */
        c.nmrr = (uint32_t)CACHE_WT << 2 * n | (uint32_t)CACHE_WB << (16 + 2 * n);
        a = decode(&c, n >> 2, n & 3, 0);
        assert_int_equal(a.type, MEMORY_NORMAL);
        assert_int_equal(a.inner, CACHE_WT);
        assert_int_equal(a.outer, CACHE_WB);
        assert_true(a.shareable && a.outer_shareable);
        assert_false(decode(&c, n >> 2, n & 3, 1).shareable);
        c.prrr |= 1u << (24 + n);
        assert_false(decode(&c, n >> 2, n & 3, 0).outer_shareable);
        c.prrr = 1u << 2 * n | 1u << 17; /* Device; DS1 */
        assert_true(decode(&c, n >> 2, n & 3, 1).shareable);
        assert_false(decode(&c, n >> 2, n & 3, 0).shareable);
        c.prrr = 3u << 2 * n;
        assert_int_equal(decode(&c, n >> 2, n & 3, 0).type, MEMORY_RESERVED);
    }
}

static void mmu_off(void **state)
{
    struct descriptor d = { .attr = DESCRIPTOR_TYPE(DESCRIPTOR_FLAT) };
    struct cp15 c = { .sctlr = 0 };
    struct memory_attributes a;

    (void)state;
    assert_int_equal(attributes_decode(&c, d, false).type, MEMORY_STRONGLY_ORDERED);
    a = attributes_decode(&c, d, true);
    assert_true(a.type == MEMORY_NORMAL && a.inner == CACHE_NC);
    c.sctlr = SCTLR_I;
    a = attributes_decode(&c, d, true);
    assert_true(a.type == MEMORY_NORMAL && a.inner == CACHE_WT && a.outer == CACHE_WT);
}

static void names(void **state)
{
    (void)state;
    assert_string_equal(memory_type_name(MEMORY_DEVICE), "Device");
    assert_string_equal(cache_policy_name(CACHE_WBWA), "Write-Back, Write-Allocate");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_remap), cmocka_unit_test(remap_of_linux),
        cmocka_unit_test(remap_bits),    cmocka_unit_test(mmu_off),
        cmocka_unit_test(names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
