// SPDX-License-Identifier: GPL-2.0-or-later
/* What a study note claims, as the groups write notes; the notes here are our own. */
#include <string.h>

#include "alloc/trace.h"
#include "daemon/claim.h"
#include "daemon/claim_expr.h"
#include "daemon/claim_facts.h"
#include "tests/lib/cmocka.h"

struct expected {
    uint32_t line;
    const char *in, *name;
    enum claim_kind kind;
    int64_t number;
    const char *word;
};

static void reads(const char *note, const struct expected *expected, size_t nr)
{
    struct claims claims;
    claims_read(note, strlen(note), &claims);
    if (claims.nr != nr)
        fail_msg("%zu claims in \"%s\", not %zu", claims.nr, note, nr);
    for (size_t i = 0; i < nr; i++) {
        const struct claim *c = &claims.at[i];
        const struct expected *e = &expected[i];
        if (c->line != e->line || strcmp(c->in, e->in) != 0 || strcmp(c->name, e->name) != 0 ||
            c->kind != e->kind || (e->kind == CLAIM_NUMBER && c->number != e->number) ||
            strcmp(c->word, e->word ? e->word : "") != 0)
            fail_msg("%u %s %s kind %d number %lld word %s", c->line, c->in, c->name, (int)c->kind,
                     (long long)c->number, c->word);
    }
    claims_free(&claims);
}
#define READS(note, ...)                                                \
    do {                                                                \
        static const struct expected expected_[] = { __VA_ARGS__ };     \
        reads(note, expected_, sizeof expected_ / sizeof expected_[0]); \
    } while (0)

static void headings(void **state)
{
    (void)state;
    READS("- expand()\n// high: 9\n", { 2, "expand", "high", CLAIM_NUMBER, 9, NULL });
    READS("## page_alloc.c::expand ():\n// high: 9\n",
          { 2, "expand", "high", CLAIM_NUMBER, 9, NULL });
    READS("- mem_init()-> kmem_cache_init() 분석중\n> // order: 0\n",
          { 2, "kmem_cache_init", "order", CLAIM_NUMBER, 0, NULL });
    READS("- PageBuddy\n> return 1;\n", { 2, "PageBuddy", "return", CLAIM_NUMBER, 1, NULL });
    READS("## requeue_bulk()\n// cold :0>\n", { 2, "requeue_bulk", "cold", CLAIM_NUMBER, 0, NULL });
    READS("- if (cold)\n// cold: 0\n", { 2, "", "cold", CLAIM_NUMBER, 0, NULL });
}

static void values(void **state)
{
    (void)state;
    READS("// classzone_idx: 0 alloc_flags: 0x41, z: NULL",
          { 1, "", "classzone_idx", CLAIM_NUMBER, 0, NULL },
          { 1, "", "alloc_flags", CLAIM_NUMBER, 0x41, NULL },
          { 1, "", "z", CLAIM_WORD, 0, "NULL" });
    READS("// slab_state: DOWN: 1", { 1, "", "slab_state", CLAIM_NUMBER, 1, "DOWN" });
    READS("// current_order : 5 >= pageblock_order : 10",
          { 1, "", "current_order", CLAIM_NUMBER, 5, NULL },
          { 1, "", "pageblock_order", CLAIM_NUMBER, 10, NULL });
    READS("// end_pfn : 0x20000 + ( 0x400 -1)", { 1, "", "end_pfn", CLAIM_NUMBER, 0x203ff, NULL });
    READS("// end_page : page 0x20CFF (pfn)", { 1, "", "end_page", CLAIM_NUMBER, 0x20cff, NULL });
    READS("// pages: ???", { 1, "", "pages", CLAIM_UNKNOWN, 0, NULL });
    READS("> // t : 32???6 -1 5", { 1, "", "t", CLAIM_UNKNOWN, 0, NULL });
    READS("// zone_page_state(z, NR_FREE_PAGES): ????",
          { 1, "", "zone_page_state(z,NR_FREE_PAGES)", CLAIM_UNKNOWN, 0, NULL });
    READS("> page->_mapcount : -1", { 1, "", "page->_mapcount", CLAIM_NUMBER, -1, NULL });
    READS("// order : 0, return i : 1", { 1, "", "order", CLAIM_NUMBER, 0, NULL },
          { 1, "", "return", CLAIM_NUMBER, 1, NULL });
    READS("// start_pfn = 0x20000", { 1, "", "start_pfn", CLAIM_NUMBER, 0x20000, NULL });
}

/* Statements, declarations, the preprocessor: quoted, not claimed. */
static void code(void **state)
{
    (void)state;
    READS("> page = __rmqueue(zone, 0, 3);\n"
          "    int pages_moved = 0;\n"
          "    for (i = 0;; i++) {\n"
          "#ifdef CONFIG_CMA // not set\n"
          "retry_reserve:\n"
          "    return 1;\n"
          "    if (order == 3)\n"
          "    page = f(zone, 0); // order: 2\n",
          { 8, "", "order", CLAIM_NUMBER, 2, NULL });
}

