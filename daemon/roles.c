// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/roles.h"

#include <stddef.h>
#include <string.h>

const char *denial_text(enum denial why)
{
    static const char *const texts[] = {
        [DENIED_NOT] = "",
        [DENIED_LOCKED] = "this room is locked: its owner and whoever has the chalk operate it",
        [DENIED_SCREEN] = "a screen only shows",
        [DENIED_NOT_OWNER] = "only who has the owner's key may do that",
        [DENIED_NOT_YOURS] = "the chalk is handed over by who has it, or by the owner",
        [DENIED_NOBODY] = "nobody in this room has that number",
        [DENIED_TO_SCREEN] = "a screen takes no chalk",
        [DENIED_NOTES_DRIVER] = "in this room the owner and whoever has the chalk write notes",
        [DENIED_NOTES_OWNER] = "in this room only the owner writes notes",
        [DENIED_NOT_DRIVER] = "only who has the chalk, or the owner, may do that",
    };
    return texts[why];
}

/* ---- the chalk ---- */

/* The owner who has been here longest, or NULL. */
static struct seat *owner_here(const struct roles *r)
{
    struct seat *found = NULL;
    for (struct seat *s = r->seats; s; s = s->next) {
        if (s->owner && !s->screen && !s->gone)
            found = s;
    }
    return found;
}

static void hand(struct roles *r, struct seat *to)
{
    r->chalk = to;
    if (to)
        to->wish = false;
}

/* Back to the owner, and to nobody else. */
static void put_down(struct roles *r)
{
    hand(r, owner_here(r));
}

/* ---- coming and going ---- */

void roles_enter(struct roles *r, struct seat *seat, uint32_t number)
{
    seat->number = number;
    seat->next = r->seats;
    r->seats = seat;
}

void roles_leave(struct roles *r, struct seat *seat)
{
    struct seat **at = &r->seats;
    while (*at != seat)
        at = &(*at)->next;
    *at = seat->next;
    if (r->chalk == seat)
        put_down(r);
}

void roles_own(struct roles *r, struct seat *seat)
{
    seat->owner = true;
    if (r->access.mode == ROOM_LOCKED && !r->chalk && !seat->screen)
        hand(r, seat);
}

void roles_screen(struct roles *r, struct seat *seat, bool on)
{
    seat->screen = on;
    if (on)
        seat->wish = false;
    if (on && r->chalk == seat)
        put_down(r);
    if (!on && seat->owner)
        roles_own(r, seat);
}

struct seat *roles_seat(const struct roles *r, uint32_t number)
{
    struct seat *s = r->seats;
    while (s && s->number != number)
        s = s->next;
    return s;
}

/* ---- what one wants ---- */

enum denial roles_operate(const struct roles *r, const struct seat *seat)
{
    if (seat->screen)
        return DENIED_SCREEN;
    if (r->access.mode == ROOM_LOCKED && r->chalk != seat && !seat->owner)
        return DENIED_LOCKED;
    return DENIED_NOT;
}

void roles_operated(struct roles *r, struct seat *seat)
{
    if (r->access.mode == ROOM_OPEN && !seat->screen && !seat->gone)
        hand(r, seat);
}

enum denial roles_operate_outside(const struct access *access, bool owner)
{
    return owner || access->mode == ROOM_OPEN ? DENIED_NOT : DENIED_LOCKED;
}

static enum denial take(struct roles *r, struct seat *seat)
{
    if (seat->screen)
        return DENIED_SCREEN;
    if (!seat->owner && r->access.mode == ROOM_LOCKED && r->chalk != seat)
        return DENIED_LOCKED;
    hand(r, seat);
    return DENIED_NOT;
}

enum denial roles_chalk(struct roles *r, struct seat *seat, uint32_t to)
{
    if (to == seat->number)
        return take(r, seat);
    if (!seat->owner && r->chalk != seat)
        return DENIED_NOT_YOURS;
    if (to == 0) {
        put_down(r);
        return DENIED_NOT;
    }
    struct seat *other = roles_seat(r, to);
    if (!other || other->gone)
        return DENIED_NOBODY;
    if (other->screen)
        return DENIED_TO_SCREEN;
    hand(r, other);
    return DENIED_NOT;
}

enum denial roles_wish(struct roles *r, struct seat *seat, bool on)
{
    if (on && seat->screen)
        return DENIED_SCREEN;
    seat->wish = on && r->chalk != seat;
    return DENIED_NOT;
}

void roles_decide(struct roles *r, const struct access *access, struct seat *by)
{
    bool locks = access->mode == ROOM_LOCKED && r->access.mode == ROOM_OPEN;
    r->access = *access;
    if (!locks)
        return;
    if (by && !by->screen && !by->gone)
        hand(r, by);
    else
        put_down(r);
}

/* ---- notes ---- */

enum denial roles_note_outside(const struct access *access, bool owner)
{
    if (owner || access->notes == NOTES_EVERYBODY)
        return DENIED_NOT;
    return access->notes == NOTES_DRIVER ? DENIED_NOTES_DRIVER : DENIED_NOTES_OWNER;
}

enum denial roles_note(const struct roles *r, const struct seat *seat)
{
    if (seat->screen)
        return DENIED_SCREEN;
    if (r->chalk == seat && r->access.notes == NOTES_DRIVER)
        return DENIED_NOT;
    return roles_note_outside(&r->access, seat->owner);
}

enum denial roles_ask(const struct roles *r, const struct seat *seat)
{
    if (seat->screen)
        return DENIED_SCREEN;
    return seat->owner || r->chalk == seat ? DENIED_NOT : DENIED_NOT_DRIVER;
}

/* ---- names ---- */

static const char *const modes[] = { [ROOM_OPEN] = "open", [ROOM_LOCKED] = "locked" };
static const char *const writers[] = {
    [NOTES_EVERYBODY] = "everybody", [NOTES_DRIVER] = "driver", [NOTES_OWNER] = "owner"
};

const char *mode_name(enum room_mode mode)
{
    return modes[mode];
}

const char *note_writers_name(enum note_writers notes)
{
    return writers[notes];
}

/* Index of a name, -1 if it is none. */
static int find(const char *const *names, int count, const char *text)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], text) == 0)
            return i;
    }
    return -1;
}

bool mode_read(const char *text, enum room_mode *mode)
{
    int i = find(modes, 2, text);
    if (i >= 0)
        *mode = (enum room_mode)i;
    return i >= 0;
}

bool note_writers_read(const char *text, enum note_writers *notes)
{
    int i = find(writers, 3, text);
    if (i >= 0)
        *notes = (enum note_writers)i;
    return i >= 0;
}
