// SPDX-License-Identifier: GPL-2.0-or-later
/* JSON from strangers: what is taken, what is refused and where, and that nothing beyond the end is read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/lib/cmocka.h"
#include "web/json.h"

/* Checks a text that ends where a page ends which may not be read. */
static const char *check_at_the_edge(const char *text, size_t len, size_t *at)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), room = (len / page + 1) * page;
    char *map = mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    assert_ptr_not_equal(map, MAP_FAILED);
    assert_int_equal(mprotect(map + room, page, PROT_NONE), 0);
    memcpy(map + room - len, text, len);
    const char *wrong = json_check(map + room - len, len, at);
    munmap(map, room + page);
    return wrong;
}

static void taken(void **state)
{
    static const char *const texts[] = {
        "{}",
        "[]",
        "null",
        " {\"a\" : [ 1 , 2.5e-3, -0, \"x\\n\\u00e9\\ud83d\\ude00\" ] } \r\n",
        "\"\xed\x95\x9c\xea\xb8\x80\"",
        "0",
        "-12.5E+7",
        "[[[[[[[[1]]]]]]]]",
    };
    size_t at;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *wrong = check_at_the_edge(texts[i], strlen(texts[i]), &at);
        if (wrong)
            fail_msg("%s: %s at %zu", texts[i], wrong, at);
        assert_int_equal(at, strlen(texts[i]));
    }
}

static void refused(void **state)
{
    static const struct {
        const char *text, *words;
        size_t at;
    } cases[] = {
        { "", "not JSON", 0 },
        { "{", "name is missing", 1 },
        { "{\"a\"}", "colon", 4 },
        { "{\"a\":}", "not JSON", 5 },
        { "{\"a\":1,}", "name is missing", 7 },
        { "[1,]", "not JSON", 3 },
        { "[1 2]", "bracket", 3 },
        { "{} {}", "follows", 3 },
        { "01", "begin with 0", 1 },
        { "-", "digit", 1 },
        { "1.", "digit", 2 },
        { "1e", "digit", 2 },
        { "+1", "not JSON", 0 },
        { ".5", "not JSON", 0 },
        { "NaN", "not JSON", 0 },
        { "tru", "not JSON", 0 },
        { "\"", "does not end", 1 },
        { "\"\\", "escape", 2 },
        { "\"\\x\"", "escape", 2 },
        { "\"\\u12\"", "hex", 5 },
        { "\"\\u0000\"", "u0000", 7 },
        { "\"\\udc00\"", "surrogate", 7 },
        { "\"\\ud800x\"", "surrogate", 7 },
        { "\"\t\"", "control", 1 },
        { "\"\xff\"", "UTF-8", 1 },
        { "\"\xc0\xaf\"", "UTF-8", 1 },
        { "\"\xed\xa0\x80\"", "UTF-8", 2 },
        { "\"\xf4\x90\x80\x80\"", "UTF-8", 2 },
        { "\"\xe2\x82", "UTF-8", 3 },
        { "[[[[[[[[[1]]]]]]]]]", "deep", 9 },
    };
    size_t at;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *wrong = check_at_the_edge(cases[i].text, strlen(cases[i].text), &at);
        if (!wrong || !strstr(wrong, cases[i].words) || at != cases[i].at)
            fail_msg("%s: \"%s\" at %zu", cases[i].text, wrong ? wrong : "taken", at);
    }
}

/* A NUL inside is no end: the length says where that is. */
static void nul_inside(void **state)
{
    size_t at;
    (void)state;
    assert_non_null(check_at_the_edge("{}\0{}", 5, &at));
    assert_int_equal(at, 2);
    assert_non_null(check_at_the_edge("\"a\0b\"", 5, &at));
    assert_non_null(json_check(NULL, 0, &at));
}

static void bounded(void **state)
{
    char text[4 * JSON_MAX_VALUES];
    size_t at, len = 1;
    (void)state;
    text[0] = '[';
    for (int i = 0; i < JSON_MAX_VALUES - 1; i++) {
        text[len++] = '1';
        text[len++] = ',';
    }
    text[len - 1] = ']';
    assert_null(json_check(text, len, &at));
    text[len - 1] = ',';
    text[len] = '1';
    text[len + 1] = ']';
    assert_non_null(json_check(text, len + 2, &at));
}

static cJSON *object_of(const char *text)
{
    struct refusal why = { 0 };
    cJSON *object = json_object(text, strlen(text), &why);
    assert_non_null(object);
    return object;
}

static void numbers(void **state)
{
    static const char *const bad[] = { "11", "-1", "0.5", "1e999", "\"1\"", "null", "[1]" };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[32];
        struct refusal why = { 0 };
        uint64_t x = 77;
        snprintf(text, sizeof text, "{\"order\":%s}", bad[i]);
        cJSON *object = object_of(text);
        assert_false(json_number(object, "order", 0, 10, &x, &why));
        assert_string_equal(why.error.field, "order");
        assert_true(why.has_limit && why.limit == 10);
        assert_int_equal(x, 77);
        cJSON_Delete(object);
    }
    struct refusal why = { 0 };
    uint64_t x = 77;
    cJSON *object = object_of("{\"a\":1e1,\"b\":9007199254740992}");
    assert_true(json_number(object, "a", 0, 10, &x, &why) && x == 10);
    assert_true(json_number(object, "none", 0, 10, &x, &why) && x == 10);
    assert_true(json_number(object, "b", 0, UINT64_MAX, &x, &why));
    assert_true(x == UINT64_C(1) << 53);
    assert_false(why.has_limit);
    cJSON_Delete(object);
}

static void members(void **state)
{
    static const char *const names[] = { "a", "b", NULL };
    struct refusal why = { 0 };
    (void)state;
    cJSON *object = object_of("{\"a\":1,\"b\":2}");
    assert_true(json_only(object, names, &why));
    cJSON_Delete(object);
    object = object_of("{\"a\":1,\"c\":2}");
    assert_false(json_only(object, names, &why));
    assert_non_null(strstr(why.error.message, "\"c\""));
    cJSON_Delete(object);
    object = object_of("{\"a\":1,\"a\":2}");
    assert_false(json_only(object, names, &why));
    assert_string_equal(why.error.field, "a");
    cJSON_Delete(object);
    assert_null(json_object("[1]", 3, &why));
}

/* A browser closes a WebSocket that brings it anything but UTF-8: a name that is cut in an answer is not cut inside a character. */
static void cut_names_stay_utf8(void **state)
{
    static const char *const names[] = { "op", NULL };
    (void)state;
    for (int before = 0; before < 3; before++) {
        char text[256];
        struct refusal why = { 0 };
        size_t at;
        snprintf(text, sizeof text, "{\"%.*s가나다라마바사아자차카타파하거너\":1}", before, "xx");
        cJSON *object = object_of(text);
        assert_false(json_only(object, names, &why));
        cJSON_Delete(object);
        assert_non_null(strstr(why.error.message, "카"));
        for (char *quote = why.error.message; (quote = strchr(quote, '"'));)
            *quote = ' ';
        snprintf(text, sizeof text, "\"%s\"", why.error.message);
        assert_null(json_check(text, strlen(text), &at));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(taken),
        cmocka_unit_test(refused),
        cmocka_unit_test(nul_inside),
        cmocka_unit_test(bounded),
        cmocka_unit_test(numbers),
        cmocka_unit_test(members),
        cmocka_unit_test(cut_names_stay_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
