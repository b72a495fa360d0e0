// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Invariants of the whole machine. Slow: walks every list and every page.
 */
#ifndef ALLOC_CHECK_H
#define ALLOC_CHECK_H

#include "alloc/machine.h"

/* NULL if everything holds, else what does not, in a buffer that the next call on this thread reuses. `m` is not changed. */
const char *machine_check(struct machine *m);

#endif
