// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Lines of MMU vectors. Each reader takes its fields in order and gives up at the first that is not what it must be; the sentence about it
 * is written where it is found.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/conform_mmu.h"

struct cursor {
    const char *line;
    size_t at, size;
    unsigned field; /* of the one taken last, from 1 */
    const char *token;
    size_t length;
    char *why;
    size_t why_size;
};

/* ---- fields ---- */

/* Says what was expected in the field taken last, and what is there. Always false. */
static bool expected(struct cursor *p, const char *what)
{
    char found[24];
    size_t n = 0;

    for (; n < p->length && n < sizeof found - 1; n++)
        found[n] = p->token[n] >= ' ' && p->token[n] <= '~' ? p->token[n] : '?';
    found[n] = 0;
    snprintf(p->why, p->why_size, "field %u: expected %s, found %s%s%s", p->field, what,
             n ? "\"" : "", n ? found : "nothing", n ? "\"" : "");
    return false;
}

/* The next field; an empty one at the end of the line, and where two spaces meet. */
static void next_field(struct cursor *p)
{
    if (p->field && p->at < p->size)
        p->at++; /* the space that ended the last one */
    p->token = p->line + p->at;
    while (p->at < p->size && p->line[p->at] != ' ')
        p->at++;
    p->length = (size_t)(p->line + p->at - p->token);
    p->field++;
}

static bool token_is(const struct cursor *p, const char *word)
{
    return p->length == strlen(word) && memcmp(p->token, word, p->length) == 0;
}

static bool at_end(const struct cursor *p)
{
    return p->at == p->size;
}

static bool take_end(struct cursor *p)
{
    if (at_end(p))
        return true;
    next_field(p);
    return expected(p, "the end of the line");
}

static bool token_number(const struct cursor *p, size_t digits, uint64_t *x)
{
    *x = 0;
    if (!p->length || p->length > digits)
        return false;
    for (size_t i = 0; i < p->length; i++) {
        static const char hex[] = "0123456789abcdef";
        const char *digit = p->token[i] ? strchr(hex, p->token[i]) : NULL;

        if (!digit)
            return false;
        *x = *x << 4 | (uint64_t)(digit - hex);
    }
    return true;
}

static bool take_word(struct cursor *p, uint32_t *word)
{
    uint64_t x;

    next_field(p);
    if (!token_number(p, 8, &x))
        return expected(p, "a hexadecimal word");
    *word = (uint32_t)x;
    return true;
}

static bool take_words(struct cursor *p, uint32_t *words, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (!take_word(p, &words[i]))
            return false;
    return true;
}

static bool take_aligned(struct cursor *p, uint32_t *pa)
{
    if (!take_word(p, pa))
        return false;
    return *pa % 4 == 0 || expected(p, "an address of a word");
}

static bool take_pa(struct cursor *p, uint64_t *pa)
{
    next_field(p);
    return token_number(p, 10, pa) || expected(p, "a physical address of 40 bits, in hexadecimal");
}

static bool take_name(struct cursor *p, struct mmu_line *l, const char *what)
{
    next_field(p);
    if (!p->length || p->length >= sizeof l->name)
        return expected(p, what);
    memcpy(l->name, p->token, p->length);
    l->name[p->length] = 0;
    return true;
}

/* One of a list of words, as its index. `what` names them. */
static bool take_choice(struct cursor *p, const char *const *words, unsigned n, const char *what,
                        unsigned *choice)
{
    next_field(p);
    for (*choice = 0; *choice < n; ++*choice)
        if (token_is(p, words[*choice]))
            return true;
    return expected(p, what);
}

static bool take_digit(struct cursor *p, unsigned most, unsigned *x)
{
    next_field(p);
    if (p->length != 1 || p->token[0] < '0' || p->token[0] > (char)('0' + most))
        return expected(p, most == 1 ? "0 or 1" : "a digit from 0 to 7");
    *x = (unsigned)(p->token[0] - '0');
    return true;
}

