// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SHA-256 (FIPS 180-4), for secrets that the journal must know again without holding them: an owner's key and a person's own token
 * are 128 random bits each, so a plain hash gives nothing away.
 */
#ifndef DAEMON_SHA256_H
#define DAEMON_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHA256_BYTES 32
#define SHA256_HEX   64 /* digits */

struct sha256 {
    uint8_t bytes[SHA256_BYTES];
};

struct sha256 sha256_of(const void *data, size_t len);

/* Takes as long for equal ones as for others. */
bool sha256_equal(const struct sha256 *a, const struct sha256 *b);

/* Writes 64 hex digits and a NUL; reads such. False if they are not. */
void sha256_print(const struct sha256 *hash, char out[SHA256_HEX + 1]);
bool sha256_read(const char *text, struct sha256 *hash);

#endif
