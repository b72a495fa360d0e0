// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A user of SLUB who keeps books: random operations of every kind on a machine, all of them lawful, and everything given back at the end.
 */
#ifndef TESTS_LIB_SHOP_H
#define TESTS_LIB_SHOP_H

#include "tests/lib/machines.h"

#define SHOP_OBJECTS 4096u
#define SHOP_CACHES  48u
#define SHOP_ALIASES 256u

struct shop {
    struct machine *m;
    struct random *r;
    struct {
        uint32_t addr, cache; /* cache 0: of kmalloc */
    } object[SHOP_OBJECTS];
    uint32_t nr_objects;
    struct {
        uint32_t addr, users, objects; /* users: how often it was created; objects: of ours */
    } cache[SHOP_CACHES];
    uint32_t nr_caches;
    uint32_t alias[SHOP_ALIASES], nr_aliases; /* records that SLUB never frees */
    uint32_t created;
};

/* A random operation, not applied yet. */
struct op shop_op(struct shop *s);
/* Applies it and keeps the books. */
struct op_result shop_apply(struct shop *s, const struct op *op);
/* Frees every object, destroys every cache, shrinks all, frees the records of aliases. `applied` hears of each operation. */
void shop_close(struct shop *s, void (*applied)(void *arg, const struct op *op), void *arg);

#endif
