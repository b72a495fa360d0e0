// SPDX-License-Identifier: GPL-2.0-or-later
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/names.h"
#include "daemon/check.h"
#include "daemon/claim_expr.h"
#include "daemon/claim_facts.h"

#define STACK           64
#define CALLS_COMPARED  512 /* that may be the one a heading means */
#define CLAIMS_COMPARED 32  /* of those under it, to find out */
#define LOOKS_MAX \
    100000000 /* at calls and values, in all: a note that needs more is not judged to its end */

const char *const verdict_names[NR_VERDICTS] = {
    [VERDICT_RIGHT] = "right",   [VERDICT_WRONG] = "wrong",         [VERDICT_ASSUMED] = "assumed",
    [VERDICT_FILLED] = "filled", [VERDICT_UNREACHED] = "unreached", [VERDICT_UNKNOWN] = "unknown",
};

const char *const because_names[NR_BECAUSE] = {
    [BECAUSE_NOTHING] = "",  [BECAUSE_ASSUMED] = "assumed", [BECAUSE_CONSTANT] = "constant",
    [BECAUSE_RULE] = "rule", [BECAUSE_PASSED] = "passed",   [BECAUSE_LOOP] = "loop",
    [BECAUSE_ITEM] = "item", [BECAUSE_ALWAYS] = "always",
};

struct judge {
    const struct claims *claims;
    const struct seen *seen;
    struct place_seen cursor; /* how far the note has come */
    struct {
        uint32_t function;
        bool reached;
    } stack[STACK]; /* the functions whose headings it stands under */
    unsigned depth;
    uint64_t looks; /* that are left */
    uint32_t call;  /* the one that the heading means, NO_CALL if it is not reached */
    size_t first;   /* claim under the heading */
};

/* ---- does a value say what a claim says? ---- */

/* page[]._mapcount is what the code calls page->_mapcount. */
static bool is_field(const struct claim *c, const char *field)
{
    return strncmp(c->name, "page->", 6) == 0 && strncmp(field, "page[].", 7) == 0 &&
           strcmp(c->name + 6, field + 7) == 0;
}

static bool same_name(const struct claim *c, const struct seen_value *v)
{
    if (v->name == SEEN_RETURN)
        return strcmp(c->name, "return") == 0;
    if (v->name & SEEN_FIELD)
        return is_field(c, field_table[v->name & ~SEEN_FIELD].name);
    const char *name = value_table[v->name].name;
    size_t len = strlen(c->name);
    if (strcmp(name, c->name) == 0)
        return true;
    return len >= 8 && claim_similar(name, c->name, len >= 10 ? 2 : 1);
}

/* Which zone "contig_page_data->node_zones[0]" is; -1 if it is none. */
static int64_t zone_of(const char *text)
{
    const char *at = strstr(text, "node_zones[");
    size_t n = at ? strlen("node_zones[") : 0;
    return at && at[n] >= '0' && at[n] <= '2' && strcmp(at + n + 1, "]") == 0 ? at[n] - '0' : -1;
}

static bool is_number(int64_t number, uint32_t word)
{
    return number == (int64_t)word || number == (int64_t)(int32_t)word;
}

/* Word for word what the walk prints, as a whole or on one side of its arrow. */
static bool is_text(const char *said, const char *text)
{
    const char *arrow = strstr(text, " -> ");
    return strcmp(said, text) == 0 ||
           (arrow && (strcmp(said, arrow + 4) == 0 || (strlen(said) == (size_t)(arrow - text) &&
                                                       strncmp(said, text, strlen(said)) == 0)));
}

static bool agrees(const struct claim *c, const struct seen_value *v)
{
    int64_t constant;
    if (is_text(c->whole, v->text))
        return true;
    switch (c->kind) {
    case CLAIM_NUMBER:
        return is_number(c->number, v->a) || (v->has_old && is_number(c->number, v->b));
    case CLAIM_WORD:
        if (strcmp(c->word, v->text) == 0)
            return true;
        return fact_constant(c->word, strlen(c->word), &constant) && is_number(constant, v->a);
    case CLAIM_TEXT:
        return v->format == FMT_ZONE && zone_of(c->said) == v->a;
    default:
        return false;
    }
}

