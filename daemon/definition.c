// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/definition.h"

#include <ctype.h>
#include <string.h>

struct scan {
    const char *text;
    size_t len, at;
    uint32_t line;
};

/* What stands before a body: where it began, and the comment directly above it. */
struct heading {
    bool open; /* something of it was seen */
    size_t from;
    uint32_t first;
    size_t comment;         /* where the last comment began */
    uint32_t comment_first; /* its first line */
    uint32_t comment_last;  /* 0: there is none */
};

static char peek(const struct scan *s, size_t ahead)
{
    return ahead < s->len - s->at ? s->text[s->at + ahead] : '\0';
}

static bool at_end(const struct scan *s)
{
    return s->at >= s->len;
}

static void step(struct scan *s)
{
    if (s->text[s->at++] == '\n')
        s->line++;
}

static bool in_first_column(const struct scan *s)
{
    return s->at == 0 || s->text[s->at - 1] == '\n';
}

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* ---- what is passed over whole ---- */

static void skip_comment(struct scan *s)
{
    bool block = peek(s, 1) == '*';
    step(s);
    step(s);
    while (!at_end(s) && (block ? peek(s, 0) != '*' || peek(s, 1) != '/' : peek(s, 0) != '\n'))
        step(s);
    for (unsigned i = 0; block && i < 2 && !at_end(s); i++)
        step(s);
}

static bool is_comment(const struct scan *s)
{
    return peek(s, 0) == '/' && (peek(s, 1) == '*' || peek(s, 1) == '/');
}

/* A string or a character; it ends with its line at the latest. */
static void skip_quoted(struct scan *s)
{
    char quote = peek(s, 0);
    step(s);
    while (!at_end(s) && peek(s, 0) != quote && peek(s, 0) != '\n') {
        if (peek(s, 0) == '\\')
            step(s);
        if (!at_end(s))
            step(s);
    }
    if (!at_end(s) && peek(s, 0) == quote)
        step(s);
}

/* To the end of a preprocessor line, with the lines that continue it. */
static void skip_directive(struct scan *s)
{
    while (!at_end(s) && peek(s, 0) != '\n') {
        if (is_comment(s)) {
            skip_comment(s);
            continue;
        }
        if (peek(s, 0) == '\\')
            step(s);
        if (!at_end(s))
            step(s);
    }
}

/* A comment, a string or a directive, if one begins here. */
static bool skip_opaque(struct scan *s)
{
    char c = peek(s, 0);
    if (is_comment(s))
        skip_comment(s);
    else if (c == '"' || c == '\'')
        skip_quoted(s);
    else if (c == '#' && in_first_column(s))
        skip_directive(s);
    else
        return false;
    return true;
}

static void skip_blank(struct scan *s)
{
    while (!at_end(s) && (isspace((unsigned char)peek(s, 0)) || is_comment(s))) {
        if (!skip_opaque(s))
            step(s);
    }
}

/* From one bracket to behind the one that closes it. */
static void skip_brackets(struct scan *s, char open, char close)
{
    unsigned depth = 0;
    while (!at_end(s)) {
        if (skip_opaque(s))
            continue;
        char c = peek(s, 0);
        depth += c == open;
        depth -= c == close;
        step(s);
        if (!depth)
            return;
    }
}

/* From the brace that opens a body to behind its end. */
static void skip_body(struct scan *s)
{
    if (!in_first_column(s)) {
        skip_brackets(s, '{', '}');
        return;
    }
    while (!at_end(s) && (peek(s, 0) != '}' || !in_first_column(s))) {
        if (!skip_opaque(s))
            step(s);
    }
    if (!at_end(s))
        step(s);
}

static size_t word_length(const struct scan *s)
{
    size_t n = 0;
    while (is_letter(peek(s, n)))
        n++;
    return n;
}

static void skip_word(struct scan *s)
{
    s->at += word_length(s);
}

static size_t line_start(const char *text, size_t at)
{
    while (at && text[at - 1] != '\n')
        at--;
    return at;
}

static size_t line_end(const char *text, size_t len, size_t at)
{
    while (at < len && text[at] != '\n')
        at++;
    return at;
}

