// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/claim.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/trace.h"
#include "daemon/claim_expr.h"
#include "daemon/memory.h"

/* A part of the note: not ended by a NUL. */
struct part {
    const char *at;
    size_t len;
};

struct note_reader {
    struct claims *claims;
    uint32_t line, heading;
    uint32_t function;
    char in[48];
    bool assumed;       /* on this line */
    bool after_heading; /* the line before was one */
    bool list;          /* the note is no more than a list */
};

/* ---- parts ---- */

static bool is_name_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static struct part from(struct part p, size_t n)
{
    return (struct part){ p.at + n, p.len - n };
}

static struct part trim(struct part p)
{
    while (p.len && is_blank(p.at[0]))
        p = from(p, 1);
    while (p.len && is_blank(p.at[p.len - 1]))
        p.len--;
    return p;
}

static size_t name_length(struct part p)
{
    size_t n = 0;
    if (p.len && isdigit((unsigned char)p.at[0]))
        return 0;
    while (n < p.len && is_name_char(p.at[n]))
        n++;
    return n;
}

static bool begins_with(struct part p, const char *word)
{
    size_t n = strlen(word);
    return p.len >= n && memcmp(p.at, word, n) == 0;
}

static bool contains(struct part p, const char *word)
{
    for (; p.len; p = from(p, 1)) {
        if (begins_with(p, word))
            return true;
    }
    return false;
}

/* A copy without blanks, cut where it does not fit. */
static void copy_dense(struct part p, char *to, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < p.len && n + 1 < size; i++) {
        if (!is_blank(p.at[i]))
            to[n++] = p.at[i];
    }
    to[n] = '\0';
}

/* A copy, cut between two characters of UTF-8 where it does not fit. */
static void copy(struct part p, char *to, size_t size)
{
    size_t n = p.len < size ? p.len : size - 1;
    while (n && n < p.len && (p.at[n] & 0xc0) == 0x80)
        n--;
    memcpy(to, p.at, n);
    to[n] = '\0';
}

