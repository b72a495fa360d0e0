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

/* Why it is so; `detail` says of what. */
enum because {
    BECAUSE_NOTHING,
    BECAUSE_ASSUMED,  /* in that line of the note */
    BECAUSE_CONSTANT, /* "DOWN = 0" */
    BECAUSE_RULE,     /* it follows so from others: "start_pfn + 1" */
    BECAUSE_PASSED,   /* the call hands it on: "gfp_mask, __alloc_pages()" */
    BECAUSE_LOOP,     /* `i` where its loop has ended */
    BECAUSE_ITEM,     /* that item of vm_stat counts something else: "NR_ALLOC_BATCH" */
    BECAUSE_ALWAYS,   /* the function returns it for any argument here: "page_to_nid()" */
    NR_BECAUSE
};
extern const char *const because_names[NR_BECAUSE];

struct finding {
    const struct claim *claim;
    enum verdict verdict;
    char truth[64]; /* "" if it is not known, or not otherwise */
    enum because because;
    char detail[160];
    bool placed; /* the walk has it at */
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
