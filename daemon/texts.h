// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The texts that can be read off a machine: the files of /proc, and what the kernel logs when an
 * allocation fails.
 */
#ifndef DAEMON_TEXTS_H
#define DAEMON_TEXTS_H

#include "alloc/machine.h"
#include "daemon/memory.h"

enum machine_text {
    TEXT_BUDDYINFO, /* /proc/buddyinfo, and so on */
    TEXT_PAGETYPEINFO,
    TEXT_ZONEINFO,
    TEXT_VMSTAT,
    TEXT_REPORT, /* the page allocation failure of an alloc_pages that has just failed */
    NR_TEXTS,
};

/* The text whose name this is, as in /proc. NR_TEXTS if there is none. */
enum machine_text text_by_name(const char *name);

/*
 * Appends the text. `op` is the op that was applied last, for TEXT_REPORT: nothing is appended if
 * it is no allocation, or one with __GFP_NOWARN.
 */
void text_of_machine(struct machine *m, enum machine_text which, const struct op *op,
                     struct bytes *out);

#endif
