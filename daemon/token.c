// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/token.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct token token_make(void)
{
    uint8_t bits[17] = { 0 };
    /* Up to 256 bytes come whole once the pool is ready (getrandom(2)). */
    while (getrandom(bits, 16, 0) != 16) {
        if (errno != EINTR) {
            perror("buddyscope: getrandom");
            abort();
        }
    }
    struct token token;
    for (unsigned i = 0; i < TOKEN_LEN; i++) {
        unsigned at = i * 6;
        unsigned two = (unsigned)bits[at / 8] << 8 | bits[at / 8 + 1];
        token.text[i] = alphabet[two >> (10 - at % 8) & 63];
    }
    token.text[TOKEN_LEN] = '\0';
    return token;
}

bool token_read(const char *text, size_t len, struct token *token)
{
    if (len != TOKEN_LEN)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (!text[i] || !strchr(alphabet, text[i]))
            return false;
    }
    memcpy(token->text, text, len);
    token->text[len] = '\0';
    return true;
}
