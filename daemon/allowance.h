// SPDX-License-Identifier: GPL-2.0-or-later
/* How many a second: a bucket that fills at a rate and holds twice that. */
#ifndef DAEMON_ALLOWANCE_H
#define DAEMON_ALLOWANCE_H

#include <stdbool.h>
#include <stdint.h>

struct allowance {
    double left;
    uint64_t since_us;
};

/* Takes one. False if there is none left. A zeroed bucket is full. */
bool allowance_take(struct allowance *a, uint32_t rate);

#endif
