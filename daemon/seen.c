// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/seen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/names.h"

void seen_init(struct seen *seen)
{
    *seen = (struct seen){ .wanted = must_zalloc(function_count * sizeof seen->wanted[0]),
                           .kept = must_zalloc((size_t)function_count * (function_count + 1) *
                                               sizeof seen->kept[0]) };
}

void seen_want(struct seen *seen, uint32_t function)
{
    seen->wanted[function] = true;
}

void seen_free(struct seen *seen)
{
    free(seen->wanted);
    free(seen->kept);
    free(seen->call);
    free(seen->value);
    *seen = (struct seen){ 0 };
}

void seen_op(struct seen *seen, const struct machine *m)
{
    seen->m = m;
    seen->depth = 0;
}

/* The nearest open call that is kept, NO_CALL if none is. */
static uint32_t around(const struct seen *seen)
{
    unsigned depth = seen->depth < SEEN_DEPTH ? seen->depth : SEEN_DEPTH;
    while (depth && seen->open[depth - 1].call == NO_CALL)
        depth--;
    return depth ? seen->open[depth - 1].call : NO_CALL;
}

/* Is the call around the innermost open one, and wanted? */
static bool called_by_wanted(const struct seen *seen, uint32_t parent)
{
    unsigned depth = seen->depth;
    return parent != NO_CALL && depth <= SEEN_DEPTH && seen->open[depth - 1].call == parent &&
           seen->wanted[seen->call[parent].function];
}

static uint32_t add_call(struct seen *seen, struct place_seen at, uint32_t function)
{
    uint32_t parent = around(seen);
    if (!seen->wanted[function] && !called_by_wanted(seen, parent))
        return NO_CALL;
    uint32_t above = parent == NO_CALL ? function_count : seen->call[parent].function;
    uint32_t *kept = &seen->kept[(size_t)function * (function_count + 1) + above];
    if (*kept == SEEN_CALLS)
        return NO_CALL;
    ++*kept;
    if (seen->nr_calls == seen->call_room) {
        seen->call_room = seen->call_room ? seen->call_room * 2 : 256;
        seen->call = must_realloc(seen->call, seen->call_room * sizeof seen->call[0]);
    }
    seen->call[seen->nr_calls] = (struct seen_call){ .function = function,
                                                     .parent = parent,
                                                     .first = seen->nr_values,
                                                     .from = at,
                                                     .to = { UINT32_MAX, UINT64_MAX } };
    return seen->nr_calls++;
}

/* The value's text behind the separator: "// order: 3", "- expand = 1". */
static void take_text(const struct seen *seen, const struct event *e, struct seen_value *v)
{
    char line[256];
    bool leaves = event_kind(e) == EV_LEAVE;
    event_print(seen->m, e, 0, line, sizeof line);
    /* A name may hold a colon; its length is known. */
    size_t skip = leaves ? 2 + strlen(function_table[event_id(e)].name) + 3
                         : 3 + strlen(value_table[event_id(e)].name) + 2;
    snprintf(v->text, sizeof v->text, "%s", strlen(line) > skip ? line + skip : "");
}

/* A word as it is now, b as it was. */
static void take_word(const struct event *e, struct seen_value *v)
{
    v->a = e->c;
    v->format = FMT_DEC;
    v->has_old = true;
    snprintf(v->text, sizeof v->text, "%d -> %d", (int)e->b, (int)e->c);
}

static void add_value(struct seen *seen, struct place_seen at, uint16_t name, const struct event *e)
{
    unsigned depth = seen->depth;
    if (!depth || depth > SEEN_DEPTH || seen->open[depth - 1].call == NO_CALL ||
        (seen->open[depth - 1].values++ >= SEEN_VALUES && name != SEEN_RETURN))
        return;
    if (seen->nr_values == seen->value_room) {
        seen->value_room = seen->value_room ? seen->value_room * 2 : 1024;
        seen->value = must_realloc(seen->value, seen->value_room * sizeof seen->value[0]);
    }
    struct seen_value *v = &seen->value[seen->nr_values++];
    *v = (struct seen_value){ .call = seen->open[depth - 1].call,
                              .name = name,
                              .format = (uint8_t)(event_aux(e) & ~VALUE_HAS_OLD),
                              .has_old = name != SEEN_RETURN && event_aux(e) & VALUE_HAS_OLD,
                              .a = e->a,
                              .b = e->b,
                              .at = at };
    if (event_kind(e) == EV_WORD)
        take_word(e, v);
    else
        take_text(seen, e, v);
}

void seen_event(struct seen *seen, struct place_seen at, const struct event *e)
{
    switch (event_kind(e)) {
    case EV_ENTER:
        if (seen->depth < SEEN_DEPTH) {
            seen->open[seen->depth].values = 0;
            seen->open[seen->depth].call = add_call(seen, at, event_id(e));
        }
        seen->depth++;
        break;
    case EV_VALUE:
        add_value(seen, at, (uint16_t)event_id(e), e);
        break;
    case EV_WORD:
        add_value(seen, at, (uint16_t)(SEEN_FIELD | event_id(e)), e);
        break;
    case EV_LEAVE:
        if (!seen->depth)
            break;
        if (event_aux(e) != FMT_VOID)
            add_value(seen, at, SEEN_RETURN, e);
        seen->depth--;
        if (seen->depth < SEEN_DEPTH && seen->open[seen->depth].call != NO_CALL) {
            struct seen_call *call = &seen->call[seen->open[seen->depth].call];
            call->to = at;
            call->nr = seen->nr_values - call->first;
        }
        break;
    default:
        break;
    }
}

bool seen_not_after(struct place_seen a, struct place_seen b)
{
    return a.op < b.op || (a.op == b.op && a.event <= b.event);
}

bool seen_inside(const struct seen *seen, uint32_t call, uint32_t function)
{
    for (uint32_t at = seen->call[call].parent; at != NO_CALL; at = seen->call[at].parent) {
        if (seen->call[at].function == function)
            return true;
    }
    return false;
}
