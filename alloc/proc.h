// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The texts of /proc, as the kernel prints them.
 */
#ifndef ALLOC_PROC_H
#define ALLOC_PROC_H

#include "alloc/machine.h"
#include "alloc/text.h"

/* /proc/buddyinfo: mm/vmstat.c:815 */
void proc_buddyinfo(const struct machine *m, struct text *t);

/* /proc/pagetypeinfo: mm/vmstat.c:850 */
void proc_pagetypeinfo(struct machine *m, struct text *t);

#endif
