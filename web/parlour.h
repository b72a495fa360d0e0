// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The network thread's side of a room: its viewers, and the log of what they all get. A message is
 * built once and put into the log once; each viewer holds the number of the next one it needs. Who
 * falls behind the log gets a fresh keyframe and goes on from there, and slows nobody.
 *
 *	first                                   end
 *	  | m | m | m | m | m | m | m | m | m | m |
 *	          ^ viewer 2          ^ viewer 1  ^ viewers 3 to 500
 *
 * Answers to one viewer alone are asides. An aside remembers where the log ended when it came, so that
 * both arrive in the order in which they were made.
 */
#ifndef WEB_PARLOUR_H
#define WEB_PARLOUR_H

#include "daemon/roles.h"
#include "web/said.h"
#include "web/server.h"

#define LOG_SLOTS 4096 /* a power of two */

struct aside {
    struct aside *next;
    uint64_t at; /* goes out before this message of the log */
    struct message *message;
};

struct person;
struct quiz;

struct viewer {
    struct viewer *next; /* in the parlour */
    struct server *server;
    struct parlour *parlour;
    struct lws *wsi;
    uint64_t id;     /* in the daemon: whom answers are for */
    uint32_t number; /* of the connection, in the room */
    struct person *person;
    bool replaced; /* somebody came back as its person: to be let go */

    bool live;     /* follows the log from `log_next` on */
    bool entering; /* a keyframe is on its way */
    uint64_t log_next;
    struct aside *asides, **asides_tail;
    size_t aside_bytes;
    struct message *current; /* being sent, up to `sent` */
    size_t sent;

    struct bytes in; /* the message that is arriving */
    bool discarding; /* it is too long */
    struct allowance allowance, moves;
    bool watched; /* has a deadline by which lws must have sent what it was given */
};

struct parlour {
    struct server *server;
    struct room *room; /* held */
    struct viewer *viewers;
    uint32_t next_number;
    uint64_t first, end; /* numbers of messages in the log */
    size_t bytes;
    struct message *log[LOG_SLOTS];
    struct roles roles; /* its seats are the people */
    struct stand lead;  /* where the driver stands, and its number; 0: nobody has said */
    uint32_t lead_by;
    struct quiz *quiz; /* what is asked, or NULL (quiz.h) */
    uint32_t quizzes;  /* so many were */
    lws_sorted_usec_list_t presence_timer, lead_timer, away_timer;
    bool presence_due, lead_due;
    bool wants; /* in the server's list of those that have something to send */
    struct parlour *next_wanting;
    struct parlour *next, **at; /* all of them */
};

/*
 * Brings a new viewer in and asks for its hello and keyframe. False if the room is full. Takes
 * `room`, which must be held, if it succeeds.
 */
bool parlour_enter(struct server *server, struct room *room, struct viewer *v);

/* Takes a viewer out; frees all it had but itself. The parlour goes with its last viewer and its last kept place. */
void parlour_leave(struct viewer *v);

/* Closes a parlour in which there is neither a viewer nor a kept place. */
void parlour_close_if_empty(struct parlour *p);

/* Ends all kept places: nobody comes back to a daemon that ends. */
void parlour_end_all(struct server *server);

/* A message to everybody; takes the reference. */
void parlour_tell(struct parlour *p, struct message *message);

/* Who is here, or in which role, has changed: everybody is told a moment later. */
void parlour_presence(struct parlour *p);

/* The viewer with this id in the daemon, or NULL. */
struct viewer *parlour_viewer(const struct parlour *p, uint64_t id);

/* Delivers a post of any kind but POST_REPLY. Takes its messages. */
void parlour_deliver(struct post *post);

/* A message to one viewer alone; takes the reference. */
void viewer_tell(struct viewer *v, struct message *message);

/*
 * The message that this viewer should get on with, NULL if it has everything. Asks for a keyframe
 * if it fell behind.
 */
struct message *viewer_current(struct viewer *v);

/* n bytes of it are on their way. */
void viewer_advance(struct viewer *v, size_t n);

/* Asks the room for a keyframe, unless one is on its way. */
void viewer_resync(struct viewer *v);

#endif
