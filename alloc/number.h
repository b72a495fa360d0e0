// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Numbers that take as many bytes as they need: 7 bits a byte, the lowest first, bit 7 says that more follow (LEB128).
 *
 *	300 = 0b10_0101100   ->   0xac 0x02
 */
#ifndef ALLOC_NUMBER_H
#define ALLOC_NUMBER_H

#include <stdint.h>

#define NUMBER_MAX 5 /* bytes of one number */

/* Returns where the next byte goes. */
static inline uint8_t *put_number(uint8_t *to, uint32_t number)
{
    for (; number >= 0x80; number >>= 7)
        *to++ = (uint8_t)(number | 0x80);
    *to++ = (uint8_t)number;
    return to;
}

/* Returns where the next byte is: at most NUMBER_MAX further on, whatever is there. */
static inline const uint8_t *take_number(const uint8_t *from, uint32_t *number)
{
    uint32_t value = 0;
    unsigned shift = 0;

    do {
        value |= (uint32_t)(*from & 0x7f) << shift;
        shift += 7;
    } while (*from++ & 0x80 && shift < 7 * NUMBER_MAX);
    *number = value;
    return from;
}

#endif
