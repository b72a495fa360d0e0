// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * "Check my note": each claim of a note (claim.h) against what the functions showed (seen.h) and what is true of the kernel anyway
 * (claim_facts.h).
 *
 * A note goes through the calls in their order, and so does the check: the claims under one heading are held against one call, the one that fits
 * best from where the heading before was on. Calls that come to be in another way than the note says do not count: what stands there is not
 * reached here.
 */
#ifndef DAEMON_CHECK_H
#define DAEMON_CHECK_H

#include "daemon/claim.h"
#include "daemon/seen.h"

enum verdict {
    VERDICT_RIGHT,
    VERDICT_WRONG,
    VERDICT_ASSUMED, /* the note says that it assumes this, or goes on from there; here it is otherwise */
    VERDICT_FILLED,    /* the note asks: ???? */
    VERDICT_UNREACHED, /* the machine does not come there in the way of the note */
    VERDICT_UNKNOWN,   /* the walk does not show it */
    NR_VERDICTS
};
extern const char *const verdict_names[NR_VERDICTS];

struct finding {
    const struct claim *claim;
    enum verdict verdict;
    char truth[64]; /* "" if it is not known, or not otherwise */
    char why[160];  /* "", or a sentence more */
    bool placed;    /* the walk has it at */
    struct place_seen at;
};

struct check {
    struct claims claims;
    struct finding *finding;
    size_t nr;
    uint32_t count[NR_VERDICTS];
    bool cut;     /* the note goes on, and was not judged to its end */
    uint32_t run; /* ops of the room; what is found behind would be there if the boot went on */
};

/* Which functions a note is about. */
void check_want(const struct claims *claims, struct seen *seen);

/* Holds the claims against what was seen: fills finding, nr and count. */
void check_judge(struct check *check, const struct seen *seen);

void check_free(struct check *check);

#endif