/* ---- functions ---- */

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Can one be made of the other by at most `letters` letters changed, left out or put in? Row by row, as Levenshtein's distance is counted. */
static bool similar(struct part a, struct part b, unsigned letters)
{
    size_t row[CLAIM_NAME];
    if (a.len > b.len + letters || b.len > a.len + letters || b.len >= CLAIM_NAME)
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

bool claim_similar(const char *a, const char *b, unsigned letters)
{
    return similar((struct part){ a, strlen(a) }, (struct part){ b, strlen(b) }, letters);
}

static uint32_t exact_function(const char *name, size_t len)
{
    for (uint32_t i = 0; i < function_count; i++) {
        if (strlen(function_table[i].name) == len && memcmp(function_table[i].name, name, len) == 0)
            return i;
    }
    return NO_FUNCTION;
}

uint32_t claim_function(const char *name, size_t len)
{
    uint32_t found = exact_function(name, len);
    for (uint32_t i = 0; found == NO_FUNCTION && len >= 8 && i < function_count; i++) {
        const char *known = function_table[i].name;
        size_t last = strlen(known) - 1;
        /* one letter is not the first and the last */
        if ((known[0] == name[0] || known[last] == name[len - 1]) &&
            similar((struct part){ known, strlen(known) }, (struct part){ name, len }, 1))
            found = i;
    }
    return found;
}

/* ---- claims ---- */

static struct claim *add(struct note_reader *r)
{
    struct claims *claims = r->claims;
    if (claims->nr == CLAIMS_MAX) {
        claims->cut = true;
        return NULL;
    }
    if (claims->nr == claims->room) {
        claims->room = claims->room ? claims->room * 2 : 64;
        claims->at = must_realloc(claims->at, claims->room * sizeof claims->at[0]);
    }
    struct claim *c = &claims->at[claims->nr++];
    *c = (struct claim){
        .line = r->line, .heading = r->heading, .function = r->function, .assumed = r->assumed
    };
    snprintf(c->in, sizeof c->in, "%s", r->in);
    return c;
}

/* `zone_page_state(zone, NR_FREE_PAGES)` is what that function returns; its name alone may be, too. */
static void set_name(struct claim *c, struct part name)
{
    copy_dense(name, c->name, sizeof c->name);
    size_t len = strcspn(c->name, "(");
    c->result_of = len >= 4 ? claim_function(c->name, len) : NO_FUNCTION;
}

/* Where the part ends that begins here: at a comma or semicolon outside of brackets. */
static size_t segment_length(struct part p)
{
    int nested = 0;
    size_t n = 0;
    for (; n < p.len; n++) {
        char c = p.at[n];
        nested += c == '(' || c == '[' ? 1 : (c == ')' || c == ']') && nested ? -1 : 0;
        if (!nested && (c == ',' || c == ';'))
            break;
    }
    return n;
}

/* Where the next colon or equals sign is that stands by itself outside of brackets; p.len if there is none. */
static size_t colon_at(struct part p)
{
    int nested = 0;
    for (size_t n = 0; n < p.len; n++) {
        char c = p.at[n], before = n ? p.at[n - 1] : ' ', after = n + 1 < p.len ? p.at[n + 1] : ' ';
        nested += c == '(' || c == '[' ? 1 : (c == ')' || c == ']') && nested ? -1 : 0;
        if (nested)
            continue;
        if (c == ':' && before != ':' && after != ':')
            return n;
        if (c == '=' && after != '=' && !strchr("=<>!+-|&*/", before))
            return n;
    }
    return p.len;
}

/* The name at the end of a part, back to a blank outside of brackets: "i >= page->index" has page->index. */
static struct part last_name(struct part p)
{
    int nested = 0;
    p = trim(p);
    for (size_t n = p.len; n > 0; n--) {
        char c = p.at[n - 1];
        nested += c == ')' || c == ']' ? 1 : (c == '(' || c == '[') && nested ? -1 : 0;
        if (!nested && (is_blank(c) || (unsigned char)c >= 0x80))
            return from(p, n);
    }
    return p;
}

/* The only hex number in a text: "page 0x20000 (pfn)". False if there is none, or more than one. */
static bool only_hex(struct part p, int64_t *value)
{
    unsigned found = 0;
    for (; p.len; p = from(p, 1)) {
        size_t n = begins_with(p, "0x") ? expr_read(p.at, p.len, NULL, NULL, value) : 0;
        found += n > 0;
        if (n)
            p = from(p, n - 1);
    }
    return found == 1;
}

/* The capitals before the value: MOVABLE: 2, or the word that is the value. */
static void take_word(struct claim *c, struct part p)
{
    p = last_name(p);
    size_t n = name_length(p);
    if (n == p.len && n > 1)
        copy(p, c->word, sizeof c->word);
}

/* What is asked for stands as ????, or 32???6. */
static bool is_unknown(struct part v)
{
    for (; v.len && !is_blank(v.at[0]); v = from(v, 1)) {
        if (v.at[0] == '?')
            return true;
    }
    return false;
}

/*
 * The value of a claim, which begins here and ends with the segment at the latest. Returns the bytes that it takes; what stands behind a number may be
 * the next claim.
 */
static size_t read_value(struct claim *c, struct part v)
{
    struct part rest = trim(v);
    copy(rest, c->whole, sizeof c->whole);
    for (;;) {
        size_t n = is_unknown(rest) ? 0 : expr_read(rest.at, rest.len, NULL, NULL, &c->number);
        if (n) {
            c->kind = CLAIM_NUMBER;
            copy((struct part){ rest.at, n }, c->said, sizeof c->said);
            return (size_t)(rest.at - v.at) + n;
        }
        size_t colon = colon_at(rest);
        if (is_unknown(rest) || colon == rest.len)
            break;
        copy_dense((struct part){ rest.at, colon }, c->via, sizeof c->via);
        take_word(c, (struct part){ rest.at, colon });
        rest = trim(from(rest, colon + 1));
    }
    copy(rest, c->said, sizeof c->said);
    if (is_unknown(rest)) {
        c->kind = CLAIM_UNKNOWN;
    } else if (only_hex(rest, &c->number)) {
        c->kind = CLAIM_NUMBER;
    } else if (rest.len && name_length(rest) == rest.len) {
        c->kind = CLAIM_WORD;
        copy(rest, c->word, sizeof c->word);
    } else {
        c->kind = CLAIM_TEXT;
    }
    return v.len;
}

/* `return N`, `return i: N`. */
static void read_return(struct note_reader *r, struct part p)
{
    struct claim *c = trim(p).len ? add(r) : NULL;
    if (!c)
        return;
    read_value(c, p);
    snprintf(c->name, sizeof c->name, "return");
}

static void read_segment(struct note_reader *r, struct part p)
{
    for (p = trim(p); p.len; p = trim(p)) {
        size_t colon = colon_at(p);
        if (begins_with(p, "return") && (p.len == 6 || is_blank(p.at[6]))) {
            read_return(r, from(p, 6));
            return;
        }
        struct part name = last_name((struct part){ p.at, colon });
        while (name.len && strchr("&*(", name.at[0]))
            name = from(name, 1);
        if (colon == p.len || !trim(from(p, colon + 1)).len)
            return;
        if (!name_length(name)) {
            p = from(p, colon + 1);
            continue;
        }
        struct claim *c = add(r);
        if (!c)
            return;
        set_name(c, name);
        p = from(p, colon + 1);
        p = from(p, read_value(c, p));
    }
}

static void read_claims(struct note_reader *r, struct part p)
{
    while (p.len) {
        size_t n = segment_length(p);
        read_segment(r, (struct part){ p.at, n });
        p = from(p, n < p.len ? n + 1 : n);
    }
}

/* ---- lines ---- */

static void enter(struct note_reader *r, uint32_t function, struct part name)
{
    r->heading++;
    r->function = function;
    copy(name, r->in, sizeof r->in);
    r->after_heading = true;
}

/* The first field of a line of a list, up to a comma or tab outside of brackets. False if there is none. */
static bool take_field(struct part *p, struct part *field)
{
    int nested = 0;
    size_t n = 0;
    for (; n < p->len && (nested || (p->at[n] != ',' && p->at[n] != '\t')); n++)
        nested += p->at[n] == '(' ? 1 : p->at[n] == ')' && nested ? -1 : 0;
    if (n == p->len)
        return false;
    *field = trim((struct part){ p->at, n });
    *p = from(*p, n + 1);
    return field->len > 0;
}

/* "function, name, value": the function and the name are words. */
static bool listed(struct part p, struct part *function, struct part *name, struct part *value)
{
    *value = p;
    return take_field(value, function) && take_field(value, name) &&
           memchr(function->at, ' ', function->len) == NULL && trim(*value).len;
}

/* In a list every line is such; in a note those are that begin with a function. */
static bool read_listed(struct note_reader *r, struct part p)
{
    struct part in, name, value;
    if (!listed(p, &in, &name, &value) ||
        (!r->list && exact_function(in.at, in.len) == NO_FUNCTION))
        return false;
    if (strlen(r->in) != in.len || strncmp(r->in, in.at, in.len) != 0)
        enter(r, claim_function(in.at, in.len), in);
    struct claim *c = add(r);
    if (c) {
        set_name(c, name);
        read_value(c, trim(value));
    }
    return true;
}

static bool is_keyword(struct part p)
{
    static const char *const words[] = { "if", "for", "while", "switch", "return", "do", "else" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i]) == p.len && begins_with(p, words[i]))
            return true;
    }
    return false;
}

