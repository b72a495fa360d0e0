// SPDX-License-Identifier: GPL-2.0-or-later
/* A study note: whatever it is, it is read to its end and judged, here against a machine that was never started. */
#include <stdlib.h>

#include "daemon/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct seen seen; /* of nothing, however much is wanted */
    struct check check = { 0 };
    claims_read((const char *)data, size, &check.claims);
    if (!seen.wanted)
        seen_init(&seen);
    check_want(&check.claims, &seen);
    check_judge(&check, &seen);
    if (check.nr > check.claims.nr)
        abort();
    for (size_t i = 0; i < check.nr; i++) {
        if (check.finding[i].verdict >= NR_VERDICTS)
            abort();
    }
    check_free(&check);
    return 0;
}
