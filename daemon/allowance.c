// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/allowance.h"

#include "daemon/pool.h"

#define BURST 2 /* seconds' worth at once */

bool allowance_take(struct allowance *a, uint32_t rate)
{
    uint64_t now = now_us();
    double full = (double)rate * BURST;
    a->left = a->since_us ? a->left + (double)(now - a->since_us) * 1e-6 * rate : full;
    if (a->left > full)
        a->left = full;
    a->since_us = now;
    if (a->left < 1)
        return false;
    a->left -= 1;
    return true;
}
