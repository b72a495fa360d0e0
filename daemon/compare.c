// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/compare.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/rooms.h"

#define SPAN 8192u /* records that one lane looks at in one go */

struct comparison *comparison_new(struct room *other, uint32_t at)
{
    struct comparison *c = must_zalloc(sizeof *c);
    c->other = other;
    c->at = at;
    return c;
}

void comparison_free(struct comparison *c)
{
    if (c)
        bytes_free(&c->theirs.packed);
    free(c);
}

/* The question goes to the other room. */
static void pass(struct ask *ask)
{
    struct comparison *c = ask->compare;
    struct room *here = ask->room;
    ask->room = c->other;
    c->other = here;
    c->second = !c->second;
    room_ask(ask, NULL); /* only ops are refused there */
}

/* ---- the first room ---- */

static void copy_stretch(struct room *room, struct comparison *c)
{
    uint32_t left = room->records.nr - c->next;
    bytes_free(&c->theirs.packed);
    c->theirs = (struct stretch){ 0 };
    ledger_copy(&room->records, c->next, left < SPAN ? left : SPAN, &c->theirs);
}

static void answer(struct room *room, struct ask *ask)
{
    struct comparison *c = ask->compare;
    struct room *other = c->other;
    c->digest[0] = room_record(room, c->at).digest;
    room_answer(ask, &(struct answer){ .n = c->at, .machine = room->machine, .comparison = c });
    room_put(other);
}

/* ---- the second ---- */

static enum part_reason difference(const struct record *a, const struct record *b)
{
    if (memcmp(&a->op, &b->op, sizeof a->op) != 0)
        return PART_OP;
    return a->digest == b->digest ? PART_NOT : PART_MACHINE;
}

/* Notes that they part at the next record; which of them have it. */
static void part(struct comparison *c, enum part_reason why, bool first, bool second)
{
    c->over = true;
    c->why = why;
    c->has[0] = first;
    c->has[1] = second;
}

/* Goes on through the stretch until they part, or it ends. */
static void compare_stretch(const struct room *room, struct comparison *c)
{
    uint32_t nr = room->records.nr;
    bool last = c->theirs.left == 0;
    for (; c->theirs.left && !c->over; c->next++) {
        stretch_next(&c->theirs, &c->part[0]);
        if (c->next < nr)
            c->part[1] = ledger_get(&room->records, c->next);
        enum part_reason why = c->next < nr ? difference(&c->part[0], &c->part[1]) : PART_END;
        if (why != PART_NOT) {
            part(c, why, true, c->next < nr);
            return;
        }
    }
    if (last && c->next < nr) {
        c->part[1] = ledger_get(&room->records, c->next);
        part(c, PART_END, false, true);
    } else if (last) {
        part(c, PART_NOT, false, false);
    }
}

/* False, and the question is refused, if not both have that op. */
static bool place_at(struct ask *ask)
{
    struct comparison *c = ask->compare;
    uint32_t both = c->nr[0] < c->nr[1] ? c->nr[0] : c->nr[1];
    if (!c->at)
        c->at = both;
    if (c->at <= both)
        return true;
    room_put(c->other);
    room_refuse(ask, "range", "op", both, "op is a number from 1 to %u, which both rooms have",
                both);
    return false;
}

void room_compare(struct room *room, struct ask *ask)
{
    struct comparison *c = ask->compare;
    c->rooms[c->second] = room;
    c->nr[c->second] = room->records.nr;
    if (!c->second && c->over) {
        answer(room, ask);
        return;
    }
    if (!c->second) {
        copy_stretch(room, c);
    } else {
        compare_stretch(room, c);
        if (c->over && !place_at(ask))
            return;
        if (c->over)
            c->digest[1] = room_record(room, c->at).digest;
    }
    pass(ask);
}

void compare_refuse(struct room *room, struct ask *ask)
{
    struct answer answer = { .refusal = room->trouble };
    if (ask->compare->second)
        answer.refusal.error.field = "with";
    room_put(ask->compare->other);
    room_answer(ask, &answer);
}