/* Can the two be compared at all? A text only with a zone's name. */
static bool comparable(const struct claim *c, const struct seen_value *v)
{
    int64_t constant;
    if (c->kind == CLAIM_TEXT)
        return is_text(c->whole, v->text) || (v->format == FMT_ZONE && zone_of(c->said) >= 0);
    return c->kind != CLAIM_WORD || strcmp(c->word, v->text) == 0 ||
           fact_constant(c->word, strlen(c->word), &constant);
}

/* ---- which values a claim may mean ---- */

/* Does the call show an argument that the claim names: NR_FREE_PAGES? True if the claim names none. */
static bool with_argument(const struct judge *j, const struct seen_call *call,
                          const struct claim *c)
{
    const char *at = strstr(c->name, "NR_");
    size_t len = at ? strcspn(at, ",)") : 0;
    for (uint32_t i = 0; len && i < call->nr; i++) {
        if (strncmp(j->seen->value[call->first + i].text, at, len) == 0)
            return true;
    }
    return !len;
}

/* The value at index `i` of those the call shows, if the claim may mean it. */
static bool may_mean(const struct judge *j, uint32_t call, const struct claim *c,
                     const struct seen_value *v)
{
    const struct seen_call *of = &j->seen->call[v->call];
    if (v->call == call && same_name(c, v))
        return true;
    return c->result_of != NO_FUNCTION && v->name == SEEN_RETURN && of->function == c->result_of &&
           of->parent == call && with_argument(j, of, c);
}

/*
 * The value of the call that the claim means: one that agrees, else the n-th of that name, for a note that names it for the n-th time
 * (loops). `below`: of the calls from it that have such a name, to which it handed its own. NULL if none is shown.
 */
static const struct seen_value *shown(struct judge *j, uint32_t call, const struct claim *c,
                                      unsigned n, bool below)
{
    const struct seen_call *in = &j->seen->call[call];
    const struct seen_value *other = NULL;
    for (uint32_t i = 0; i < in->nr && j->looks; i++, j->looks--) {
        const struct seen_value *v = &j->seen->value[in->first + i];
        bool passed = !(v->name & SEEN_FIELD) && j->seen->call[v->call].parent == call;
        if (below ? !passed || !same_name(c, v) : !may_mean(j, call, c, v))
            continue;
        if (agrees(c, v))
            return v;
        if (!other || n) {
            n -= other != NULL;
            other = v;
        }
    }
    return other;
}

static const struct seen_value *meant(struct judge *j, uint32_t call, const struct claim *c,
                                      unsigned n)
{
    const struct seen_value *v = shown(j, call, c, n, false);
    return v || strcmp(c->name, "return") == 0 ? v : shown(j, call, c, n, true);
}

/* `i` where the loop is over: one more than it was last. */
static bool after_loop(const struct judge *j, const struct claim *c, const struct seen_value *v)
{
    const struct seen_call *in = &j->seen->call[v->call];
    const struct seen_value *last = v;
    if (strlen(c->name) != 1 || c->kind != CLAIM_NUMBER || v->name == SEEN_RETURN)
        return false;
    for (uint32_t i = 0; i < in->nr; i++) {
        const struct seen_value *at = &j->seen->value[in->first + i];
        if (at->call == v->call && at->name == v->name)
            last = at;
    }
    return c->number == (int64_t)last->a + 1;
}

/* How often this name came under the heading before. */
static unsigned times_before(const struct judge *j, const struct claim *c)
{
    unsigned n = 0;
    for (const struct claim *b = &j->claims->at[j->first]; b < c; b++)
        n += strcmp(b->name, c->name) == 0;
    return n;
}

/* ---- which call a heading means ---- */