/* The bytes up to the bracket that closes the first, 0 if none does. */
static size_t bracketed(struct part p)
{
    int nested = 0;
    for (size_t n = 0; n < p.len; n++) {
        nested += p.at[n] == '(' ? 1 : p.at[n] == ')' ? -1 : 0;
        if (!nested)
            return n + 1;
    }
    return 0;
}

/* A heading's calls: "slub.c::new_slab()", "mm_init()-> kmem_cache_init()". Sets the last name; returns what is behind it. */
static struct part read_chain(struct part p, struct part *last, bool *called)
{
    for (;;) {
        while (p.len && (is_blank(p.at[0]) || strchr("->", p.at[0])))
            p = from(p, 1);
        size_t n = name_length(p);
        if (n < p.len && p.at[n] == '.' &&
            contains((struct part){ p.at, n + 5 < p.len ? n + 5 : p.len }, "::")) {
            while (!begins_with(p, "::"))
                p = from(p, 1);
            p = from(p, 2);
            continue;
        }
        if (!n)
            return p;
        *last = (struct part){ p.at, n };
        p = trim(from(p, n));
        size_t brackets = p.len && p.at[0] == '(' ? bracketed(p) : 0;
        *called |= brackets > 0;
        p = trim(from(p, brackets));
        if (!begins_with(p, "->"))
            return p;
    }
}

