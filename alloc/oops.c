// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/oops.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "alloc/change.h"
#include "alloc/printk.h"

/* The first page is never mapped: arch/arm/mm/fault.c:146. */
#define NULL_PAGE 4096u

int oops_print(uint32_t reason, uint32_t a, char *buf, size_t size)
{
    switch (reason) {
    case OOPS_FAULT:
        return snprintf(buf, size, "Unable to handle kernel %s at virtual address %08" PRIx32,
                        a < NULL_PAGE ? "NULL pointer dereference" : "paging request", a);
    case OOPS_ALIGN:
        return snprintf(buf, size, "Unhandled fault: alignment exception (0x001) at 0x%08" PRIx32,
                        a);
    case OOPS_BUG:
        return snprintf(buf, size,
                        "kernel BUG at mm/slub.c:3365! kfree(%08" PRIx32
                        ") of neither a slab's object nor a compound page",
                        a);
    case OOPS_LOOP:
        return snprintf(buf, size, "the free chain or list at %08" PRIx32 " never ends", a);
    case OOPS_LIST:
        return snprintf(buf, size,
                        "a list of slabs or of caches leads to %08" PRIx32 ", which is neither", a);
    case OOPS_SLAB:
        return snprintf(buf, size, "the page at %08" PRIx32 " is taken for a slab and is none", a);
    case OOPS_CACHE:
        return snprintf(buf, size, "the struct kmem_cache at %08" PRIx32 " was overwritten", a);
    case OOPS_PANIC:
        return snprintf(buf, size,
                        "Kernel panic - not syncing: a cache with SLAB_PANIC cannot be created");
    default:
        return snprintf(buf, size, "no oops");
    }
}

bool oops_refuse(const struct machine *m, struct op_error *e)
{
    char what[128];

    oops_print(m->oops, m->oops_addr, what, sizeof what);
    e->code = "state";
    e->field = "op";
    snprintf(e->message, sizeof(e->message),
             "op: the kernel has stopped: %s; go back in time, or start anew", what);
    return false;
}

void oops(struct machine *m, enum oops_reason reason, uint32_t addr)
{
    char what[128];

    set_word(m, &m->oops, reason, FIELD_oops);
    set_word(m, &m->oops_addr, addr, FIELD_oops_addr);
    oops_print(m->oops, m->oops_addr, what, sizeof what);
    printk(m, "%s\n", what);
    while (walking(m) && m->host.depth > 0)
        leave(m, m->host.open[(unsigned)(m->host.depth - 1) % OPEN_CALLS]);
    if (!m->host.on_oops)
        abort(); /* outside of an operation the machine is sound */
    longjmp(*(jmp_buf *)m->host.on_oops, 1);
}

bool oops_guard(struct machine *m, bool (*run)(struct machine *m))
{
    jmp_buf back;
    bool more = false;

    m->host.on_oops = &back;
    m->host.depth = 0;
    if (!setjmp(back))
        more = run(m);
    m->host.on_oops = NULL;
    return more;
}