/* ---- functions ---- */

/* Behind a name: its parameters, attributes and then a body? Leaves the scan at the body. */
static bool body_follows(struct scan *s)
{
    skip_blank(s);
    if (peek(s, 0) != '(')
        return false;
    for (;;) {
        if (peek(s, 0) == '(')
            skip_brackets(s, '(', ')');
        else if (word_length(s))
            skip_word(s);
        else
            return peek(s, 0) == '{';
        skip_blank(s);
    }
}

static uint32_t apart(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

static void note_start(struct heading *h, const struct scan *s)
{
    if (h->open)
        return;
    bool joined = h->comment_last && h->comment_last + 1 == s->line;
    *h = (struct heading){ .open = true,
                           .from = joined ? h->comment : s->at,
                           .first = joined ? h->comment_first : s->line };
}

/* A comment between two declarations. */
static void note_comment(struct heading *h, struct scan *s)
{
    size_t from = s->at;
    uint32_t first = s->line;
    skip_comment(s);
    if (!h->open)
        *h = (struct heading){ .comment = from, .comment_first = first, .comment_last = s->line };
}

/* The function whose name stands here, with its body, if it has one. */
static bool take_function(struct scan *s, const struct heading *h, struct definition *d)
{
    uint32_t line = s->line;
    skip_word(s);
    struct scan ahead = *s;
    if (!body_follows(&ahead))
        return false;
    skip_body(&ahead);
    *d = (struct definition){ line_start(s->text, h->from), line_end(s->text, s->len, ahead.at),
                              h->first, line };
    *s = ahead;
    return true;
}

/* One piece of what stands outside all bodies. */
static void pass_over(struct scan *s, struct heading *h)
{
    char c = peek(s, 0);
    if (is_comment(s)) {
        note_comment(h, s);
    } else if (isspace((unsigned char)c)) {
        step(s);
    } else if (c == '#' && in_first_column(s)) {
        skip_directive(s);
        *h = (struct heading){ 0 };
    } else if (c == '{') {
        skip_body(s);
        *h = (struct heading){ 0 };
    } else if (c == '"' || c == '\'') {
        skip_quoted(s);
    } else if (c == ';') {
        step(s);
        *h = (struct heading){ 0 };
    } else {
        note_start(h, s);
        step(s);
    }
}

bool definition_find(const char *text, size_t len, const char *name, uint32_t near,
                     struct definition *out)
{
    struct scan s = { .text = text, .len = len, .line = 1 };
    struct heading h = { 0 };
    struct definition d;
    size_t wanted = strlen(name);
    bool found = false;
    while (!at_end(&s)) {
        size_t n = word_length(&s);
        if (!n) {
            pass_over(&s, &h);
            continue;
        }
        note_start(&h, &s);
        if (n != wanted || memcmp(text + s.at, name, n) != 0) {
            skip_word(&s);
        } else if (take_function(&s, &h, &d)) {
            if (!found || apart(d.line, near) < apart(out->line, near))
                *out = d;
            found = true;
            h = (struct heading){ 0 };
        }
    }
    return found;
}

/* ---- assembly ---- */

/* True if the line at `at` begins with MACRO(name). */
static bool line_says(const char *text, size_t len, size_t at, const char *macro, const char *name)
{
    const char *const parts[] = { macro, "(", name, ")" };
    for (unsigned i = 0; i < 4; i++) {
        size_t n = strlen(parts[i]);
        if (n > len - at || memcmp(text + at, parts[i], n) != 0)
            return false;
        at += n;
    }
    return true;
}

bool definition_find_asm(const char *text, size_t len, const char *name, struct definition *out)
{
    uint32_t line = 1;
    bool open = false;
    for (size_t at = 0; at < len; at = line_end(text, len, at) + 1, line++) {
        if (!open && line_says(text, len, at, "ENTRY", name)) {
            *out = (struct definition){ .from = at, .first = line, .line = line };
            open = true;
        } else if (open && line_says(text, len, at, "ENDPROC", name)) {
            out->to = line_end(text, len, at);
            return true;
        }
    }
    return false;
}
