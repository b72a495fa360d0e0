// SPDX-License-Identifier: GPL-2.0-or-later
/* Who may do what: the table of daemon/roles.h, line by line, and what must hold after whatever people do. */
#include <stdlib.h>
#include <string.h>

#include "daemon/roles.h"
#include "tests/lib/cmocka.h"

#define PEOPLE 4

static struct roles room;
static struct seat owner, driver, viewer, screen;

/* Four people, one of each role; the driver has the chalk. */
static void seat_all(enum room_mode mode, enum note_writers notes)
{
    room = (struct roles){ .access = { mode, notes } };
    owner = driver = viewer = screen = (struct seat){ 0 };
    roles_enter(&room, &owner, 1);
    roles_own(&room, &owner);
    roles_enter(&room, &driver, 2);
    roles_enter(&room, &viewer, 3);
    roles_enter(&room, &screen, 4);
    roles_screen(&room, &screen, true);
    assert_int_equal(roles_chalk(&room, &owner, 2), DENIED_NOT);
    assert_ptr_equal(room.chalk, &driver);
}

static void operate(void **state)
{
    (void)state;
    seat_all(ROOM_OPEN, NOTES_EVERYBODY);
    assert_int_equal(roles_operate(&room, &screen), DENIED_SCREEN);
    assert_ptr_equal(room.chalk, &driver);
    assert_int_equal(roles_operate(&room, &viewer), DENIED_NOT);
    assert_ptr_equal(room.chalk, &driver); /* it may yet be refused by the machine */
    roles_operated(&room, &viewer);
    assert_ptr_equal(room.chalk, &viewer);
    roles_operated(&room, &screen);
    assert_ptr_equal(room.chalk, &viewer);
    assert_int_equal(roles_operate_outside(&room.access, false), DENIED_NOT);
    assert_ptr_equal(room.chalk, &viewer);

    seat_all(ROOM_LOCKED, NOTES_EVERYBODY);
    assert_int_equal(roles_operate(&room, &owner), DENIED_NOT);
    assert_int_equal(roles_operate(&room, &driver), DENIED_NOT);
    assert_int_equal(roles_operate(&room, &viewer), DENIED_LOCKED);
    assert_int_equal(roles_operate(&room, &screen), DENIED_SCREEN);
    assert_int_equal(roles_operate_outside(&room.access, false), DENIED_LOCKED);
    assert_int_equal(roles_operate_outside(&room.access, true), DENIED_NOT);
    roles_operated(&room, &owner);
    assert_ptr_equal(room.chalk, &driver);
}

static void take(void **state)
{
    (void)state;
    seat_all(ROOM_LOCKED, NOTES_EVERYBODY);
    assert_int_equal(roles_chalk(&room, &viewer, 3), DENIED_LOCKED);
    assert_int_equal(roles_chalk(&room, &screen, 4), DENIED_SCREEN);
    assert_ptr_equal(room.chalk, &driver);
    assert_int_equal(roles_chalk(&room, &owner, 1), DENIED_NOT);
    assert_ptr_equal(room.chalk, &owner);

    seat_all(ROOM_OPEN, NOTES_EVERYBODY);
    assert_int_equal(roles_chalk(&room, &viewer, 3), DENIED_NOT);
    assert_ptr_equal(room.chalk, &viewer);
}

static void hand_over(void **state)
{
    (void)state;
    for (enum room_mode mode = ROOM_OPEN; mode <= ROOM_LOCKED; mode++) {
        seat_all(mode, NOTES_EVERYBODY);
        viewer.wish = true;
        assert_int_equal(roles_chalk(&room, &viewer, 1), DENIED_NOT_YOURS);
        assert_int_equal(roles_chalk(&room, &viewer, 0), DENIED_NOT_YOURS);
        assert_int_equal(roles_chalk(&room, &driver, 4), DENIED_TO_SCREEN);
        assert_int_equal(roles_chalk(&room, &driver, 9), DENIED_NOBODY);
        owner.gone = true;
        assert_int_equal(roles_chalk(&room, &driver, 1), DENIED_NOBODY);
        owner.gone = false;
        assert_ptr_equal(room.chalk, &driver);
        assert_int_equal(roles_chalk(&room, &driver, 3), DENIED_NOT);
        assert_ptr_equal(room.chalk, &viewer);
        assert_false(viewer.wish);
        assert_int_equal(roles_chalk(&room, &owner, 2), DENIED_NOT);
        assert_ptr_equal(room.chalk, &driver);
        assert_int_equal(roles_chalk(&room, &driver, 0), DENIED_NOT);
        assert_ptr_equal(room.chalk, &owner);
    }
}