/* The heading is below those before it, or one of them again. */
static void enter_heading(struct judge *j, uint32_t function)
{
    for (unsigned i = 0; i < j->depth; i++) {
        if (j->stack[i].function == function) {
            j->depth = i + 1;
            return;
        }
    }
    if (j->depth < STACK)
        j->stack[j->depth++].function = function;
}

/* Is the call inside one of a function that the note has come through, and the machine too? The first heading is anywhere. */
static bool in_the_way(const struct judge *j, uint32_t call)
{
    for (unsigned i = 0; i + 1 < j->depth; i++) {
        if (j->stack[i].reached && seen_inside(j->seen, call, j->stack[i].function))
            return true;
    }
    return j->depth <= 1;
}

static unsigned score(struct judge *j, uint32_t call, size_t end)
{
    unsigned n = 0;
    if (end > j->first + CLAIMS_COMPARED)
        end = j->first + CLAIMS_COMPARED;
    for (size_t i = j->first; i < end; i++) {
        const struct claim *c = &j->claims->at[i];
        const struct seen_value *v = meant(j, call, c, 0);
        n += v && agrees(c, v);
    }
    return n;
}

/* The first such call, unless a later one fits clearly better: a note goes on from where it was, and a single number may be wrong. */
static uint32_t best_call(struct judge *j, uint32_t function, struct place_seen from, size_t end)
{
    uint32_t best = NO_CALL;
    unsigned best_score = 0, compared = 0;
    for (uint32_t i = 0; i < j->seen->nr_calls && compared < CALLS_COMPARED && j->looks; i++) {
        j->looks--;
        const struct seen_call *call = &j->seen->call[i];
        if (call->function != function || !seen_not_after(from, call->to) || !in_the_way(j, i))
            continue;
        unsigned points = score(j, i, end);
        compared++;
        if (best == NO_CALL || points > best_score) {
            best_score = points + (best == NO_CALL);
            best = i;
        }
    }
    return best;
}

/* ---- one claim ---- */

static void set_truth(struct finding *f, const struct seen_value *v)
{
    snprintf(f->truth, sizeof f->truth, "%s", v->text);
    f->placed = true;
    f->at = v->at;
}

/* Was this number assumed before, for this name or for what it came from? */
static const struct claim *assumption(const struct judge *j, const struct claim *c)
{
    for (const struct claim *b = j->claims->at; b < c; b++) {
        if (b->assumed && b->kind == CLAIM_NUMBER && c->kind == CLAIM_NUMBER &&
            b->number == c->number &&
            (claim_similar(b->name, c->name, 1) || claim_similar(b->name, c->via, 1)))
            return b;
    }
    return NULL;
}

static void contradict(const struct judge *j, struct finding *f)
{
    const struct claim *c = f->claim, *before = assumption(j, c);
    f->verdict = c->assumed || before ? VERDICT_ASSUMED : VERDICT_WRONG;
    if (!before || c->assumed || f->because)
        return;
    f->because = BECAUSE_ASSUMED;
    snprintf(f->detail, sizeof f->detail, "%" PRIu32, before->line);
}

/* The names in a rule: what the note said of them last, or a constant. */
struct names {
    const struct judge *judge;
    const struct claim *before;
};

static bool name_value(void *arg, const char *name, size_t len, int64_t *value)
{
    const struct names *names = arg;
    const struct claim *first = names->judge->claims->at;
    for (const struct claim *c = names->before; c-- > first;) {
        if (c->kind == CLAIM_NUMBER && strncmp(c->name, name, len) == 0 && !c->name[len]) {
            *value = c->number;
            return true;
        }
    }
    return fact_constant(name, len, value);
}

