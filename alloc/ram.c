// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/ram.h"

#include <string.h>

/* Writes byte `value` at virt, as a change of its word. */
static void write_byte(struct machine *m, uint32_t virt, uint8_t value)
{
    uint32_t shift = (virt & 3) * 8, word = ram_read(m, virt & ~3u);

    ram_write(m, virt & ~3u, (word & ~(0xffu << shift)) | (uint32_t)value << shift);
}

void ram_fill(struct machine *m, uint32_t virt, uint8_t value, uint32_t n)
{
    uint32_t word = value * 0x01010101u;

    for (; n && virt & 3; virt++, n--)
        write_byte(m, virt, value);
    for (; n >= 4; virt += 4, n -= 4)
        ram_write(m, virt, word);
    for (; n; virt++, n--)
        write_byte(m, virt, value);
}

void ram_copy_in(struct machine *m, uint32_t virt, const void *from, uint32_t n)
{
    const uint8_t *bytes = from;

    for (uint32_t i = 0, k; i < n; i += k) {
        uint32_t at = (virt + i) & ~3u, first = (virt + i) & 3, word = ram_read(m, at);

        k = n - i < 4 - first ? n - i : 4 - first;
        memcpy((char *)&word + first, bytes + i, k);
        ram_write(m, at, word);
    }
}