static void back_to_the_owner_alone(void **state)
{
    struct seat second = { 0 };
    (void)state;
    seat_all(ROOM_LOCKED, NOTES_EVERYBODY);
    roles_leave(&room, &driver);
    assert_ptr_equal(room.chalk, &owner);
    roles_leave(&room, &owner); /* no owner is left: nobody gets it */
    assert_null(room.chalk);
    assert_int_equal(roles_operate(&room, &viewer), DENIED_LOCKED);
    roles_enter(&room, &second, 5);
    assert_null(room.chalk);
    roles_own(&room, &second); /* an owner has come */
    assert_ptr_equal(room.chalk, &second);

    seat_all(ROOM_LOCKED, NOTES_EVERYBODY);
    roles_screen(&room, &driver, true);
    assert_ptr_equal(room.chalk, &owner);
    roles_screen(&room, &owner, true); /* an owner's projector drives as little as any */
    assert_null(room.chalk);
    roles_screen(&room, &owner, false);
    assert_ptr_equal(room.chalk, &owner);
}

static void wish(void **state)
{
    (void)state;
    seat_all(ROOM_LOCKED, NOTES_EVERYBODY);
    assert_int_equal(roles_wish(&room, &viewer, true), DENIED_NOT);
    assert_true(viewer.wish);
    assert_int_equal(roles_wish(&room, &viewer, false), DENIED_NOT);
    assert_false(viewer.wish);
    assert_int_equal(roles_wish(&room, &driver, true), DENIED_NOT);
    assert_false(driver.wish); /* has what it asks for */
    assert_int_equal(roles_wish(&room, &screen, true), DENIED_SCREEN);
    assert_int_equal(roles_wish(&room, &screen, false), DENIED_NOT);
}

static void decide(void **state)
{
    struct access locked = { ROOM_LOCKED, NOTES_OWNER }, open = { ROOM_OPEN, NOTES_OWNER };
    (void)state;
    seat_all(ROOM_OPEN, NOTES_EVERYBODY);
    roles_decide(&room, &locked, &owner);
    assert_ptr_equal(room.chalk, &owner);
    assert_int_equal(roles_chalk(&room, &owner, 2), DENIED_NOT);
    roles_decide(&room, &locked, &owner); /* it was locked: the chalk stays */
    assert_ptr_equal(room.chalk, &driver);
    roles_decide(&room, &open, NULL);
    assert_ptr_equal(room.chalk, &driver);
    roles_decide(&room, &locked, NULL); /* by a script */
    assert_ptr_equal(room.chalk, &owner);
}

static void notes(void **state)
{
    static const enum denial expected[3][PEOPLE] = {
        { DENIED_NOT, DENIED_NOT, DENIED_NOT, DENIED_SCREEN },
        { DENIED_NOT, DENIED_NOT, DENIED_NOTES_DRIVER, DENIED_SCREEN },
        { DENIED_NOT, DENIED_NOTES_OWNER, DENIED_NOTES_OWNER, DENIED_SCREEN },
    };
    const struct seat *who[PEOPLE] = { &owner, &driver, &viewer, &screen };
    (void)state;
    for (enum note_writers w = NOTES_EVERYBODY; w <= NOTES_OWNER; w++) {
        seat_all(ROOM_LOCKED, w);
        for (int i = 0; i < PEOPLE; i++)
            assert_int_equal(roles_note(&room, who[i]), expected[w][i]);
        assert_int_equal(roles_note_outside(&room.access, true), DENIED_NOT);
        assert_int_equal(roles_note_outside(&room.access, false), expected[w][2]);
    }
}

