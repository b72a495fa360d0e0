// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/lib/walk_rows.h"

#include <stdio.h>
#include <string.h>

#include "alloc/names.h"
#include "tests/lib/cmocka.h"

struct match {
    struct machine *m;
    const struct row *row, *end;
    bool bytes44;
    unsigned stack[64];
    int depth;
};

static bool is(unsigned function, const char *name)
{
    return strcmp(function_table[function].name, name) == 0;
}

/* In the row's function, called by the row's caller? A leave is still inside what it leaves. */
static bool in_place(const struct match *t)
{
    const struct row *r = t->row;

    if (t->depth == 0 || !is(t->stack[t->depth - 1], r->function))
        return false;
    return r->caller[0] ? t->depth > 1 && is(t->stack[t->depth - 2], r->caller) : t->depth == 1;
}

static void on_event(void *arg, const struct event *e)
{
    struct match *t = arg;
    char text[300];

    if (event_kind(e) == EV_ENTER)
        t->stack[t->depth++] = event_id(e);
    if (t->row < t->end && in_place(t)) {
        const char *says = t->bytes44 && t->row->says44 ? t->row->says44 : t->row->says;

        event_print(t->m, e, 0, text, sizeof text);
        if (strncmp(text, says, strlen(says)) == 0 && (text[strlen(says)] == 0 || says[0] == '+'))
            t->row++;
    }
    if (event_kind(e) == EV_LEAVE)
        t->depth--;
}

void walk_says(struct machine *m, struct op op, const struct row *rows, size_t n, bool bytes44)
{
    struct match t = { .m = m, .row = rows, .end = rows + n, .bytes44 = bytes44 };

    machine_listen(m, WANT_WALK | WANT_CHANGES, on_event, &t);
    op_apply(m, &op);
    machine_listen(m, 0, NULL, NULL);
    if (t.row < t.end)
        fail_msg("step %d, in %s(): the walk does not say \"%s\"", t.row->step, t.row->function,
                 bytes44 && t.row->says44 ? t.row->says44 : t.row->says);
}
