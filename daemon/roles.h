// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who may do what in a room: a state machine and nothing else. No clock, no network, no allocation: the caller owns the seats, and
 * says what happened.
 *
 * A room is open (everybody drives) or locked. One person at most has the chalk: that is the driver, whom the others follow.
 *
 *	                 operate   operate    take        hand the     ask     open, lock,   write    delete
 *	                 (open)    (locked)   the chalk   chalk over   for it  who notes     notes    notes
 *	owner            yes       yes        yes         yes          –       yes           yes      any
 *	driver           yes       yes        –           yes          –       no            (1)      own
 *	viewer           yes (2)   no         if open     no           yes     no            (1)      own
 *	screen           no        no         no          no           no      no            no       no
 *	the API, no key  yes       no         –           –            –       no            (1)      own
 *
 *	Owner and driver ask what people think that the machine will do, and reveal it.
 *
 *	(1) as the owner lets: everybody, owner and driver, or the owner alone
 *	(2) and has the chalk from then on
 *
 *	                      a viewer operates or takes it (open), owner takes, driver or owner gives
 *	                    ┌──────────────────────────────────────────────────────────────┐
 *	     nobody has it ─┤                                                              ├─> one has it
 *	                    └──────────────────────────────────────────────────────────────┘
 *	     who has it leaves or becomes a screen ──> the owner, if one is here, else nobody; an owner who comes then gets it, if locked
 *	     the owner locks the room ──> that owner
 *
 * Several people may have shown the owner's key (a laptop and a telephone): each is the owner.
 */
#ifndef DAEMON_ROLES_H
#define DAEMON_ROLES_H

#include <stdbool.h>
#include <stdint.h>

enum room_mode { ROOM_OPEN, ROOM_LOCKED };
enum note_writers { NOTES_EVERYBODY, NOTES_DRIVER, NOTES_OWNER };

/* What the owner has decided; kept in the journal. */
struct access {
    enum room_mode mode;
    enum note_writers notes;
};

/* One person's place in a room. */
struct seat {
    struct seat *next; /* longest here last */
    uint32_t number;   /* above 0 */
    bool owner, screen;
    bool wish; /* asks for the chalk */
    bool gone; /* not connected: keeps the chalk for a while, but is given none */
};

struct roles {
    struct access access;
    struct seat *seats;
    struct seat *chalk; /* who has it, or NULL */
};

/* Why not. */
enum denial {
    DENIED_NOT, /* allowed */
    DENIED_LOCKED,
    DENIED_SCREEN,
    DENIED_NOT_OWNER,
    DENIED_NOT_YOURS, /* the chalk is not this one's to give */
    DENIED_NOBODY,    /* there is no such person, or not now */
    DENIED_TO_SCREEN,
    DENIED_NOTES_DRIVER,
    DENIED_NOTES_OWNER,
    DENIED_NOT_DRIVER,
};

/* A sentence that says why. */
const char *denial_text(enum denial why);

/* A new viewer, whose seat is zeros. */
void roles_enter(struct roles *r, struct seat *seat, uint32_t number);

/* Leaves for good. */
void roles_leave(struct roles *r, struct seat *seat);

/* Has shown the owner's key. */
void roles_own(struct roles *r, struct seat *seat);

/* Is a screen from now on, or no more. */
void roles_screen(struct roles *r, struct seat *seat, bool on);

/* Wants to operate the machine. */
enum denial roles_operate(const struct roles *r, const struct seat *seat);

/* Has done so: in an open room it has the chalk now. */
void roles_operated(struct roles *r, struct seat *seat);

/* The same for one who is not in the room, such as a script. */
enum denial roles_operate_outside(const struct access *access, bool owner);

/* Wants the person `to` to have the chalk: itself (it takes it), another (it hands it over), or 0 (it puts it down: as if it had left). */
enum denial roles_chalk(struct roles *r, struct seat *seat, uint32_t to);

/* Asks for the chalk, or does so no more. */
enum denial roles_wish(struct roles *r, struct seat *seat, bool on);

/* What the owner has decided anew; `by` is the owner, or NULL if that is somebody outside. */
void roles_decide(struct roles *r, const struct access *access, struct seat *by);

/* Wants to write a note; the second is for one who is not in the room. */
enum denial roles_note(const struct roles *r, const struct seat *seat);
enum denial roles_note_outside(const struct access *access, bool owner);

/* Wants to ask what the machine will do, or to reveal it. */
enum denial roles_ask(const struct roles *r, const struct seat *seat);

/* The seat of this number, or NULL. */
struct seat *roles_seat(const struct roles *r, uint32_t number);

/* "open", "locked"; "everybody", "driver", "owner". False if it is none of them. */
const char *mode_name(enum room_mode mode);
const char *note_writers_name(enum note_writers notes);
bool mode_read(const char *text, enum room_mode *mode);
bool note_writers_read(const char *text, enum note_writers *notes);

#endif