static void ask(void **state)
{
    (void)state;
    for (int mode = ROOM_OPEN; mode <= ROOM_LOCKED; mode++) {
        seat_all((enum room_mode)mode, NOTES_EVERYBODY);
        assert_int_equal(roles_ask(&room, &owner), DENIED_NOT);
        assert_int_equal(roles_ask(&room, &driver), DENIED_NOT);
        assert_int_equal(roles_ask(&room, &viewer), DENIED_NOT_DRIVER);
        assert_int_equal(roles_ask(&room, &screen), DENIED_SCREEN);
        roles_screen(&room, &owner, true);
        assert_int_equal(roles_ask(&room, &owner), DENIED_SCREEN);
    }
    assert_string_not_equal(denial_text(DENIED_NOT_DRIVER), "");
}

static void names(void **state)
{
    enum room_mode mode = ROOM_OPEN;
    enum note_writers w = NOTES_EVERYBODY;
    (void)state;
    assert_true(mode_read("locked", &mode) && mode == ROOM_LOCKED);
    assert_true(note_writers_read("owner", &w) && w == NOTES_OWNER);
    assert_false(mode_read("Open", &mode) || note_writers_read("", &w));
    assert_string_equal(mode_name(ROOM_OPEN), "open");
    assert_string_equal(note_writers_name(NOTES_DRIVER), "driver");
    for (enum denial d = DENIED_LOCKED; d <= DENIED_NOTES_OWNER; d++)
        assert_true(strlen(denial_text(d)) > 10);
}

/* ---- anything at all ---- */

static bool is_seated(const struct seat *s)
{
    return roles_seat(&room, s->number) == s;
}

static void check_always(const struct seat *before, enum room_mode mode)
{
    const struct seat *now = room.chalk;
    if (!now)
        return;
    assert_true(is_seated(now) && !now->screen && !now->wish);
    if (now != before && mode == ROOM_LOCKED && room.access.mode == ROOM_LOCKED)
        assert_false(now->gone); /* nobody is given it who is not here */
}

/* In a locked room the chalk comes from an owner's or a driver's hand, or back to an owner. */
static void anything(void **state)
{
    static struct seat seats[PEOPLE];
    uint32_t seed = 1;
    (void)state;
    room = (struct roles){ 0 };
    memset(seats, 0, sizeof seats);
    for (uint32_t i = 0; i < PEOPLE; i++)
        roles_enter(&room, &seats[i], i + 1);
    for (int i = 0; i < 200000; i++) {
        seed = seed * 1664525u + 1013904223u;
        struct seat *s = &seats[seed >> 28 & 3], *before = room.chalk;
        enum room_mode mode = room.access.mode;
        bool was_driver = before == s;
        struct access access = { (enum room_mode)(seed >> 20 & 1), NOTES_EVERYBODY };
        unsigned what = seed >> 24 & 7;
        if (s->gone && what != 0 && what != 6)
            continue; /* who is away does nothing but leave or come back */
        switch (what) {
        case 0:
            roles_leave(&room, s);
            *s = (struct seat){ 0 };
            roles_enter(&room, s, (uint32_t)(s - seats) + 1);
            break;
        case 1:
            if (seed >> 16 & 1)
                roles_own(&room, s);
            break;
        case 2:
            roles_screen(&room, s, seed >> 16 & 1);
            break;
        case 3:
            if (roles_operate(&room, s) == DENIED_NOT)
                roles_operated(&room, s);
            break;
        case 4:
            roles_chalk(&room, s, seed >> 16 & 7);
            break;
        case 5:
            roles_wish(&room, s, seed >> 16 & 1);
            break;
        case 6:
            s->gone = seed >> 16 & 1;
            break;
        default:
            if (s->owner)
                roles_decide(&room, &access, s);
        }
        check_always(before, mode);
        bool moved = room.chalk && room.chalk != before && mode == ROOM_LOCKED;
        if (moved && !s->owner && !was_driver)
            assert_true(room.chalk->owner);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operate),   cmocka_unit_test(take),
        cmocka_unit_test(hand_over), cmocka_unit_test(back_to_the_owner_alone),
        cmocka_unit_test(wish),      cmocka_unit_test(decide),
        cmocka_unit_test(notes),     cmocka_unit_test(ask),
        cmocka_unit_test(names),     cmocka_unit_test(anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