static bool take_bool(struct cursor *p, bool *x)
{
    unsigned digit = 0;

    if (!take_digit(p, 1, &digit))
        return false;
    *x = digit;
    return true;
}

/* ---- lines ---- */

/* C id category cpu */
static bool read_case(struct cursor *p, struct mmu_line *l)
{
    static const char *const cpus[] = { "a15", "a9" };
    unsigned cpu = 0;

    if (!take_name(p, l, "the name of a case"))
        return false;
    next_field(p);
    if (!p->length)
        return expected(p, "a category");
    if (!take_choice(p, cpus, 2, "a15 or a9", &cpu))
        return false;
    l->a9 = cpu == 1;
    return true;
}

/* M pa w0 w1 ... */
static bool read_memory(struct cursor *p, struct mmu_line *l)
{
    if (!take_aligned(p, &l->address) || !take_word(p, &l->word[0]))
        return false;
    for (l->count = 1; l->count < 16 && !at_end(p); l->count++)
        if (!take_word(p, &l->word[l->count]))
            return false;
    return true;
}

/* F pa count word */
static bool read_fill(struct cursor *p, struct mmu_line *l)
{
    if (!take_aligned(p, &l->address) || !take_word(p, &l->count))
        return false;
    if (!l->count || l->count > MMU_LINE_MAX_COPIES)
        return expected(p, "a hexadecimal count from 1 to 1000000");
    return take_word(p, &l->word[0]);
}

/* R ttbr0 ttbr1 ttbcr dacr sctlr prrr nmrr contextidr */
static bool read_registers(struct cursor *p, struct mmu_line *l)
{
    return take_words(p, l->word, 8);
}

/* A va pr pw ur uw */
static bool read_ats(struct cursor *p, struct mmu_line *l)
{
    return take_word(p, &l->address) && take_words(p, l->word, 4);
}

/* a va pr pw ur uw tags pr pw ur uw */
static bool read_ats_advice(struct cursor *p, struct mmu_line *l)
{
    return read_ats(p, l) && take_name(p, l, "tags") && take_words(p, l->word + 4, 4);
}

/* G va pa, or - for no translation */
static bool read_full_pa(struct cursor *p, struct mmu_line *l)
{
    if (!take_word(p, &l->address))
        return false;
    l->translated = !(p->size - p->at == 2 && memcmp(p->line + p->at, " -", 2) == 0);
    if (l->translated)
        return take_pa(p, &l->pa);
    next_field(p);
    return true;
}

/* A fetch ends in a prefetch abort, all others in a data abort. */
static bool take_outcome_kind(struct cursor *p, unsigned access, struct mmu_outcome *o)
{
    bool fetch = access & ACCESS_FETCH;

    next_field(p);
    if (token_is(p, "OK"))
        o->kind = OUTCOME_OK;
    else if (token_is(p, fetch ? "PA" : "DA"))
        o->kind = fetch ? OUTCOME_PREFETCH_ABORT : OUTCOME_DATA_ABORT;
    else
        return expected(p, fetch ? "OK or PA" : "OK or DA");
    return true;
}

/* OK pa, or DA dfsr mask dfar, or PA ifsr mask ifar */
static bool take_outcome(struct cursor *p, unsigned access, struct mmu_outcome *o)
{
    uint32_t address = 0;

    if (!take_outcome_kind(p, access, o))
        return false;
    if (o->kind == OUTCOME_OK)
        return take_pa(p, &o->address);
    if (!take_word(p, &o->status) || !take_word(p, &o->mask) || !take_word(p, &address))
        return false;
    o->address = address;
    return true;
}

