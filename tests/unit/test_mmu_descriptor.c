// SPDX-License-Identifier: GPL-2.0-or-later
/* Words of translation tables: each field is moved by the bits that it is made of and by no others. */
#include "alloc/arm/descriptor.h"
#include "tests/lib/cmocka.h"

typedef struct descriptor decode_fn(uint32_t word);
typedef uint32_t field_fn(struct descriptor d);

static struct descriptor l1(uint32_t word)
{
    return l1_decode(word, FEATURES_A15);
}

static struct descriptor l1_a9(uint32_t word)
{
    return l1_decode(word, FEATURES_A9);
}

/* Through a table in domain 5 with PXN. */
static struct descriptor l2(uint32_t word)
{
    struct descriptor table = l1(1 | 5u << 5 | 1u << 2);

    return l2_decode(word, table);
}

#define FIELD(name, expression)               \
    static uint32_t name(struct descriptor d) \
    {                                         \
        return expression;                    \
    }                                         \
    struct semicolon
FIELD(base, d.base);
FIELD(base_high, descriptor_base_high(d));
FIELD(type, descriptor_type(d));
FIELD(domain, descriptor_domain(d));
FIELD(ap, descriptor_ap(d));
FIELD(tex, descriptor_tex(d));
FIELD(c, (d.attr & DESCRIPTOR_C) != 0);
FIELD(b, (d.attr & DESCRIPTOR_B) != 0);
FIELD(s, (d.attr & DESCRIPTOR_S) != 0);
FIELD(ng, (d.attr & DESCRIPTOR_NG) != 0);
FIELD(xn, (d.attr & DESCRIPTOR_XN) != 0);
FIELD(pxn, (d.attr & DESCRIPTOR_PXN) != 0);
FIELD(ns, (d.attr & DESCRIPTOR_NS) != 0);

/* Which bits of `word`, when they change, change the field? */
static uint32_t bits_that_move(field_fn *field, decode_fn *decode, uint32_t word)
{
    struct descriptor was = decode(word);
    uint32_t moving = 0;

    for (unsigned bit = 0; bit < 32; bit++) {
        struct descriptor is = decode(word ^ 1u << bit);

        if (type(is) == type(was) && field(is) != field(was))
            moving |= 1u << bit;
    }
    return moving;
}

struct expected {
    field_fn *field;
    uint32_t bits;
};

static void check_fields(decode_fn *decode, uint32_t word, const struct expected *e, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t moving = bits_that_move(e[i].field, decode, word);

        if (moving != e[i].bits)
            fail_msg("word %08x, field %zu: moved by %08x, not %08x", word, i, moving, e[i].bits);
    }
}
#define CHECK_FIELDS(decode, word, e) check_fields(decode, word, e, sizeof(e) / sizeof((e)[0]))

static void types(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 4096; i++) {
        uint32_t noise = i * 0x9e3779b9u & ~(3u | 1u << 18);

        assert_int_equal(type(l1(noise)), DESCRIPTOR_FAULT);
        assert_int_equal(type(l1(noise | 1)), DESCRIPTOR_TABLE);
        assert_int_equal(type(l1(noise | 2)), DESCRIPTOR_SECTION);
        assert_int_equal(type(l1(noise | 3)), DESCRIPTOR_SECTION);
        assert_int_equal(type(l1(noise | 1u << 18 | 2)), DESCRIPTOR_SUPERSECTION);
        assert_int_equal(type(l1(noise | 1u << 18 | 3)), DESCRIPTOR_SUPERSECTION);
        assert_int_equal(type(l1_a9(noise | 3)), DESCRIPTOR_RESERVED);
        assert_int_equal(type(l1_a9(noise | 2)), DESCRIPTOR_SECTION);
        assert_int_equal(type(l2(noise)), DESCRIPTOR_FAULT);
        assert_int_equal(type(l2(noise | 1)), DESCRIPTOR_LARGE_PAGE);
        assert_int_equal(type(l2(noise | 2)), DESCRIPTOR_SMALL_PAGE);
        assert_int_equal(type(l2(noise | 3)), DESCRIPTOR_SMALL_PAGE);
    }
    assert_string_equal(descriptor_name(DESCRIPTOR_SUPERSECTION), "supersection");
}

