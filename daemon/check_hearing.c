// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/check_hearing.h"

#include <stdlib.h>

#include "alloc/op.h"

struct check_hearing {
    struct hearing hearing;
    struct machine *m;
    struct seen seen;
    struct check check;
};

static struct check_hearing *of(struct hearing *h)
{
    return (struct check_hearing *)h;
}

static void begins(struct hearing *h, struct machine *m)
{
    of(h)->m = m;
}

static void op_begins(struct hearing *h)
{
    seen_op(&of(h)->seen, of(h)->m);
}

static void hears(struct hearing *h, const struct event *e)
{
    seen_event(&of(h)->seen, (struct place_seen){ h->op, h->event }, e);
}

static void hears_boot(void *arg, const struct event *e)
{
    struct hearing *h = arg;
    h->event++;
    h->hears(h, e);
}

/*
 * The room may not have come to what the note is about: a boot goes on by itself, so it is run on. A room that went another way meanwhile
 * would find other values, which is why what is found here is told apart.
 */
static void run_boot(struct hearing *h, struct machine *m)
{
    machine_listen(m, WANT_ALL, hears_boot, h);
    for (uint32_t stage = STAGE_ZONELISTS; stage < STAGE_COUNT; stage++) {
        struct op op = { .kind = OP_BOOT, .stage = stage, .cpu = OP_NO_CPU };
        struct op_error error;
        if (!op_check(m, &op, &error))
            continue;
        h->op++;
        h->event = 0;
        op_begins(h);
        op_apply(m, &op);
    }
    machine_listen(m, WANT_NOTHING, NULL, NULL);
}

static void ends(struct hearing *h, struct machine *m)
{
    of(h)->check.run = h->op;
    run_boot(h, m);
    check_judge(&of(h)->check, &of(h)->seen);
}

static void frees(struct hearing *h)
{
    seen_free(&of(h)->seen);
    check_free(&of(h)->check);
    free(h);
}

struct hearing *check_hearing(const char *note, size_t len)
{
    struct check_hearing *c = must_zalloc(sizeof *c);
    c->hearing = (struct hearing){ .first = 1,
                                   .begins = begins,
                                   .op_begins = op_begins,
                                   .hears = hears,
                                   .ends = ends,
                                   .frees = frees };
    claims_read(note, len, &c->check.claims);
    seen_init(&c->seen);
    check_want(&c->check.claims, &c->seen);
    return &c->hearing;
}

const struct check *check_found(const struct hearing *h)
{
    return &((const struct check_hearing *)h)->check;
}
