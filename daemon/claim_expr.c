// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/claim_expr.h"

#include <ctype.h>
#include <string.h>

#define MAX_NESTED 32

struct reader {
    const char *at, *end;
    expr_name *name;
    void *arg;
    unsigned nested;
};

static void skip_blanks(struct reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t'))
        r->at++;
}

static int digit_of(char c, int base)
{
    int d = c >= '0' && c <= '9'   ? c - '0'
            : c >= 'a' && c <= 'f' ? c - 'a' + 10
            : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                   : 99;
    return d < base ? d : -1;
}

/* Decimal or hex, with U and L behind it. No number goes on as a name does. */
static bool number(struct reader *r, int64_t *value)
{
    const char *p = r->at;
    bool hex = r->end - p > 2 && p[0] == '0' && (p[1] | 32) == 'x' && digit_of(p[2], 16) >= 0;
    int base = hex ? 16 : 10;
    uint64_t x = 0;
    p += hex ? 2 : 0;
    for (; p < r->end && digit_of(*p, base) >= 0; p++) {
        if (x >> 58)
            return false;
        x = x * (unsigned)base + (unsigned)digit_of(*p, base);
    }
    while (p < r->end && strchr("uUlL", *p))
        p++;
    if (p == r->at || (p < r->end && (isalnum((unsigned char)*p) || *p == '_')))
        return false;
    *value = (int64_t)x;
    r->at = p;
    return true;
}

static bool named(struct reader *r, int64_t *value)
{
    const char *p = r->at;
    while (p < r->end && (isalnum((unsigned char)*p) || *p == '_'))
        p++;
    if (!r->name || p == r->at || isdigit((unsigned char)*r->at) ||
        !r->name(r->arg, r->at, (size_t)(p - r->at), value))
        return false;
    r->at = p;
    return true;
}

static bool binary(struct reader *r, int binding, int64_t *value);

/* NOLINTNEXTLINE(misc-no-recursion): sums nest as deep as MAX_NESTED and no deeper */
static bool unary(struct reader *r, int64_t *value)
{
    skip_blanks(r);
    if (r->at == r->end || r->nested == MAX_NESTED)
        return false;
    char c = *r->at;
    if (c != '-' && c != '~' && c != '(')
        return isdigit((unsigned char)c) ? number(r, value) : named(r, value);
    r->at++;
    r->nested++;
    bool ok = c == '(' ? binary(r, 0, value) : unary(r, value);
    r->nested--;
    if (ok && c == '(') {
        skip_blanks(r);
        ok = r->at < r->end && *r->at == ')';
        r->at += ok;
    } else if (ok) {
        *value = c == '-' ? (int64_t)(0 - (uint64_t)*value) : ~*value;
    }
    return ok;
}

/* The operator that comes next and how tight it binds, 0 for none. */
static int operator_at(const struct reader *r, char *op, size_t *len)
{
    static const struct {
        const char *text;
        int binding;
    } operators[] = { { "<<", 4 }, { ">>", 4 }, { "|", 1 }, { "^", 2 }, { "&", 3 },
                      { "+", 5 },  { "-", 5 },  { "*", 6 }, { "/", 6 }, { "%", 6 } };
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        *len = strlen(operators[i].text);
        if ((size_t)(r->end - r->at) > *len && memcmp(r->at, operators[i].text, *len) == 0) {
            *op = operators[i].text[0];
            return r->at[*len] == '=' || r->at[*len] == '>' || r->at[*len] == *op
                       ? 0
                       : operators[i].binding;
        }
    }
    return 0;
}

static bool apply(char op, int64_t a, int64_t b, int64_t *value)
{
    uint64_t x = (uint64_t)a, y = (uint64_t)b;
    if (((op == '/' || op == '%') && b <= 0) || ((op == '<' || op == '>') && y > 63))
        return false;
    switch (op) {
    case '|':
        *value = a | b;
        return true;
    case '^':
        *value = a ^ b;
        return true;
    case '&':
        *value = a & b;
        return true;
    case '<':
        *value = (int64_t)(x << y);
        return true;
    case '>':
        *value = (int64_t)(x >> y);
        return true;
    case '+':
        *value = (int64_t)(x + y);
        return true;
    case '-':
        *value = (int64_t)(x - y);
        return true;
    case '*':
        *value = (int64_t)(x * y);
        return true;
    case '/':
        *value = a / b;
        return true;
    default:
        *value = a % b;
        return true;
    }
}

/* Operators that bind tighter than `binding`. What cannot be read behind one is left, and so is the operator. */
/* NOLINTNEXTLINE(misc-no-recursion): bounded by unary(), and by how tight operators bind */
static bool binary(struct reader *r, int binding, int64_t *value)
{
    if (!unary(r, value))
        return false;
    for (;;) {
        const char *before = r->at;
        char op = 0;
        size_t len = 0;
        int64_t right;
        skip_blanks(r);
        int tight = operator_at(r, &op, &len);
        if (tight <= binding) {
            r->at = before;
            return true;
        }
        r->at += len;
        if (!binary(r, tight, &right) || !apply(op, *value, right, value)) {
            r->at = before;
            return true;
        }
    }
}

size_t expr_read(const char *text, size_t len, expr_name *name, void *arg, int64_t *value)
{
    struct reader r = { text, text + len, name, arg, 0 };
    return binary(&r, 0, value) ? (size_t)(r.at - text) : 0;
}
