// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The workers: threads that take turns at tasks. A task works for one slice of time and says
 * whether it wants another; it then goes to the end of the line, so that nobody's ten million
 * operations keep anybody else waiting.
 */
#ifndef DAEMON_POOL_H
#define DAEMON_POOL_H

#include <stdbool.h>
#include <stdint.h>

#define SLICE_US 10000 /* a task should hand its worker back after this long */

/*
 * Embedded in what it works on. `run` returns true to be called again; after returning false the
 * task belongs to whoever it was for, and the pool does not touch it any more.
 */
struct task {
    struct task *next;
    bool (*run)(struct task *task);
};

struct pool;

struct pool *pool_start(unsigned workers);

/* Puts a task at the end of the line. It must not be in line already. Any thread. */
void pool_submit(struct pool *pool, struct task *task);

/*
 * Waits for the slices under way, then ends the threads. Tasks still in line are forgotten: their
 * owners free them.
 */
void pool_stop(struct pool *pool);

/* Microseconds of the monotonic clock. */
uint64_t now_us(void);

#endif
