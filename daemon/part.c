// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/part.h"

#include <ctype.h>
#include <string.h>

static bool is_name_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

bool part_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

struct part part_from(struct part p, size_t n)
{
    return (struct part){ p.at + n, p.len - n };
}

struct part part_trim(struct part p)
{
    while (p.len && part_is_blank(p.at[0]))
        p = part_from(p, 1);
    while (p.len && part_is_blank(p.at[p.len - 1]))
        p.len--;
    return p;
}

size_t part_name_length(struct part p)
{
    size_t n = 0;
    if (p.len && isdigit((unsigned char)p.at[0]))
        return 0;
    while (n < p.len && is_name_char(p.at[n]))
        n++;
    return n;
}

bool part_begins_with(struct part p, const char *word)
{
    size_t n = strlen(word);
    return p.len >= n && memcmp(p.at, word, n) == 0;
}

bool part_contains(struct part p, const char *word)
{
    for (; p.len; p = part_from(p, 1)) {
        if (part_begins_with(p, word))
            return true;
    }
    return false;
}

void part_copy_dense(struct part p, char *to, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < p.len && n + 1 < size; i++) {
        if (!part_is_blank(p.at[i]))
            to[n++] = p.at[i];
    }
    to[n] = '\0';
}

void part_copy(struct part p, char *to, size_t size)
{
    size_t n = p.len < size ? p.len : size - 1;
    while (n && n < p.len && (p.at[n] & 0xc0) == 0x80)
        n--;
    memcpy(to, p.at, n);
    to[n] = '\0';
}

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Row by row, as Levenshtein's distance is counted. */
bool part_similar(struct part a, struct part b, unsigned letters)
{
    size_t row[PART_SIMILAR];
    if (a.len > b.len + letters || b.len > a.len + letters || b.len >= PART_SIMILAR)
        return false;
    for (size_t i = 0; i <= b.len; i++)
        row[i] = i;
    for (size_t j = 0; j < a.len; j++) {
        size_t diagonal = row[0];
        row[0] = j + 1;
        for (size_t i = 0; i < b.len; i++) {
            size_t above = row[i + 1];
            row[i + 1] = smallest(above + 1, row[i] + 1, diagonal + (a.at[j] != b.at[i]));
            diagonal = above;
        }
    }
    return row[b.len] <= letters;
}
