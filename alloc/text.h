// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Text that grows in a buffer of the caller's. What does not fit is cut, and `len` says how long it would have been.
 */
#ifndef ALLOC_TEXT_H
#define ALLOC_TEXT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

struct text {
    char *buf;
    size_t size, len;
};

__attribute__((format(printf, 2, 3))) static inline void text_add(struct text *t,
                                                                  const char *format, ...)
{
    size_t room = t->len < t->size ? t->size - t->len : 0;
    va_list ap;
    int n;

    va_start(ap, format);
    n = vsnprintf(room ? t->buf + t->len : NULL, room, format, ap);
    va_end(ap);
    t->len += n > 0 ? (size_t)n : 0;
}

#endif
