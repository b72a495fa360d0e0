// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The people of a room: who is here, under which name, in which role (daemon/roles.h), and what the one with the chalk looks at.
 *
 * A viewer is a connection, a person is somebody. Who has told the daemon a secret of its own (`self`) keeps place, name and chalk for
 * a while when the connection is lost, and has them again with the next one. Others are gone with their connection.
 *
 *	viewer 7 ──> person 3 ──> seat       a telephone that lost the network comes back as viewer 9 of person 3
 */
#ifndef WEB_PEOPLE_H
#define WEB_PEOPLE_H

#include "web/parlour.h"
#include "web/said.h"

/* Close code: somebody came with the same secret, and this connection is nobody's any more. */
#define CLOSE_REPLACED 4001

struct person {
    struct seat seat;      /* first: a seat of the parlour is a person */
    struct viewer *viewer; /* NULL while the connection is lost */
    uint64_t until_us;     /* and then: when the place is given up */
    bool has_self;
    struct sha256 self;
    struct sha256 hand; /* by which its notes are known, and what of it is told */
    struct author author;
    bool away; /* is here, but looks elsewhere */
    char name[NAME_BYTES];
    uint32_t
        quiz; /* the last that it answered (quiz.h), with the number of its choice, -1 if it took it back */
    int guess;
};

/* A person for a viewer that has come; its place is given up or kept when the viewer goes. */
void people_come(struct viewer *v);
void people_go(struct viewer *v);

/* Everybody whose connection was lost gives up the place now. */
void people_forget(struct parlour *p);

/* Whether this viewer may operate the machine now. False and *why if not. */
bool people_operate(struct viewer *v, struct refusal *why);

/* The person of this number has operated it. */
void people_operated(struct parlour *p, uint32_t by);

/* What a viewer said, and the answer to it. */
void people_enter(struct viewer *v, const char *tag, const struct said *said);
void people_chalk(struct viewer *v, const char *tag, const struct said *said);
void people_wish(struct viewer *v, const char *tag, const struct said *said);
void people_away(struct viewer *v, const struct said *said);
void people_at(struct viewer *v, const struct said *said);
void people_point(struct viewer *v, const struct said *said);

/* True and what is needed if this viewer may decide, write a note, take one away; else *why. */
bool people_may_decide(struct viewer *v, struct refusal *why);
bool people_may_note(struct viewer *v, struct refusal *why);

/* Who is here, or was a moment ago, and is known by this secret; or NULL. */
struct person *people_by_hand(struct parlour *p, const struct sha256 *hand);

/* The chalk by somebody outside who is the owner. */
enum denial people_chalk_outside(struct parlour *p, uint32_t to);

/* The owner has decided; `who` is a viewer's id, or 0. */
void people_decided(struct parlour *p, const struct access *access, uint64_t who);

/* The presence message as JSON; p NULL: nobody is here. */
cJSON *people_json(const struct parlour *p, const struct access *access);

/* What a viewer that has just come must know of the others. */
void people_tell(struct viewer *v);

#endif