/* X kind size va outcome */
static bool read_access(struct cursor *p, struct mmu_line *l)
{
    static const char *const kinds[] = { "pr", "pw", "px", "ur", "uw", "ux", "tr", "tw" };
    static const uint8_t access[] = {
        ACCESS_READ,
        ACCESS_WRITE,
        ACCESS_FETCH,
        ACCESS_PL0 | ACCESS_READ,
        ACCESS_PL0 | ACCESS_WRITE,
        ACCESS_PL0 | ACCESS_FETCH,
        ACCESS_PL0 | ACCESS_READ,
        ACCESS_PL0 | ACCESS_WRITE,
    };
    static const char *const sizes[] = { "1", "4" };
    unsigned kind = 0, size = 0;

    if (!take_choice(p, kinds, 8, "pr, pw, px, ur, uw, ux, tr or tw", &kind) ||
        !take_choice(p, sizes, 2, "1 or 4 bytes", &size) || !take_word(p, &l->address))
        return false;
    l->access = access[kind];
    l->size = size ? 4 : 1;
    return take_outcome(p, l->access, &l->outcome);
}

/* x kind size va outcome # tag model-outcome; of the latter kind and FSR, or kind and address */
static bool read_access_advice(struct cursor *p, struct mmu_line *l)
{
    static const char *const hash[] = { "#" };
    unsigned unused = 0;

    if (!read_access(p, l) || !take_choice(p, hash, 1, "#", &unused) || !take_name(p, l, "a tag") ||
        !take_outcome_kind(p, l->access, &l->model))
        return false;
    if (l->model.kind == OUTCOME_OK)
        return at_end(p) || take_pa(p, &l->model.address);
    return take_word(p, &l->model.status);
}

static bool take_policy(struct cursor *p, uint8_t *policy)
{
    static const char *const policies[] = { "NC", "WBWA", "WT", "WB", "-" };
    unsigned choice = 0;

    if (!take_choice(p, policies, 5, "NC, WBWA, WT, WB or -", &choice))
        return false;
    *policy = (uint8_t)(choice % 4); /* no policy is as none: CACHE_NC */
    return true;
}

/* T case va sctlr prrr nmrr tex c b s type inner outer shareable nos */
static bool read_attributes(struct cursor *p, struct mmu_line *l)
{
    static const char *const types[] = { "SO", "DEV", "NORM" };
    unsigned type = 0;
    bool nos;

    if (!take_name(p, l, "the name of a case") || !take_word(p, &l->address) ||
        !take_words(p, l->word, 3) || !take_digit(p, 7, &l->tex) || !take_digit(p, 1, &l->c) ||
        !take_digit(p, 1, &l->b) || !take_digit(p, 1, &l->s) ||
        !take_choice(p, types, 3, "SO, DEV or NORM", &type) ||
        !take_policy(p, &l->attributes.inner) || !take_policy(p, &l->attributes.outer) ||
        !take_bool(p, &l->attributes.shareable) || !take_bool(p, &nos))
        return false;
    l->attributes.type = (uint8_t)type;
    l->attributes.outer_shareable = l->attributes.shareable && !nos;
    return true;
}

static bool read_end(struct cursor *p, struct mmu_line *l)
{
    (void)p;
    (void)l;
    return true;
}

bool mmu_line_parse(const char *line, size_t size, struct mmu_line *parsed, char *why,
                    size_t why_size)
{
    static const struct {
        char kind;
        bool (*read)(struct cursor *p, struct mmu_line *l);
    } readers[] = {
        { 'A', read_ats },        { 'X', read_access },        { 'M', read_memory },
        { 'F', read_fill },       { 'R', read_registers },     { 'C', read_case },
        { 'E', read_end },        { 'G', read_full_pa },       { 'a', read_ats_advice },
        { 'T', read_attributes }, { 'x', read_access_advice },
    };
    struct cursor p = { .line = line, .size = size, .why = why, .why_size = why_size };

    next_field(&p);
    for (size_t i = 0; p.length == 1 && i < sizeof readers / sizeof readers[0]; i++) {
        if (readers[i].kind != p.token[0])
            continue;
        memset(parsed, 0, sizeof *parsed);
        parsed->kind = p.token[0];
        return readers[i].read(&p, parsed) && take_end(&p);
    }
    return expected(&p, "one of C M F R A a G X x T E");
}
