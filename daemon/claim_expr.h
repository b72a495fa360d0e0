// SPDX-License-Identifier: GPL-2.0-or-later
/* Sums as they stand in notes: 0x20000 + (0x400 - 1), 1 << 10, ~0x3ffUL. */
#ifndef DAEMON_CLAIM_EXPR_H
#define DAEMON_CLAIM_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a name stands for. False if that is not known. */
typedef bool expr_name(void *arg, const char *name, size_t len, int64_t *value);

/*
 * Works out the longest sum at the beginning of `text`: + - * / % << >> & | ^ ~ with C's binding, in 64 bits, shifts by 0 to 63. `name` may be NULL:
 * then there are numbers only. Returns the bytes read, 0 if there is no sum.
 */
size_t expr_read(const char *text, size_t len, expr_name *name, void *arg, int64_t *value);

#endif
