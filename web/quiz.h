// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Predict, then reveal: the question that stands open in a room, what people think, and what is told of it. The machine knows the answer
 * (daemon/predict.h); until it is revealed nobody is told, nor how many chose what.
 *
 *	none ──driver or owner asks──> open ──reveals──> revealed ──closes, or asks anew──> none, open
 *	                                └──closes──> none
 */
#ifndef WEB_QUIZ_H
#define WEB_QUIZ_H

#include "daemon/predict.h"
#include "web/people.h"

#define QUIZ_IS_OPEN "one is open: reveal it or close it first"

struct quiz {
    struct parlour *parlour;
    uint32_t n, by; /* its number in the parlour; the person who asked, 0 for a script */
    bool names;     /* people are told who chose what, afterwards */
    bool revealed;
    struct prediction asked;
    lws_sorted_usec_list_t timer; /* how many have answered is told a moment later */
    bool due;
};

/* Opens one and tells everybody; takes the place of what was open. */
void quiz_open(struct parlour *p, const struct prediction *asked, uint32_t by, bool names);

/* Of a parlour that is closed. */
void quiz_free(struct parlour *p);

/* Something is asked and not revealed yet; p may be NULL. */
bool quiz_is_open(const struct parlour *p);

/* Whether this viewer may ask now. False and *why if not. */
bool quiz_may_ask(struct viewer *v, struct refusal *why);

/* What a viewer said, and the answer to it. */
void quiz_guess(struct viewer *v, const char *tag, const struct said *said);
void quiz_reveal(struct viewer *v, const char *tag, const struct said *said);
void quiz_close(struct viewer *v, const char *tag, const struct said *said);

/* The same from outside, by who has the owner's key. False and *why if there is nothing to reveal or to close. */
bool quiz_reveal_outside(struct parlour *p, struct refusal *why);
bool quiz_close_outside(struct parlour *p, struct refusal *why);

/* What the person with this secret, who is in the room, chooses from outside. */
bool quiz_guess_outside(struct parlour *p, const struct sha256 *hand, const struct said *said,
                        struct refusal *why);

/* What a viewer that has just come, or come back, must know. */
void quiz_tell(struct viewer *v);
void quiz_tell_guess(struct viewer *v);

/* The quiz message; p NULL or nothing asked: null. */
cJSON *quiz_json(const struct parlour *p);

/* A prediction with its answer. */
cJSON *prediction_json(const struct prediction *asked);

#endif
