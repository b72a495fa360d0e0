// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/claim.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/trace.h"
#include "daemon/claim_expr.h"
#include "daemon/memory.h"
#include "daemon/part.h"

_Static_assert(CLAIM_NAME <= PART_SIMILAR, "every name can be compared");

struct note_reader {
    struct claims *claims;
    uint32_t line, heading;
    uint32_t function;
    char in[48];
    bool assumed;       /* on this line */
    bool after_heading; /* the line before was one */
    bool list;          /* the note is no more than a list */
};

/* ---- functions ---- */

bool claim_similar(const char *a, const char *b, unsigned letters)
{
    return part_similar((struct part){ a, strlen(a) }, (struct part){ b, strlen(b) }, letters);
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
            part_similar((struct part){ known, strlen(known) }, (struct part){ name, len }, 1))
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
    part_copy_dense(name, c->name, sizeof c->name);
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
    p = part_trim(p);
    for (size_t n = p.len; n > 0; n--) {
        char c = p.at[n - 1];
        nested += c == ')' || c == ']' ? 1 : (c == '(' || c == '[') && nested ? -1 : 0;
        if (!nested && (part_is_blank(c) || (unsigned char)c >= 0x80))
            return part_from(p, n);
    }
    return p;
}

/* The only hex number in a text: "page 0x20000 (pfn)". False if there is none, or more than one. */
static bool only_hex(struct part p, int64_t *value)
{
    unsigned found = 0;
    for (; p.len; p = part_from(p, 1)) {
        size_t n = part_begins_with(p, "0x") ? expr_read(p.at, p.len, NULL, NULL, value) : 0;
        found += n > 0;
        if (n)
            p = part_from(p, n - 1);
    }
    return found == 1;
}

/* The capitals before the value: MOVABLE: 2, or the word that is the value. */
static void take_word(struct claim *c, struct part p)
{
    p = last_name(p);
    size_t n = part_name_length(p);
    if (n == p.len && n > 1)
        part_copy(p, c->word, sizeof c->word);
}

/* What is asked for stands as ????, or 32???6. */
static bool is_unknown(struct part v)
{
    for (; v.len && !part_is_blank(v.at[0]); v = part_from(v, 1)) {
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
    struct part rest = part_trim(v);
    part_copy(rest, c->whole, sizeof c->whole);
    for (;;) {
        size_t n = is_unknown(rest) ? 0 : expr_read(rest.at, rest.len, NULL, NULL, &c->number);
        if (n) {
            c->kind = CLAIM_NUMBER;
            part_copy((struct part){ rest.at, n }, c->said, sizeof c->said);
            return (size_t)(rest.at - v.at) + n;
        }
        size_t colon = colon_at(rest);
        if (is_unknown(rest) || colon == rest.len)
            break;
        part_copy_dense((struct part){ rest.at, colon }, c->via, sizeof c->via);
        take_word(c, (struct part){ rest.at, colon });
        rest = part_trim(part_from(rest, colon + 1));
    }
    part_copy(rest, c->said, sizeof c->said);
    if (is_unknown(rest)) {
        c->kind = CLAIM_UNKNOWN;
    } else if (only_hex(rest, &c->number)) {
        c->kind = CLAIM_NUMBER;
    } else if (rest.len && part_name_length(rest) == rest.len) {
        c->kind = CLAIM_WORD;
        part_copy(rest, c->word, sizeof c->word);
    } else {
        c->kind = CLAIM_TEXT;
    }
    return v.len;
}

/* `return N`, `return i: N`. */
static void read_return(struct note_reader *r, struct part p)
{
    struct claim *c = part_trim(p).len ? add(r) : NULL;
    if (!c)
        return;
    read_value(c, p);
    snprintf(c->name, sizeof c->name, "return");
}

static void read_segment(struct note_reader *r, struct part p)
{
    for (p = part_trim(p); p.len; p = part_trim(p)) {
        size_t colon = colon_at(p);
        if (part_begins_with(p, "return") && (p.len == 6 || part_is_blank(p.at[6]))) {
            read_return(r, part_from(p, 6));
            return;
        }
        struct part name = last_name((struct part){ p.at, colon });
        while (name.len && strchr("&*(", name.at[0]))
            name = part_from(name, 1);
        if (colon == p.len || !part_trim(part_from(p, colon + 1)).len)
            return;
        if (!part_name_length(name)) {
            p = part_from(p, colon + 1);
            continue;
        }
        struct claim *c = add(r);
        if (!c)
            return;
        set_name(c, name);
        p = part_from(p, colon + 1);
        p = part_from(p, read_value(c, p));
    }
}

static void read_claims(struct note_reader *r, struct part p)
{
    while (p.len) {
        size_t n = segment_length(p);
        read_segment(r, (struct part){ p.at, n });
        p = part_from(p, n < p.len ? n + 1 : n);
    }
}

/* ---- lines ---- */

static void enter(struct note_reader *r, uint32_t function, struct part name)
{
    r->heading++;
    r->function = function;
    part_copy(name, r->in, sizeof r->in);
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
    *field = part_trim((struct part){ p->at, n });
    *p = part_from(*p, n + 1);
    return field->len > 0;
}

/* "function, name, value": the function and the name are words. */
static bool listed(struct part p, struct part *function, struct part *name, struct part *value)
{
    *value = p;
    return take_field(value, function) && take_field(value, name) &&
           memchr(function->at, ' ', function->len) == NULL && part_trim(*value).len;
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
        read_value(c, part_trim(value));
    }
    return true;
}

