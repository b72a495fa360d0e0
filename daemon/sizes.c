// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/sizes.h"

#include <string.h>

#include "alloc/config.h"
#include "alloc/names.h"
#include "alloc/slub/slub.h"

struct hearing {
    struct sizes *out;
    unsigned function; /* the innermost that matters */
};

static void hear_value(struct hearing *h, const struct event *e)
{
    struct sizes *s = h->out;
    struct size_call *call = s->nr ? &s->call[s->nr - 1] : NULL;
    unsigned id = event_id(e);
    if (h->function == F_calculate_order) {
        if (id == V_max_objects)
            s->most = e->a;
        if (id == V_min_objects)
            s->least = e->a;
    } else if (h->function == F_slab_order && call) {
        if (id == V_min_objects)
            call->min_objects = e->a;
        if (id == V_max_order)
            call->max_order = e->a;
        if (id == V_fract_leftover)
            call->fraction = e->a;
        if (id == V_order && call->nr < SIZE_TRIES)
            call->tried[call->nr++].order = e->a;
        if (id == V_rem && call->nr) {
            struct size_try *tried = &call->tried[call->nr - 1];
            tried->rem = e->a;
            tried->limit = (PAGE_SIZE << tried->order) / call->fraction;
        }
    }
}

static void hear(void *arg, const struct event *e)
{
    struct hearing *h = arg;
    struct sizes *s = h->out;
    unsigned id = event_id(e);
    if (event_kind(e) == EV_ENTER) {
        h->function = id;
        if (id == F_slab_order && s->nr < SIZE_CALLS)
            s->nr++;
    } else if (event_kind(e) == EV_LEAVE) {
        /* order_objects() is called in the middle of both. */
        h->function = id == F_slab_order ? F_calculate_order
                      : s->nr            ? F_slab_order
                                         : F_calculate_order;
        if (id == F_slab_order && s->nr)
            s->call[s->nr - 1].order = e->a;
    } else if (event_kind(e) == EV_VALUE) {
        hear_value(h, e);
    }
}

/* A machine to ask: its first page of RAM serves as the descriptor. */
static struct machine *machine_to_ask(void)
{
    static struct machine *machine;
    const char *why;
    if (!machine)
        machine = machine_create(profile_find("small"), &why);
    return machine;
}

bool sizes_ask(uint32_t size, uint32_t align, uint32_t flags, struct sizes *out)
{
    struct machine *m = machine_to_ask();
    struct hearing h = { .out = out };
    *out = (struct sizes){ 0 };
    if (!m)
        return false;
    struct kmem_cache *s = cache_at(m, PAGE_OFFSET);
    memset(s, 0, sizeof *s);
    s->flags = flags & CACHE_CREATE_MASK;
    s->object_size = s->size = size;
    s->align = calculate_alignment(m, s->flags, align, size);
    machine_listen(m, WANT_ALL, hear, &h);
    out->ok = calculate_sizes(m, s);
    if (out->ok)
        set_min_partial(m, s, (31 - (uint32_t)__builtin_clz(s->size)) / 2);
    machine_listen(m, 0, NULL, NULL);
    out->align = s->align;
    out->inuse = s->inuse;
    out->offset = s->offset;
    out->size = s->size;
    out->flags = s->flags;
    out->order = oo_order(s->oo);
    out->objects = oo_objects(s->oo);
    out->min_order = oo_order(s->min);
    out->min_objects = oo_objects(s->min);
    out->min_partial = s->min_partial;
    return true;
}
