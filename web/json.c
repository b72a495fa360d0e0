// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/json.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define EXACT 9007199254740992.0 /* 2^53: doubles are whole numbers up to here */

/* ---- the strict check ---- */

struct scan {
    const char *p, *end;
    const char *wrong;
    unsigned depth, values, max_values;
};

static bool wrong(struct scan *s, const char *what)
{
    if (!s->wrong)
        s->wrong = what;
    return false;
}

static int peek(const struct scan *s)
{
    return s->p < s->end ? (unsigned char)*s->p : -1;
}

static bool take(struct scan *s, char c)
{
    if (peek(s) != (unsigned char)c)
        return false;
    s->p++;
    return true;
}

static void skip_blanks(struct scan *s)
{
    while (s->p < s->end && strchr(" \t\r\n", *s->p) && *s->p)
        s->p++;
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool skip_digits(struct scan *s)
{
    if (!is_digit(peek(s)))
        return wrong(s, "a digit is missing");
    while (is_digit(peek(s)))
        s->p++;
    return true;
}

/* RFC 8259, section 6. */
static bool check_number(struct scan *s)
{
    take(s, '-');
    if (take(s, '0')) {
        if (is_digit(peek(s)))
            return wrong(s, "a number must not begin with 0");
    } else if (!skip_digits(s)) {
        return false;
    }
    if (take(s, '.') && !skip_digits(s))
        return false;
    if (take(s, 'e') || take(s, 'E')) {
        if (!take(s, '-'))
            take(s, '+');
        return skip_digits(s);
    }
    return true;
}

/* Four hex digits; -1 if they are not. */
static int hex4(struct scan *s)
{
    int x = 0;
    for (int i = 0; i < 4; i++) {
        int c = peek(s);
        int digit = is_digit(c)            ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        x = x << 4 | digit;
        s->p++;
    }
    return x;
}

/* After \u: a character, or the two halves of one beyond 0xffff. */
static bool check_unicode_escape(struct scan *s)
{
    int x = hex4(s);
    if (x < 0)
        return wrong(s, "\\u needs four hex digits");
    if (x == 0)
        return wrong(s, "\\u0000 is not taken");
    if (x >= 0xdc00 && x <= 0xdfff)
        return wrong(s, "half a surrogate pair");
    if (x >= 0xd800 && x <= 0xdbff) {
        if (!take(s, '\\') || !take(s, 'u'))
            return wrong(s, "half a surrogate pair");
        x = hex4(s);
        if (x < 0xdc00 || x > 0xdfff)
            return wrong(s, "half a surrogate pair");
    }
    return true;
}

/* One character of UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing beyond 0x10ffff. */
static bool check_utf8(struct scan *s)
{
    int c = peek(s);
    int follow = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : 3;
    int low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
    int high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
    if ((c >= 0x80 && c < 0xc2) || c > 0xf4)
        return wrong(s, "this is not UTF-8");
    s->p++;
    for (int i = 0; i < follow; i++, low = 0x80, high = 0xbf) {
        c = peek(s);
        if (c < low || c > high)
            return wrong(s, "this is not UTF-8");
        s->p++;
    }
    return true;
}

static bool check_string(struct scan *s)
{
    s->p++;
    while (!take(s, '"')) {
        int c = peek(s);
        if (c < 0)
            return wrong(s, "a string does not end");
        if (c < 0x20)
            return wrong(s, "a control character in a string");
        if (c != '\\') {
            if (!check_utf8(s))
                return false;
            continue;
        }
        s->p++;
        c = peek(s);
        if (c <= 0 || !strchr("\"\\/bfnrtu", c))
            return wrong(s, "an unknown escape");
        s->p++;
        if (c == 'u' && !check_unicode_escape(s))
            return false;
    }
    return true;
}

static bool check_word(struct scan *s, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(s->end - s->p) < n || memcmp(s->p, word, n) != 0)
        return wrong(s, "this is not JSON");
    s->p += n;
    return true;
}

static bool check_value(struct scan *s);

/* What lies between the brackets: values, or names and values, with commas. */
// NOLINTNEXTLINE(misc-no-recursion): JSON_MAX_DEPTH deep
static bool check_members(struct scan *s, bool object, char close)
{
    s->p++;
    if (++s->depth > JSON_MAX_DEPTH)
        return wrong(s, "nested too deep");
    skip_blanks(s);
    if (take(s, close)) {
        s->depth--;
        return true;
    }
    do {
        skip_blanks(s);
        if (object) {
            if (peek(s) != '"')
                return wrong(s, "a name is missing");
            if (!check_string(s))
                return false;
            skip_blanks(s);
            if (!take(s, ':'))
                return wrong(s, "a colon is missing");
        }
        if (!check_value(s))
            return false;
        skip_blanks(s);
    } while (take(s, ','));
    s->depth--;
    return take(s, close) || wrong(s, "a bracket is missing");
}

