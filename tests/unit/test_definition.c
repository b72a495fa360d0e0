// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions found in source text by their names. The texts are our own. */
#include <string.h>

#include "daemon/definition.h"
#include "tests/lib/cmocka.h"

static const char sample[] = "/* head of the file */\n"                             /* 1 */
                             "#include <none.h>\n"                                  /* 2 */
                             "#define CALL(x) alpha(x) { /* not\n"                  /* 3 */
                             " a body */ }\n"                                       /* 4 */
                             "int alpha(int x);\n"                                  /* 5 */
                             "static const struct ops ops = { .call = alpha, };\n"  /* 6 */
                             "\n"                                                   /* 7 */
                             "/*\n * What alpha() { does.\n */\n"                   /* 8 to 10 */
                             "static __always_inline\n"                             /* 11 */
                             "int __init alpha(int x, int (*f)(int))\n"             /* 12 */
                             "\t__acquires(lock)\n"                                 /* 13 */
                             "{\n"                                                  /* 14 */
                             "\tchar c = '}', *s = \"\\\"}\"; // } alpha(1)\n"      /* 15 */
                             "#ifdef BIG\n\tif (x) {\n#else\n\tif (alpha(x)) {\n"   /* 16 to 19 */
                             "#endif\n\t\tx++;\n\t}\n"                              /* 20 to 22 */
                             "\treturn x;\n"                                        /* 23 */
                             "}\n"                                                  /* 24 */
                             "EXPORT_SYMBOL(alpha);\n"                              /* 25 */
                             "static inline int beta(void) { return alpha(0, 0); }" /* 26 */
                             "\n\n"                                                 /* 27 */
                             "#ifdef BIG\nint gamma(void)\n{\n\treturn 1;\n}\n"     /* 28 to 32 */
                             "#else\nint gamma(void)\n{\n\treturn 2;\n}\n#endif\n"; /* 33 to 38 */

/* The text that is found, or "" if there is none. */
static const char *found(const char *text, const char *name, uint32_t near, struct definition *d)
{
    static char copy[sizeof sample];
    copy[0] = '\0';
    if (definition_find(text, strlen(text), name, near, d)) {
        memcpy(copy, text + d->from, d->to - d->from);
        copy[d->to - d->from] = '\0';
    }
    return copy;
}

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool ends(const char *text, const char *with)
{
    size_t n = strlen(text), m = strlen(with);
    return n >= m && strcmp(text + n - m, with) == 0;
}

static void test_comment_declaration_and_body(void **state)
{
    struct definition d;
    const char *text = found(sample, "alpha", 12, &d);
    (void)state;
    assert_true(starts(text, "/*\n * What alpha()"));
    assert_true(ends(text, "\treturn x;\n}"));
    assert_int_equal(d.first, 8);
    assert_int_equal(d.line, 12);
}

static void test_a_function_on_one_line(void **state)
{
    struct definition d;
    (void)state;
    assert_string_equal(found(sample, "beta", 1, &d),
                        "static inline int beta(void) { return alpha(0, 0); }");
    assert_int_equal(d.line, 26);
}

static void test_the_nearest_of_several(void **state)
{
    struct definition d;
    (void)state;
    assert_non_null(strstr(found(sample, "gamma", 30, &d), "return 1"));
    assert_int_equal(d.line, 29);
    assert_non_null(strstr(found(sample, "gamma", 36, &d), "return 2"));
    assert_int_equal(d.line, 34);
}

static void test_what_is_no_function(void **state)
{
    static const char *const texts[] = {
        "",
        "delta",
        "delta(",
        "delta(void)",
        "int delta(void);",
        "int x = delta(1);",
        "/* int delta(void) { } */",
        "#define delta(x) { }",
        "int delta2(void)\n{\n}\n",
        "\"delta(void) {\"",
        "int f(void)\n{\n\tdelta() { }\n}\n",
        "'",
        "/*",
        "#\\",
    };
    struct definition d;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_false(definition_find(texts[i], strlen(texts[i]), "delta", 1, &d));
}

static void test_a_body_that_does_not_end(void **state)
{
    struct definition d;
    (void)state;
    assert_string_equal(found("int delta(void)\n{\n\tx(", "delta", 1, &d),
                        "int delta(void)\n{\n\tx(");
}

static void test_assembly(void **state)
{
    static const char text[] = "@ it's a comment\nENTRY(epsilon_more)\nENDPROC(epsilon_more)\n"
                               "ENTRY(epsilon)\n\tmov\tr0, #0\nENDPROC(epsilon)\n\n";
    struct definition d;
    (void)state;
    assert_true(definition_find_asm(text, strlen(text), "epsilon", &d));
    assert_int_equal(d.line, 4);
    assert_int_equal(d.to - d.from, strlen("ENTRY(epsilon)\n\tmov\tr0, #0\nENDPROC(epsilon)"));
    assert_false(definition_find_asm(text, strlen(text), "eps", &d));
    assert_false(definition_find_asm("ENTRY(eps)\n", 11, "eps", &d));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comment_declaration_and_body),
        cmocka_unit_test(test_a_function_on_one_line),
        cmocka_unit_test(test_the_nearest_of_several),
        cmocka_unit_test(test_what_is_no_function),
        cmocka_unit_test(test_a_body_that_does_not_end),
        cmocka_unit_test(test_assembly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
