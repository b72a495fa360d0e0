// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SLUB under a user who does everything wrong (tests/lib/vandal.h): no operation crashes, hangs or leaves the image, with and without a listener and
 * a log, with and without op_check() before; and what is left can be read.
 */
#include <stdlib.h>

#include "alloc/printk.h"
#include "alloc/proc.h"
#include "tests/lib/machines.h"
#include "tests/lib/vandal.h"

#define MAX_OPS 300
#define MAX_EVENTS \
    40000000 /* of one operation: a page of 32,767 objects, as a stray write has it, takes 200 for each */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool so)
{
    if (!so)
        abort();
}

struct walk {
    int depth;
    unsigned events;
};

static void hear(void *arg, const struct event *e)
{
    struct walk *w = arg;

    w->depth = event_depth(e, w->depth);
    must(w->events++ < MAX_EVENTS);
}

static void read_log(void *arg, const char *text, size_t len)
{
    uint64_t *bytes = arg;

    must(!len || text[0]);
    *bytes += len;
}

/* Whoever looks at the machine trusts nothing in it. */
static void look(struct machine *m, const struct op *op)
{
    static char buf[1u << 16];
    struct text t = { buf, sizeof buf, 0 };
    struct op_error error = { 0 };

    proc_slabinfo(m, &t);
    proc_slab(m, "kmalloc-64", SLAB_NO_ATTRIBUTE, &t);
    must(op_check(m, op, &error) ? !m->oops : error.message[0] != 0);
    op_is_long(m, op);
    machine_digest(m);
}

static void run(struct machine *m, struct dice *dice, unsigned how)
{
    struct vandal v = { .m = m, .d = dice, .patience = how >> 3 };
    uint64_t bytes = 0;
    struct walk walk = { 0, 0 };

    if (how & 1)
        machine_listen(m, WANT_ALL, hear, &walk);
    if (how & 2)
        machine_log(m, read_log, &bytes);
    for (int i = 0; i < MAX_OPS && dice->len && !m->oops; i++) {
        struct op op = vandal_op(&v);
        struct op_error error;

        if (how & 4 && !op_check(m, &op, &error))
            continue;
        walk.events = 0;
        vandal_apply(&v, &op);
        must(walk.depth == 0);
        if (i % 16 == 0 || m->oops)
            look(m, &op);
    }
}

static struct machine *booted;

static void end(void)
{
    machine_destroy(booted);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct machine *m;
    struct dice dice = { .data = data + 1, .len = size - 1 };

    if (!size)
        return 0;
    if (!booted) {
        booted = boot_slub_machine("m16", STAGE_WMARK);
        must(machine_freeze(booted) == 0);
        atexit(end);
    }
    m = machine_clone(booted);
    must(m != NULL);
    run(m, &dice, data[0]);
    machine_destroy(m);
    return 0;
}
