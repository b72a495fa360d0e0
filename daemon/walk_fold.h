// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The walk as a reader would write it down, call by call, with values and changes: events in, lines of text out.
 *
 * mem_init() alone calls one function 335,000 times. So repeats are folded: a call whose sibling of the same function had the
 * same shape (the same functions in the same nesting) is counted, not told. To know a shape one has to see the whole
 * call; what a call reports that may turn out to be a repeat therefore waits, and is told or dropped when it is left.
 */
#ifndef DAEMON_WALK_FOLD_H
#define DAEMON_WALK_FOLD_H

#include "daemon/walk.h"

struct walk_fold;

/* Takes a line of the walk, with its newline. */
typedef void walk_sink(void *arg, const char *text);

/* The walk of a machine in a format; `full`: nothing is folded. The owner frees it with walk_fold_free(). */
struct walk_fold *walk_fold_new(const struct machine *m, enum walk_format format, bool full,
                                walk_sink *sink, void *arg);
void walk_fold_free(struct walk_fold *w);

/* Listener for WANT_WALK | WANT_CHANGES; `arg` is the struct walk_fold. */
void walk_fold_event(void *arg, const struct event *e);

/*
 * Until now calls were followed, and nothing told; what comes is. In Markdown it begins with the way to the call that is open, as the notes write
 * it: `- mem_init()-> free_all_bootmem()`. Without this call all is told from the first event on.
 */
void walk_fold_mute(struct walk_fold *w);
void walk_fold_speak(struct walk_fold *w);

/* Tells what is held still: the walk ends here, whatever calls are open. */
void walk_fold_end(struct walk_fold *w);

#endif