static bool is_preprocessor(struct part p)
{
    static const char *const words[] = { "if", "el", "en", "de", "un", "in", "er", "pr" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (begins_with(p, words[i]))
            return true;
    }
    return false;
}

/* Behind `-` a call, or a name alone; behind `#` anything: it says at least that what was before is over. */
static bool read_heading(struct note_reader *r, struct part p, bool hash)
{
    struct part last = { p.at, 0 };
    bool called = false;
    struct part rest = read_chain(p, &last, &called);
    bool claims = rest.len > 1 && (rest.at[0] == ':' || rest.at[0] == '=');
    while (rest.len && strchr(":;", rest.at[0]))
        rest = trim(from(rest, 1));
    bool named = last.len && !is_keyword(last) && (called || !rest.len) && !claims;
    if (!named && !hash)
        return false;
    uint32_t function = named ? claim_function(last.at, last.len) : NO_FUNCTION;
    enter(r, function, named ? last : p);
    return true;
}

/* C that is quoted: statements end with these. */
static bool is_code(struct part p)
{
    return contains(p, ";") || (p.len && strchr("{},)", p.at[p.len - 1])) || begins_with(p, "/*") ||
           is_keyword((struct part){ p.at, name_length(p) });
}

static void read_line(struct note_reader *r, struct part p)
{
    bool hash = false, dash = false;
    bool after_heading = r->after_heading;
    struct part whole = p = trim(p);
    while (p.len && strchr(" \t>-*#", p.at[0]) &&
           !(p.at[0] == '-' && p.len > 1 && isdigit((unsigned char)p.at[1]))) {
        hash |= p.at[0] == '#';
        dash |= p.at[0] == '-';
        p = from(p, 1);
    }
    if (!p.len)
        return;
    r->after_heading = false;
    r->assumed =
        contains(whole, "가정") || contains(whole, "보고 분석") || contains(whole, "assum");
    if (hash && whole.len > 1 && whole.at[0] == '#' && is_preprocessor(from(whole, 1)))
        return;
    if (read_listed(r, p))
        return;
    const char *comment = memmem(p.at, p.len, "//", 2);
    if (!comment && (hash || dash) && read_heading(r, p, hash))
        return;
    if (comment) {
        p = from(p, (size_t)(comment - p.at));
        while (p.len && p.at[0] == '/')
            p = from(p, 1);
        read_claims(r, p);
    } else if (!is_code(p) || (after_heading && p.len > 7 && begins_with(p, "return ") &&
                               isdigit((unsigned char)p.at[7]))) {
        read_claims(r, p);
    }
}

/* Takes the next line off a text. */
static struct part next_line(struct part *p)
{
    const char *end = memchr(p->at, '\n', p->len);
    struct part line = { p->at, end ? (size_t)(end - p->at) : p->len };
    *p = from(*p, end ? line.len + 1 : line.len);
    return line;
}

static bool is_list(struct part p)
{
    bool any = false;
    while (p.len) {
        struct part line = trim(next_line(&p)), in, name, value;
        if (!line.len || line.at[0] == '#')
            continue;
        if (!listed(line, &in, &name, &value))
            return false;
        any = true;
    }
    return any;
}

void claims_read(const char *text, size_t len, struct claims *claims)
{
    struct part p = { text, len };
    struct note_reader r = { .claims = claims, .function = NO_FUNCTION, .list = is_list(p) };
    *claims = (struct claims){ 0 };
    while (p.len) {
        r.line++;
        read_line(&r, next_line(&p));
    }
}

void claims_free(struct claims *claims)
{
    free(claims->at);
    *claims = (struct claims){ 0 };
}