static void table_fields(void **state)
{
    static const struct expected e[] = {
        { base, 0xfffffc00 }, { domain, 0x1e0 }, { ns, 1u << 3 }, { pxn, 1u << 2 }, { type, 0 }
    };
    static const struct expected without_pxn[] = { { pxn, 0 }, { domain, 0x1e0 } };

    (void)state;
    CHECK_FIELDS(l1, 1, e);
    CHECK_FIELDS(l1_a9, 1, without_pxn);
    assert_int_equal(base(l1(0x87654421)), 0x87654400);
    assert_int_equal(domain(l1(0x87654421)), 1);
}

static void section_fields(void **state)
{
    static const struct expected e[] = {
        { base, 0xfff00000 }, { base_high, 0 }, { domain, 0x1e0 }, { ap, 0x8c00 },
        { tex, 0x7000 },      { c, 1u << 3 },   { b, 1u << 2 },    { s, 1u << 16 },
        { ng, 1u << 17 },     { xn, 1u << 4 },  { pxn, 1 },        { ns, 1u << 19 },
    };

    (void)state;
    CHECK_FIELDS(l1, 2, e);
    assert_int_equal(ap(l1(0x8002)), 4); /* AP[2] stands apart */
    assert_int_equal(ap(l1(0x0802)), 2);
    assert_int_equal(tex(l1(0x6002)), 6);
}

/* What would be a section's domain is address, and its own is 0. */
static void supersection_fields(void **state)
{
    static const struct expected a15[] = {
        { base, 0xff000000 }, { base_high, 0x00f001e0 }, { domain, 0 }, { ap, 0x8c00 },
        { tex, 0x7000 },      { xn, 1u << 4 },           { pxn, 1 },    { ng, 1u << 17 },
    };
    static const struct expected a9[] = { { base, 0xff000000 }, { base_high, 0 }, { domain, 0 } };
    uint32_t word = 0xab000002 | 1u << 18 | 0xcu << 20 | 0xdu << 5;
    struct descriptor d = l1(word);

    (void)state;
    CHECK_FIELDS(l1, 1u << 18 | 2, a15);
    CHECK_FIELDS(l1_a9, 1u << 18 | 2, a9);
    assert_true(descriptor_pa(d, 0x12345678) == 0xdcab345678);
    d = l1_a9(word);
    assert_true(descriptor_pa(d, 0x12345678) == 0xab345678);
}

static void page_fields(void **state)
{
    static const struct expected small[] = {
        { base, 0xfffff000 }, { ap, 0x230 },   { tex, 0x1c0 },   { c, 1u << 3 },
        { b, 1u << 2 },       { s, 1u << 10 }, { ng, 1u << 11 }, { xn, 1 },
        { pxn, 0 },           { domain, 0 },   { ns, 0 },        { type, 0 },
        { base_high, 0 },
    };
    static const struct expected large[] = {
        { base, 0xffff0000 }, { ap, 0x230 },   { tex, 0x7000 },  { c, 1u << 3 },
        { b, 1u << 2 },       { s, 1u << 10 }, { ng, 1u << 11 }, { xn, 1u << 15 },
    };

    (void)state;
    CHECK_FIELDS(l2, 2, small);
    CHECK_FIELDS(l2, 1, large);
    assert_int_equal(domain(l2(2)), 5);
    assert_true(pxn(l2(1)));
}

/* What the hardware makes of the words that 3.13 writes. */
static void words_of_linux(void **state)
{
    struct descriptor lowmem = l1(0x8011140e), table = l1(0x84a55c11), page = l2(0x85001e7e);

    (void)state;
    assert_int_equal(type(lowmem), DESCRIPTOR_SECTION);
    assert_int_equal(lowmem.base, 0x80100000);
    assert_int_equal(ap(lowmem), 1);
    assert_int_equal(tex(lowmem), 1);
    assert_true(c(lowmem) && b(lowmem) && s(lowmem) && !ng(lowmem) && !xn(lowmem));
    assert_int_equal(type(table), DESCRIPTOR_TABLE);
    assert_int_equal(table.base, 0x84a55c00);
    assert_int_equal(type(page), DESCRIPTOR_SMALL_PAGE);
    assert_int_equal(page.base, 0x85001000);
    assert_int_equal(ap(page), 7);
    assert_true(ng(page) && s(page) && !xn(page));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types),          cmocka_unit_test(table_fields),
        cmocka_unit_test(section_fields), cmocka_unit_test(supersection_fields),
        cmocka_unit_test(page_fields),    cmocka_unit_test(words_of_linux),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
