// SPDX-License-Identifier: GPL-2.0-or-later
/* Which route a path is, what may be looked for on the disk, numbers out of a query. */
#include "tests/lib/cmocka.h"
#include "web/path.h"

#define ROOM "AbCdEfGhIjKlMnOpQrStU-"

static void routes(void **state)
{
    static const struct {
        const char *path;
        enum route route;
        uint32_t n;
    } cases[] = {
        { "/", ROUTE_HOME, 0 },
        { "/r/" ROOM, ROUTE_PAGE, 0 },
        { "/r/", ROUTE_NO_ROOM, 0 },
        { "/r/" ROOM "x", ROUTE_NO_ROOM, 0 },
        { "/r/" ROOM "/", ROUTE_NO_ROOM, 0 },
        { "/embed/" ROOM "@3.0-3.40", ROUTE_EMBED, 0 },
        { "/embed/" ROOM "x", ROUTE_NO_ROOM, 0 },
        { "/s", ROUTE_SESSION, 0 },
        { "/s/", ROUTE_STATIC, 0 },
        { "/api", ROUTE_UNKNOWN, 0 },
        { "/api/openapi.json", ROUTE_OPENAPI, 0 },
        { "/api/rooms/import", ROUTE_IMPORT, 0 },
        { "/api/rooms/import/", ROUTE_NO_ROOM, 0 },
        { "/api/rooms/" ROOM "/export", ROUTE_EXPORT, 0 },
        { "/api/rooms/" ROOM "/session", ROUTE_LINK, 0 },
        { "/api/rooms/" ROOM "/quiz/guess", ROUTE_GUESS, 0 },
        { "/api/rooms/" ROOM "/fork", ROUTE_FORK, 0 },
        { "/api/rooms/" ROOM "/steps.html", ROUTE_STEPS, 0 },
        { "/api/rooms/" ROOM "/series", ROUTE_SERIES, 0 },
        { "/api/", ROUTE_UNKNOWN, 0 },
        { "/apix", ROUTE_STATIC, 0 },
        { "/api/model", ROUTE_MODEL, 0 },
        { "/api/sizes", ROUTE_SIZES, 0 },
        { "/api/source/expand", ROUTE_SOURCE, 0 },
        { "/api/source", ROUTE_UNKNOWN, 0 },
        { "/api/model/", ROUTE_UNKNOWN, 0 },
        { "/api/profiles", ROUTE_PROFILES, 0 },
        { "/api/images/0123456789abcdef", ROUTE_IMAGE, 0 },
        { "/api/images/0123456789abcdeF", ROUTE_UNKNOWN, 0 },
        { "/api/images/0123456789abcdef0", ROUTE_UNKNOWN, 0 },
        { "/api/rooms", ROUTE_ROOMS, 0 },
        { "/api/rooms/", ROUTE_NO_ROOM, 0 },
        { "/api/rooms/x", ROUTE_NO_ROOM, 0 },
        { "/api/rooms/" ROOM, ROUTE_ROOM, 0 },
        { "/api/rooms/" ROOM "/", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/ops", ROUTE_OPS, 0 },
        { "/api/rooms/" ROOM "/ws", ROUTE_SOCKET, 0 },
        { "/api/rooms/" ROOM "/ops/12/events", ROUTE_EVENTS, 12 },
        { "/api/rooms/" ROOM "/ops/12/digest", ROUTE_DIGEST, 12 },
        { "/api/rooms/" ROOM "/ops/12", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/ops/x/digest", ROUTE_DIGEST, 0 },
        { "/api/rooms/" ROOM "/ops/4294967296/digest", ROUTE_DIGEST, 0 },
        { "/api/rooms/" ROOM "/ops/12/digest/", ROUTE_UNKNOWN, 12 },
        { "/api/rooms/" ROOM "/ops/12/report", ROUTE_REPORT, 12 },
        { "/api/rooms/" ROOM "/ops/12/predict", ROUTE_PREDICT, 12 },
        { "/api/rooms/" ROOM "/quiz", ROUTE_QUIZ, 0 },
        { "/api/rooms/" ROOM "/quiz/reveal", ROUTE_REVEAL, 0 },
        { "/api/rooms/" ROOM "/quiz/", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/compare/" ROOM, ROUTE_COMPARE, 0 },
        { "/api/rooms/" ROOM "/compare/" ROOM "/", ROUTE_NO_ROOM, 0 },
        { "/api/rooms/" ROOM "/compare/", ROUTE_NO_ROOM, 0 },
        { "/api/rooms/" ROOM "/compare", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/history", ROUTE_PAST, 0 },
        { "/api/rooms/" ROOM "/walk", ROUTE_WALK, 0 },
        { "/api/rooms/" ROOM "/check", ROUTE_CHECK, 0 },
        { "/api/rooms/" ROOM "/proc/zoneinfo", ROUTE_PROC, 0 },
        { "/api/rooms/" ROOM "/proc/report", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/proc/", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/proc/slabinfo", ROUTE_PROC, 0 },
        { "/api/rooms/" ROOM "/proc/4294967295/maps", ROUTE_PROC, 0 },
        { "/api/rooms/" ROOM "/proc/4294967296/maps", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/proc/0/maps", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/proc/1/smaps", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/proc/1/maps/", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/proc/self/maps", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/slab/kmalloc-64", ROUTE_PROC, 0 },
        { "/api/rooms/" ROOM "/slab/0xc3800100/objects", ROUTE_PROC, 0 },
        { "/api/rooms/" ROOM "/slab/kmalloc-64/", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/slab/kmalloc-64/cache_dma", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/slab/kmalloc-64/order/1", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/slab/", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/slab/a b", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/slab/a23456789b123456789c123456789d32", ROUTE_UNKNOWN, 0 },
        { "/api/rooms/" ROOM "/slab/00000000000000000000000000000001", ROUTE_UNKNOWN, 0 },
        { "/index.html", ROUTE_STATIC, 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct path path = path_read(cases[i].path);
        if (path.route != cases[i].route || path.n != cases[i].n)
            fail_msg("%s is route %d, op %u", cases[i].path, path.route, path.n);
    }
    assert_true(path_read("/api/images/0123456789abcdef").digest == 0x0123456789abcdef);
    assert_int_equal(path_read("/api/rooms/" ROOM "/proc/zoneinfo").text.which, TEXT_ZONEINFO);
    assert_int_equal(path_read("/api/rooms/" ROOM "/proc/12/maps").text.which, TEXT_MAPS);
    assert_int_equal(path_read("/api/rooms/" ROOM "/proc/12/maps").text.pid, 12);
    assert_string_equal(path_read("/api/rooms/" ROOM "/slab/foo/order").text.cache, "foo");
    assert_string_equal(path_read("/r/" ROOM).room.text, ROOM);
}

static void plain(void **state)
{
    static const char *const good[] = { "/index.html", "/a/b-c_d/e.f.g", "/app-1A2B3C4D.js" };
    static const char *const bad[] = { "",     "x",     "/",       "/a/",      "//a",
                                       "/..",  "/../a", "/a/../b", "/.hidden", "/a/.b",
                                       "/a b", "/a%b",  "/a\\b",   "/a\nb",    "/\xc3\xa9" };
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(path_is_plain(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (path_is_plain(bad[i]))
            fail_msg("%s is taken for plain", bad[i]);
    }
}

static void hashed(void **state)
{
    (void)state;
    assert_true(path_is_hashed("/assets/app-1A2B3C4D.js"));
    assert_true(path_is_hashed("/jet-brains-mono-ABCDEFGH.woff2"));
    assert_false(path_is_hashed("/app.js"));
    assert_false(path_is_hashed("/app-1A2B3C4D"));
    assert_false(path_is_hashed("/app-1a2b3c4d.js"));
    assert_false(path_is_hashed("/dir-1A2B3C4D.x/app.js"));
}

static void numbers(void **state)
{
    uint64_t x = 7;
    (void)state;
    assert_true(path_number("0", 10, &x) && x == 0);
    assert_true(path_number("18446744073709551615", UINT64_MAX, &x) && x == UINT64_MAX);
    assert_true(path_number("10", 10, &x) && x == 10);
    assert_false(path_number("11", 10, &x));
    assert_false(path_number("18446744073709551616", UINT64_MAX, &x));
    assert_false(path_number("", 10, &x));
    assert_false(path_number("-1", 10, &x));
    assert_false(path_number("1x", 10, &x));
    assert_false(path_number("9", 5, &x));
    assert_int_equal(x, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routes),
        cmocka_unit_test(plain),
        cmocka_unit_test(hashed),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
