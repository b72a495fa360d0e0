// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names that nobody can guess: 128 random bits as 22 letters of the URL-safe base64 alphabet (RFC
 * 4648, section 5). Rooms and owner keys.
 */
#ifndef DAEMON_TOKEN_H
#define DAEMON_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#define TOKEN_LEN 22

struct token {
    char text[TOKEN_LEN + 1];
};

/* A new one, from getrandom(2). */
struct token token_make(void);

/* True if these bytes have the form of a token; then *token is it. */
bool token_read(const char *text, size_t len, struct token *token);

#endif
