// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/ram.h"

#include <string.h>

#include "alloc/page/page.h"

/* The end of what is mapped from virt on, at most n bytes further. Low memory is mapped bank by bank, in whole pages. */
static uint32_t mapped_end(const struct machine *m, uint32_t virt, uint32_t n)
{
    uint32_t end = n > UINT32_MAX - virt ? UINT32_MAX : virt + n;

    while (virt < end && virt_valid(m, virt) &&
           pfn_valid(m, m->first_pfn + ((virt - PAGE_OFFSET) >> 12)))
        virt = (virt | (PAGE_SIZE - 1)) + 1;
    return virt < end ? virt : end;
}

bool ram_mapped(const struct machine *m, uint32_t virt, uint32_t n)
{
    return mapped_end(m, virt, n) - virt == n;
}

void ram_need(struct machine *m, uint32_t virt, uint32_t n)
{
    uint32_t at = virt - PAGE_OFFSET, low = m->ram_words * 4;

    if (likely(at < low && n <= low - at))
        return;
    if (!ram_mapped(m, virt, n))
        oops(m, OOPS_FAULT, mapped_end(m, virt, n));
}

void *ram_struct(struct machine *m, uint32_t virt, uint32_t n)
{
    ram_need(m, virt, n);
    if (virt & 3)
        oops(m, OOPS_ALIGN, virt);
    return ram_at(m, virt);
}

uint32_t ram_read_odd(struct machine *m, uint32_t virt)
{
    uint32_t word;

    ram_need(m, virt, sizeof word);
    memcpy(&word, ram_at(m, virt), sizeof word);
    return word;
}

/* Writes byte `value` at virt, as a change of its word. */
static void write_byte(struct machine *m, uint32_t virt, uint8_t value)
{
    uint32_t shift = (virt & 3) * 8, *word = ram_at(m, virt & ~3u);

    set_word(m, word, (*word & ~(0xffu << shift)) | (uint32_t)value << shift, FIELD_ram);
}

void ram_write_odd(struct machine *m, uint32_t virt, uint32_t value)
{
    ram_need(m, virt, sizeof value);
    if (virt & 3)
        ram_copy_in(m, virt, &value, sizeof value);
    else
        set_word(m, ram_at(m, virt), value, FIELD_ram);
}

void ram_fill(struct machine *m, uint32_t virt, uint8_t value, uint32_t n)
{
    uint32_t word = value * 0x01010101u;

    ram_need(m, virt, n);
    for (; n && virt & 3; virt++, n--)
        write_byte(m, virt, value);
    for (; n >= 4; virt += 4, n -= 4)
        set_word(m, ram_at(m, virt), word, FIELD_ram);
    for (; n; virt++, n--)
        write_byte(m, virt, value);
}

void ram_copy_in(struct machine *m, uint32_t virt, const void *from, uint32_t n)
{
    const uint8_t *bytes = from;

    ram_need(m, virt, n);
    for (uint32_t i = 0, k; i < n; i += k) {
        uint32_t at = (virt + i) & ~3u, first = (virt + i) & 3, word = ram_read(m, at);

        k = n - i < 4 - first ? n - i : 4 - first;
        memcpy((char *)&word + first, bytes + i, k);
        set_word(m, ram_at(m, at), word, FIELD_ram);
    }
}