/* What follows from what the note itself says. False if nothing does. */
static bool by_rule(const struct judge *j, struct finding *f)
{
    const struct claim *c = f->claim;
    const char *rule = fact_rule(c->in, c->name);
    struct names names = { j, c };
    int64_t value;
    if ((c->kind != CLAIM_NUMBER && c->kind != CLAIM_UNKNOWN) || !rule ||
        !expr_read(rule, strlen(rule), name_value, &names, &value))
        return false;
    f->because = BECAUSE_RULE;
    snprintf(f->detail, sizeof f->detail, "%s", rule);
    snprintf(f->truth, sizeof f->truth, value > 1024 ? "0x%" PRIx64 : "%" PRId64, value);
    if (c->kind == CLAIM_UNKNOWN) {
        f->verdict = VERDICT_FILLED;
        return true;
    }
    if (value == c->number) {
        f->verdict = VERDICT_RIGHT;
        return true;
    }
    contradict(j, f);
    return true;
}

/* Constants, and words that stand for another number than they are given: DOWN: 1. */
static bool by_constant(const struct judge *j, struct finding *f)
{
    const struct claim *c = f->claim;
    const char *name = c->name;
    int64_t value;
    bool item = strncmp(c->name, "NR_", 3) == 0 && c->number >= NR_VM_ZONE_STAT_ITEMS;
    if (c->kind != CLAIM_NUMBER || item)
        return false;
    if (!fact_constant(name, strlen(name), &value)) {
        name = c->word;
        if (strlen(name) < 2 || !fact_constant(name, strlen(name), &value) || value == c->number)
            return false;
        f->because = BECAUSE_CONSTANT;
        snprintf(f->detail, sizeof f->detail, "%s = %" PRId64, name, value);
    }
    f->verdict = VERDICT_RIGHT;
    if (value == c->number)
        return true;
    snprintf(f->truth, sizeof f->truth, value > 1023 ? "0x%" PRIx64 : "%" PRId64, value);
    contradict(j, f);
    return true;
}

/* vm_stat[1] described by words: one of them must be its enumerator's first. */
static bool by_item(struct finding *f)
{
    const struct claim *c = f->claim;
    const char *name;
    unsigned index;
    char word[24], said[2 * CLAIM_NAME + 1];
    if (sscanf(c->name, "vm_stat[%u]", &index) != 1 || c->kind == CLAIM_NUMBER ||
        !(name = fact_item(index)))
        return false;
    snprintf(word, sizeof word, "%.*s", (int)strcspn(name + 3, "_"), name + 3);
    snprintf(said, sizeof said, "%s %s", c->via, c->said);
    f->verdict = strcasestr(said, word) ? VERDICT_RIGHT : VERDICT_WRONG;
    if (f->verdict == VERDICT_WRONG) {
        snprintf(f->truth, sizeof f->truth, "%s: %u", name, index);
        f->because = BECAUSE_ITEM;
        snprintf(f->detail, sizeof f->detail, "%s", name);
    }
    return true;
}

static bool by_result(const struct judge *j, struct finding *f)
{
    const struct claim *c = f->claim;
    int64_t value;
    if (strcmp(c->name, "return") != 0 || !fact_result(c->in, &value))
        return false;
    f->because = BECAUSE_ALWAYS;
    snprintf(f->detail, sizeof f->detail, "%s()", c->in);
    f->verdict = VERDICT_RIGHT;
    if (c->kind == CLAIM_NUMBER && c->number == value)
        return true;
    snprintf(f->truth, sizeof f->truth, "%" PRId64, value);
    contradict(j, f);
    return true;
}

/*
 * A number that the call passes on under another name: what it made of its argument meanwhile. Small numbers are everywhere and say nothing.
 */
static bool passed_on(const struct judge *j, struct finding *f)
{
    const struct claim *c = f->claim;
    if (j->call == NO_CALL || c->kind != CLAIM_NUMBER || (c->number >= -128 && c->number < 256))
        return false;
    const struct seen_call *call = &j->seen->call[j->call];
    for (uint32_t i = 0; i < call->nr; i++) {
        const struct seen_value *v = &j->seen->value[call->first + i];
        const struct seen_call *to = &j->seen->call[v->call];
        if (to->parent != j->call || v->name & SEEN_FIELD || !agrees(c, v))
            continue;
        set_truth(f, v);
        f->because = BECAUSE_PASSED;
        snprintf(f->detail, sizeof f->detail, "%s, %s()", value_table[v->name].name,
                 function_table[to->function].name);
        return true;
    }
    return false;
}

