// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A chunk as what it has and its base has not. Where machines differ they differ in a few words of each struct page, and those are like the
 * same words of the page before: so a chunk of 4,096 bytes takes some four hundred, in a tenth of the time that a general compressor needs.
 *
 *	difference  = what 128 groups of 8 words have, in order
 *	group       = mask [number ...]	bit k: word k differs, and comes as a number: how far it is from the last such word k of this chunk
 *	            | 0 number		so many groups without a difference
 *
 * A distance is taken modulo 2^32 and comes as 0, -1, 1, -2, 2 ... (zigzag); before the first word k stands a 0.
 */
#ifndef ALLOC_DIFFERENCE_H
#define ALLOC_DIFFERENCE_H

#include <stddef.h>
#include <stdint.h>

#define DIFFERENCE_MAX   6144 /* bytes of a chunk's difference */
#define DIFFERENCE_SLACK 64   /* bytes that must be readable behind differences that are read */

/* Writes the difference of a chunk from `base`; returns its length. */
size_t chunk_difference(uint8_t *to, const void *chunk, const void *base);

/*
 * Makes a chunk that is like its base what it was. Returns where the difference ends: behind `end`, but within the slack, if it was none; the
 * chunk then holds anything.
 */
const uint8_t *chunk_apply(void *chunk, const uint8_t *from, const uint8_t *end);

#endif
