// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A machine at rest: the chunks in which it differs from its base, and where it stood in an operation. Machines that are saved one after the other
 * share the chunks that did not change in between, so that many of them cost little more than one.
 *
 *	saved 1   chunk 1 a   chunk 7 b
 *	saved 2   chunk 1 c   chunk 7 b   chunk 9 d	b is kept once
 *
 * One thread at a time for all that share chunks.
 */
#ifndef ALLOC_SAVED_H
#define ALLOC_SAVED_H

#include "alloc/machine.h"

struct saved;

/* Saves the machine, sharing what it can with `near`, which may be NULL or of another base. NULL and errno. */
struct saved *machine_save(struct machine *m, const struct saved *near);

/* A machine as it was when it was saved, no listener. NULL and errno. */
struct machine *machine_restore(const struct saved *s);

/* Bytes that would come free without it: what it shares does not count. */
size_t saved_own_bytes(const struct saved *s);

void saved_free(struct saved *s);

#endif