static bool is_keyword(struct part p)
{
    static const char *const words[] = { "if", "for", "while", "switch", "return", "do", "else" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i]) == p.len && part_begins_with(p, words[i]))
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
        while (p.len && (part_is_blank(p.at[0]) || strchr("->", p.at[0])))
            p = part_from(p, 1);
        size_t n = part_name_length(p);
        if (n < p.len && p.at[n] == '.' &&
            part_contains((struct part){ p.at, n + 5 < p.len ? n + 5 : p.len }, "::")) {
            while (!part_begins_with(p, "::"))
                p = part_from(p, 1);
            p = part_from(p, 2);
            continue;
        }
        if (!n)
            return p;
        *last = (struct part){ p.at, n };
        p = part_trim(part_from(p, n));
        size_t brackets = p.len && p.at[0] == '(' ? bracketed(p) : 0;
        *called |= brackets > 0;
        p = part_trim(part_from(p, brackets));
        if (!part_begins_with(p, "->"))
            return p;
    }
}

static bool is_preprocessor(struct part p)
{
    static const char *const words[] = { "if", "el", "en", "de", "un", "in", "er", "pr" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (part_begins_with(p, words[i]))
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
        rest = part_trim(part_from(rest, 1));
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
    return part_contains(p, ";") || (p.len && strchr("{},)", p.at[p.len - 1])) ||
           part_begins_with(p, "/*") || is_keyword((struct part){ p.at, part_name_length(p) });
}

static void read_line(struct note_reader *r, struct part p)
{
    bool hash = false, dash = false;
    bool after_heading = r->after_heading;
    struct part whole = p = part_trim(p);
    while (p.len && strchr(" \t>-*#", p.at[0]) &&
           !(p.at[0] == '-' && p.len > 1 && isdigit((unsigned char)p.at[1]))) {
        hash |= p.at[0] == '#';
        dash |= p.at[0] == '-';
        p = part_from(p, 1);
    }
    if (!p.len)
        return;
    r->after_heading = false;
    r->assumed = part_contains(whole, "가정") || part_contains(whole, "보고 분석") ||
                 part_contains(whole, "assum");
    if (hash && whole.len > 1 && whole.at[0] == '#' && is_preprocessor(part_from(whole, 1)))
        return;
    if (read_listed(r, p))
        return;
    const char *comment = memmem(p.at, p.len, "//", 2);
    if (!comment && (hash || dash) && read_heading(r, p, hash))
        return;
    if (comment) {
        p = part_from(p, (size_t)(comment - p.at));
        while (p.len && p.at[0] == '/')
            p = part_from(p, 1);
        read_claims(r, p);
    } else if (!is_code(p) || (after_heading && p.len > 7 && part_begins_with(p, "return ") &&
                               isdigit((unsigned char)p.at[7]))) {
        read_claims(r, p);
    }
}

/* Takes the next line off a text. */
static struct part next_line(struct part *p)
{
    const char *end = memchr(p->at, '\n', p->len);
    struct part line = { p->at, end ? (size_t)(end - p->at) : p->len };
    *p = part_from(*p, end ? line.len + 1 : line.len);
    return line;
}

static bool is_list(struct part p)
{
    bool any = false;
    while (p.len) {
        struct part line = part_trim(next_line(&p)), in, name, value;
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
