// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/difference.h"

#include <string.h>

#include "alloc/machine.h"
#include "alloc/number.h"

#define GROUP_WORDS 8u
#define GROUPS      (CHUNK_SIZE / 4 / GROUP_WORDS)

_Static_assert(DIFFERENCE_MAX >= GROUPS * (2 + GROUP_WORDS * NUMBER_MAX), "the worst chunk fits");
_Static_assert(DIFFERENCE_SLACK >= 1 + GROUP_WORDS * NUMBER_MAX, "a group ends in the slack");

static uint32_t zigzag(uint32_t distance)
{
    return distance << 1 ^ (0u - (distance >> 31));
}
static uint32_t unzigzag(uint32_t number)
{
    return number >> 1 ^ (0u - (number & 1));
}

static unsigned group_mask(const uint32_t *words, const uint32_t *base)
{
    unsigned mask = 0;

    for (unsigned k = 0; k < GROUP_WORDS; k++)
        mask |= (unsigned)(words[k] != base[k]) << k;
    return mask;
}

size_t chunk_difference(uint8_t *to, const void *chunk, const void *base)
{
    const uint32_t *words = chunk, *under = base;
    uint32_t last[GROUP_WORDS] = { 0 }, same = 0;
    uint8_t *start = to;

    for (unsigned g = 0; g < GROUPS; g++, words += GROUP_WORDS, under += GROUP_WORDS) {
        unsigned mask;

        if (memcmp(words, under, GROUP_WORDS * sizeof(*words)) == 0) {
            same++;
            continue;
        }
        mask = group_mask(words, under);
        if (same) {
            *to++ = 0;
            to = put_number(to, same);
            same = 0;
        }
        *to++ = (uint8_t)mask;
        for (; mask; mask &= mask - 1) {
            unsigned k = (unsigned)__builtin_ctz(mask);

            to = put_number(to, zigzag(words[k] - last[k]));
            last[k] = words[k];
        }
    }
    if (same) {
        *to++ = 0;
        to = put_number(to, same);
    }
    return (size_t)(to - start);
}

const uint8_t *chunk_apply(void *chunk, const uint8_t *from, const uint8_t *end)
{
    uint32_t last[GROUP_WORDS] = { 0 }, number;
    uint32_t *words = chunk;

    for (uint32_t g = 0; g < GROUPS && from < end;) {
        unsigned mask = *from++;

        if (!mask) {
            from = take_number(from, &number);
            g += number < GROUPS ? number : GROUPS;
            continue;
        }
        for (; mask; mask &= mask - 1) {
            unsigned k = (unsigned)__builtin_ctz(mask);

            from = take_number(from, &number);
            last[k] += unzigzag(number);
            words[g * GROUP_WORDS + k] = last[k];
        }
        g++;
    }
    return from;
}