static void assumptions(void **state)
{
    static const char note[] = "// 가정: order: 5\n// order: 4\n// assumed start_pfn: 0x20000\n";
    struct claims claims;
    (void)state;
    claims_read(note, strlen(note), &claims);
    assert_int_equal(claims.nr, 3);
    assert_true(claims.at[0].assumed && !claims.at[1].assumed && claims.at[2].assumed);
    claims_free(&claims);
}

static void lists(void **state)
{
    (void)state;
    READS("# a comment\nexpand, high, 9\nPageBuddy, return, 1\nexpand\tf(a, b)\tNULL\n",
          { 2, "expand", "high", CLAIM_NUMBER, 9, NULL },
          { 3, "PageBuddy", "return", CLAIM_NUMBER, 1, NULL },
          { 4, "expand", "f(a,b)", CLAIM_WORD, 0, "NULL" });
    reads("zone, page, order\nmore text\n", NULL, 0);
}

/* However it is cut, and whatever stands in it: read to its end, no claim longer than it may be. */
static void odd_ends(void **state)
{
    static const char nul[] = "__rmqueue\0ue_fallback, a, 1\n- expand\0xx()\n// b: 1\n";
    struct claims read;
    static const char note[] =
        "- f(\n// a: (1 + \n// b: 0x\n// c: 99999999999999999999\n// : 1\n//\n//=\n"
        "// x: y: z: \xff\xfe\n- \n#\n> \n// (((((((: 1\n// \xea\xb0: 2";
    (void)state;
    claims_read(nul, sizeof nul - 1, &read);
    for (size_t i = 0; i < read.nr; i++)
        assert_int_equal(read.at[i].function, NO_FUNCTION);
    claims_free(&read);
    for (size_t n = 0; n <= sizeof note - 1; n++) {
        struct claims claims;
        claims_read(note, n, &claims);
        for (size_t i = 0; i < claims.nr; i++)
            assert_true(strlen(claims.at[i].name) < CLAIM_NAME);
        claims_free(&claims);
    }
}

static bool name_of(void *arg, const char *name, size_t len, int64_t *value)
{
    (void)arg;
    *value = 7;
    return len == 5 && memcmp(name, "seven", 5) == 0;
}

static void sums(void **state)
{
    static const struct {
        const char *text;
        size_t len;
        int64_t value;
    } cases[] = {
        { "1 + 2 * 3", 9, 7 },
        { "(1 + 2) * 3", 11, 9 },
        { "1 << 10 - 2", 11, 256 },
        { "0xff & ~0xf | 1", 15, 241 },
        { "-5 % 3", 6, -2 },
        { "7 / 0", 1, 7 },
        { "1 << 64", 1, 1 },
        { "seven * 2", 9, 14 },
        { "0x2000UL, 3", 8, 0x2000 },
        { "5 >= 4", 1, 5 },
        { "5 -> x", 1, 5 },
        { "10 // 5", 2, 10 },
        { "12ab", 0, 0 },
        { "(1", 0, 0 },
        { "", 0, 0 },
        { "eight", 0, 0 },
        { "3 + eight", 1, 3 },
        { "0x", 0, 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t value = 0;
        size_t n = expr_read(cases[i].text, strlen(cases[i].text), name_of, NULL, &value);
        if (n != cases[i].len || (n && value != cases[i].value))
            fail_msg("%s: %zu bytes, %lld", cases[i].text, n, (long long)value);
    }
}

static void constants(void **state)
{
    static const struct {
        const char *name;
        int64_t value;
    } known[] = {
        { "DOWN", 0 },
        { "PARTIAL", 1 },
        { "UP", 4 },
        { "MIGRATE_MOVABLE", 2 },
        { "MIGRATE_RECLIMABLE", 1 },
        { "MIGRATE_MOVEABLE", 2 },
        { "UNMOVABLE", 0 },
        { "NR_ALLOC_BATCH", 1 },
        { "GFP_KERNEL", 0xd0 },
        { "SLAB_PANIC", 0x40000 },
        { "fallbacks[0][1]", 2 },
        { "fallbacks[2][0]", 1 },
        { "NODES_MASK", 0 },
    };
    int64_t value;
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (!fact_constant(known[i].name, strlen(known[i].name), &value) || value != known[i].value)
            fail_msg("%s", known[i].name);
    }
    assert_false(fact_constant("order", 5, &value));
    assert_false(fact_constant("fallbacks[9][0]", 15, &value));
    assert_false(fact_constant("MIGRATE_ISOLATE", 15, &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings),    cmocka_unit_test(values),    cmocka_unit_test(code),
        cmocka_unit_test(assumptions), cmocka_unit_test(lists),     cmocka_unit_test(odd_ends),
        cmocka_unit_test(sums),        cmocka_unit_test(constants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
