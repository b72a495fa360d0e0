// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory that is there or else the daemon ends, and a buffer that grows.
 *
 * Every queue has a bound, so running out of memory means that the bounds do not fit the computer.
 * Ending is safe: whatever was acknowledged is in the journal.
 */
#ifndef DAEMON_MEMORY_H
#define DAEMON_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* As malloc, calloc, realloc and strdup; never NULL. */
void *must_alloc(size_t size);
void *must_zalloc(size_t size);
void *must_realloc(void *p, size_t size);
char *must_strdup(const char *s);

/* Bytes that grow at the end. All zeros is an empty one; the owner frees `data`. */
struct bytes {
    uint8_t *data;
    size_t len, room;
};

/* Makes room for `n` more bytes and returns where they go; len is not changed. */
uint8_t *bytes_reserve(struct bytes *b, size_t n);

/* Appends n bytes. */
void bytes_add(struct bytes *b, const void *from, size_t n);

/* Appends a word in little-endian order. */
void bytes_add_u32(struct bytes *b, uint32_t word);

/* Frees the bytes and makes it empty. */
void bytes_free(struct bytes *b);

#endif
