// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What happened to one page, and to one object in it: taken from a free list, split, stolen, handed
 * out, made a slab, given back, merged. Found by listening to the operations once more; one line of
 * text for each, the oldest first:
 *
 *	OP.EVENT since WHAT	what it was where the listening began: free, reserved, slab, used
 *	OP.EVENT taken PFN ORDER TYPE	the block around it leaves a free list, OP.EVENT split, listed,
 *		moved, merged: it comes to one as a half, by itself, with its pageblock, joined to a buddy
 *	OP.EVENT owner FROM TO	its pageblock's type
 *	OP.EVENT pcp CPU	onto a cpu's list
 *	OP.EVENT alloc PFN ORDER, OP.EVENT free PFN ORDER
 *	OP.EVENT slab CACHE	an address; also when another descriptor takes over
 *	OP.EVENT partial, OP.EVENT unslab
 *	OP.EVENT kmalloc ADDR CPU, kfree, kmem_cache_alloc, kmem_cache_free
 *	OP.EVENT left N	so many lines before this one are left out
 */
#ifndef DAEMON_PAST_H
#define DAEMON_PAST_H

#include "daemon/hearing.h"

#define PAST_LINES  200      /* that are kept, the newest */
#define PAST_EVENTS 20000000 /* that are listened to, up to the place asked for */
#define PAST_DEPTH  64

struct past_line {
    uint32_t op;
    uint64_t event;
    char text[56];
};

struct past {
    struct hearing hearing;
    const struct machine *m;
    uint32_t pfn, addr; /* addr 0: the page alone */
    uint16_t calls[PAST_DEPTH];
    unsigned depth;
    uint32_t slab; /* first page of the slab that it lies in, 0 for none */
    struct past_line line[PAST_LINES];
    uint64_t lines; /* all that there were; line[lines % PAST_LINES] is the oldest then */
};

/* Listens from op `first` on for what happens to page `pfn`, and to the object at `addr` if that is not 0. */
struct hearing *past_hearing(uint32_t first, uint32_t pfn, uint32_t addr);

#endif