static bool check_value(struct scan *s) // NOLINT(misc-no-recursion): JSON_MAX_DEPTH deep
{
    skip_blanks(s);
    if (++s->values > s->max_values)
        return wrong(s, "too many values");
    switch (peek(s)) {
    case '{':
        return check_members(s, true, '}');
    case '[':
        return check_members(s, false, ']');
    case '"':
        return check_string(s);
    case 't':
        return check_word(s, "true");
    case 'f':
        return check_word(s, "false");
    case 'n':
        return check_word(s, "null");
    case '-':
        return check_number(s);
    default:
        return is_digit(peek(s)) ? check_number(s) : wrong(s, "this is not JSON");
    }
}

const char *json_check(const char *text, size_t len, size_t *at)
{
    return json_check_values(text, len, JSON_MAX_VALUES, at);
}

const char *json_check_values(const char *text, size_t len, unsigned max_values, size_t *at)
{
    if (!len)
        text = ""; /* nothing may be NULL */
    struct scan s = { .p = text, .end = text + len, .max_values = max_values };
    if (check_value(&s)) {
        skip_blanks(&s);
        if (s.p < s.end)
            wrong(&s, "something follows the value");
    }
    *at = (size_t)(s.p - text);
    return s.wrong;
}

/* ---- reading ---- */

/* A text that was cut may end inside a character; every byte of such a rest becomes a question mark. */
static void mend_utf8(char *text)
{
    struct scan s = { .p = text, .end = text + strlen(text) };
    while (s.p < s.end) {
        char *at = text + (s.p - text);
        if (check_utf8(&s))
            continue;
        *at = '?';
        s.p = at + 1;
    }
}

bool json_refuse(struct refusal *why, const char *code, const char *field, const char *format, ...)
{
    why->error.code = code;
    why->error.field = field;
    va_list args;
    va_start(args, format);
    vsnprintf(why->error.message, sizeof why->error.message, format, args);
    va_end(args);
    mend_utf8(why->error.message);
    return false;
}

cJSON *json_object(const char *text, size_t len, struct refusal *why)
{
    return json_object_values(text, len, JSON_MAX_VALUES, why);
}

cJSON *json_object_values(const char *text, size_t len, unsigned max_values, struct refusal *why)
{
    size_t at;
    const char *wrong_text = json_check_values(text, len, max_values, &at);
    if (wrong_text) {
        json_refuse(why, "syntax", "json", "byte %zu: %s (at most %d deep, %d values)", at,
                    wrong_text, JSON_MAX_DEPTH, max_values);
        return NULL;
    }
    cJSON *object = cJSON_ParseWithLength(text, len);
    if (!cJSON_IsObject(object)) {
        json_refuse(why, "syntax", "json", "a JSON object is expected");
        cJSON_Delete(object);
        return NULL;
    }
    return object;
}

const cJSON *json_member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

bool json_only(const cJSON *object, const char *const *names, struct refusal *why)
{
    unsigned seen = 0;
    for (const cJSON *item = object->child; item; item = item->next) {
        unsigned i = 0;
        while (names[i] && strcmp(names[i], item->string) != 0)
            i++;
        if (!names[i])
            return json_refuse(why, "unknown", "json", "there is no field \"%.40s\" here",
                               item->string);
        if (seen >> i & 1)
            return json_refuse(why, "syntax", names[i], "%s: given twice", names[i]);
        seen |= 1u << i;
    }
    return true;
}

bool json_number(const cJSON *object, const char *name, uint64_t min, uint64_t max, uint64_t *out,
                 struct refusal *why)
{
    const cJSON *item = json_member(object, name);
    if (!item)
        return true;
    why->limit = max;
    why->has_limit = true;
    double x = item->valuedouble;
    if (!cJSON_IsNumber(item))
        return json_refuse(why, "type", name, "%s: a whole number from %llu to %llu", name,
                           (unsigned long long)min, (unsigned long long)max);
    if (!isfinite(x) || x != floor(x) || x < (double)min || x > (double)max || x > EXACT)
        return json_refuse(why, "range", name, "%s: %llu to %llu, not %.17g", name,
                           (unsigned long long)min, (unsigned long long)max, x);
    why->has_limit = false;
    *out = (uint64_t)x;
    return true;
}

bool json_bool(const cJSON *object, const char *name, bool *out, struct refusal *why)
{
    const cJSON *item = json_member(object, name);
    if (!item)
        return true;
    if (!cJSON_IsBool(item))
        return json_refuse(why, "type", name, "%s: true or false", name);
    *out = cJSON_IsTrue(item);
    return true;
}

bool json_string(const cJSON *object, const char *name, size_t max, const char **out,
                 struct refusal *why)
{
    const cJSON *item = json_member(object, name);
    if (!item)
        return true;
    why->limit = max;
    why->has_limit = true;
    if (!cJSON_IsString(item))
        return json_refuse(why, "type", name, "%s: a string of at most %zu bytes", name, max);
    if (strlen(item->valuestring) > max)
        return json_refuse(why, "range", name, "%s: at most %zu bytes, not %zu", name, max,
                           strlen(item->valuestring));
    why->has_limit = false;
    *out = item->valuestring;
    return true;
}