static void by_walk(struct judge *j, struct finding *f)
{
    const struct claim *c = f->claim;
    const struct seen_value *v =
        j->call == NO_CALL ? NULL : meant(j, j->call, c, times_before(j, c));
    if (!v && passed_on(j, f)) {
        f->verdict = VERDICT_RIGHT;
        return;
    }
    if (!v || (c->kind != CLAIM_UNKNOWN && !comparable(c, v))) {
        f->verdict =
            j->call == NO_CALL && c->function != NO_FUNCTION ? VERDICT_UNREACHED : VERDICT_UNKNOWN;
        return;
    }
    set_truth(f, v);
    if (c->kind == CLAIM_UNKNOWN)
        f->verdict = VERDICT_FILLED;
    else if (agrees(c, v) || passed_on(j, f))
        f->verdict = VERDICT_RIGHT;
    else if (after_loop(j, c, v))
        f->verdict = VERDICT_RIGHT, f->because = BECAUSE_LOOP;
    else
        contradict(j, f);
}

/* What only describes is no finding, unless something can be said of it. */
static bool worth_telling(const struct finding *f)
{
    return f->verdict < VERDICT_UNREACHED || f->claim->kind == CLAIM_NUMBER ||
           f->claim->kind == CLAIM_UNKNOWN;
}

static void judge_claim(struct judge *j, struct check *check, const struct claim *c)
{
    struct finding f = { .claim = c };
    if (!by_item(&f) && !by_constant(j, &f) && !by_result(j, &f) &&
        !(j->call == NO_CALL && by_rule(j, &f)))
        by_walk(j, &f);
    if (f.verdict >= VERDICT_UNREACHED)
        by_rule(j, &f);
    if (f.placed && seen_not_after(j->cursor, f.at))
        j->cursor = f.at;
    if (!worth_telling(&f))
        return;
    check->finding[check->nr++] = f;
    check->count[f.verdict]++;
}

/* ---- the whole note ---- */

void check_want(const struct claims *claims, struct seen *seen)
{
    for (size_t i = 0; i < claims->nr; i++) {
        const struct claim *c = &claims->at[i];
        if (c->function != NO_FUNCTION)
            seen_want(seen, c->function);
        if (c->result_of != NO_FUNCTION)
            seen_want(seen, c->result_of);
    }
}

void check_judge(struct check *check, const struct seen *seen)
{
    const struct claims *claims = &check->claims;
    struct judge j = { .claims = claims, .seen = seen, .looks = LOOKS_MAX };
    check->finding = must_zalloc((claims->nr + 1) * sizeof check->finding[0]);
    while (j.first < claims->nr && j.looks) {
        const struct claim *c = &claims->at[j.first];
        size_t end = j.first;
        while (end < claims->nr && claims->at[end].heading == c->heading)
            end++;
        j.call = NO_CALL;
        if (c->function != NO_FUNCTION) {
            enter_heading(&j, c->function);
            j.call = best_call(&j, c->function, j.cursor, end);
            if (j.call == NO_CALL)
                j.call = best_call(&j, c->function, (struct place_seen){ 0 }, end);
            j.stack[j.depth - 1].reached = j.call != NO_CALL;
            if (j.call != NO_CALL && seen_not_after(j.cursor, seen->call[j.call].from))
                j.cursor = seen->call[j.call].from;
        }
        for (size_t i = j.first; i < end; i++)
            judge_claim(&j, check, &claims->at[i]);
        j.first = end;
    }
    check->cut = claims->cut || !j.looks;
}

void check_free(struct check *check)
{
    claims_free(&check->claims);
    free(check->finding);
    check->finding = NULL;
}
