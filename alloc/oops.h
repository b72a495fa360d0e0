// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the model stops. A stray write or a double free makes SLUB do strange things, and the model does the same strange things, for as long as
 * they are reads and writes of low memory and of slabs' page structs. With 3.13.11 it goes on when, in a cache without debugging,
 *
 *	- an object is freed twice: it is on the freelist twice, is handed out twice, and inuse is too low by one; at 0 the slab is given up with
 *	  objects in use, and inuse goes on from 65535
 *	- an address inside an object is freed: it is an object from then on
 *	- an object of another cache is freed: its slab is on the lists of one and counted by the other
 *	- a free pointer leads to other memory: that is handed out
 *	- a field of a struct kmem_cache is another number that fits the rest: that is what it is
 *	- what debugging finds is put right or set aside
 *
 * It stops where the kernel would
 *
 *	- read or write where nothing is mapped, or run into a BUG: it oopses (or panics)
 *	- go round in a circle for ever: chains that meet when a cpu gives its slab back, a list that does not lead back to its head, new slabs that
 *	  all fail their checks
 *	- use as a slab what is none, or follow a link of a list to what is no member: it goes on with other structs than those that are modelled.
 *	  A list's link with an address that a stray write left is such a one
 *
 * The first such event is kept in the machine (m->oops, m->oops_addr), the operation ends there, and op_check() refuses every later one. What
 * the operation has written until then stays written, as it would.
 *
 * Page tables are words of RAM that the MMU and Linux both read: what a stray write leaves in one holds for the next walk. The kernel itself
 * does not go through them here: it reads and writes low memory wherever there is RAM.
 *
 * Not modelled is what a stray write does to code or to the memory map: those pages of RAM are only words here.
 */
#ifndef ALLOC_OOPS_H
#define ALLOC_OOPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct machine;
struct op_error;

enum oops_reason {
    OOPS_NONE,
    OOPS_FAULT, /* address: what was read or written */
    OOPS_ALIGN, /* address of a struct with locks or lists that is not at a multiple of 4 */
    OOPS_BUG,   /* a BUG_ON(); address: of the object */
    OOPS_LOOP,  /* a free chain or a list is a circle; address: an object or a list head on it */
    OOPS_LIST,  /* a list's link leads to what is no slab; address: where it leads */
    OOPS_SLAB,  /* a page frame is taken for a slab and is none; address: of its memory */
    OOPS_CACHE, /* a struct kmem_cache was overwritten; address: its own */
    OOPS_PANIC, /* a cache with SLAB_PANIC cannot be created; address: of its name */
    OOPS_REASONS
};

/* Ends the operation under way. Does not return. */
__attribute__((cold)) _Noreturn void oops(struct machine *m, enum oops_reason reason,
                                          uint32_t addr);

/* Runs the machine's op_step until it ends or oopses. What `run` returns; false after an oops. */
bool oops_guard(struct machine *m, bool (*run)(struct machine *m));

/* "Unable to handle kernel paging request at virtual address 6b6b6b6b": what happened, in a sentence. Returns the length as snprintf does. */
int oops_print(uint32_t reason, uint32_t addr, char *buf, size_t size);

/* Says why a machine that has stopped takes no operation. Always false, as op_check(). */
bool oops_refuse(const struct machine *m, struct op_error *e);

#endif
