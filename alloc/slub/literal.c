// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "alloc/slub/slub.h"

uint32_t string_literal(struct machine *m, const char *text)
{
    uint32_t first = m->kernel_end - STATIC_BYTES - LITERALS * LITERAL_BYTES,
             at = first + (LITERALS - 1) * LITERAL_BYTES;

    for (uint32_t i = 0; i < LITERALS; i++) {
        const char *there = ram_at(m, first + i * LITERAL_BYTES);

        if (strcmp(there, text) == 0)
            return first + i * LITERAL_BYTES;
        if (!*there) {
            at = first + i * LITERAL_BYTES;
            break;
        }
    }
    ram_copy_in(m, at, text, (uint32_t)strlen(text) + 1);
    return at;
}
