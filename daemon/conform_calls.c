// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compares the walk with recorded call trees, function by function.
 *
 * A .calls file is a grammar: `def LABEL = BODY` names subtrees, operation lines use them. It is parsed into a tree of items and flattened, operation by
 * operation, to the sequence of `DEPTH NAME` that the recorder saw. The machine's own walk is flattened the same way. Functions that only one
 * side knows are projected away on both: their children move up to their parent.
 *
 *	ITEM := [ COUNT * ] ( NAME | NAME ( ITEMS ) | [ ITEMS ] | LABEL | ... )
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/names.h"
#include "daemon/conform_script.h"

#define MAX_NESTING 256

/* ---- functions by name: ids from the model's table, others above ---- */

static int function_by_name(const char *name, size_t len)
{
    for (unsigned i = 0; i < function_count; i++)
        if (strlen(function_table[i].name) == len && memcmp(function_table[i].name, name, len) == 0)
            return (int)i;
    return -1;
}

/* ---- a flat walk ---- */

struct call {
    uint16_t depth, function;
};

struct calls {
    struct call *at;
    size_t n, size;
    bool cut; /* the recording stops here */
};

static void add_call(struct calls *c, unsigned depth, unsigned function)
{
    if (c->n == c->size) {
        size_t size = c->size ? 2 * c->size : 1024;
        struct call *at = realloc(c->at, size * sizeof(*at));

        if (!at) {
            fputs("conform: out of memory\n", stderr);
            exit(2);
        }
        c->at = at;
        c->size = size;
    }
    c->at[c->n++] = (struct call){ (uint16_t)depth, (uint16_t)function };
}

/* ---- the recording ---- */

struct definition {
    char *label, *body;
};

struct recording {
    struct definition *defs;
    size_t nr_defs;
};

static const struct definition *find_definition(const struct recording *r, const char *label,
                                                size_t len)
{
    for (size_t i = r->nr_defs; i--;)
        if (strlen(r->defs[i].label) == len && memcmp(r->defs[i].label, label, len) == 0)
            return &r->defs[i];
    return NULL;
}

// A grammar of nested groups is read by functions that call each other; MAX_NESTING bounds them.
// NOLINTBEGIN(misc-no-recursion)
static const char *flatten_items(const struct recording *r, const char *p, unsigned depth,
                                 unsigned nesting, struct calls *out);

/* The end of a name or label at p. */
static const char *word_end(const char *p)
{
    while (isalnum((unsigned char)*p) || *p == '_' || *p == '#')
        p++;
    return p;
}

/* Skips a balanced ( ) or [ ] that begins at p. */
static const char *skip_group(const char *p)
{
    int open = 0;

    do {
        open += *p == '(' || *p == '[';
        open -= *p == ')' || *p == ']';
    } while (*p++ && open);
    return p;
}

/* Flattens one item without its count; returns where it ends. */
static const char *flatten_unit(const struct recording *r, const char *p, unsigned depth,
                                unsigned nesting, struct calls *out)
{
    const char *end = word_end(p);
    const struct definition *def;
    int function;

    if (nesting > MAX_NESTING || out->cut)
        return *p == '[' ? skip_group(p) : *end == '(' ? skip_group(end) : end + (end == p);
    if (strncmp(p, "...", 3) == 0) {
        out->cut = true;
        return p + 3;
    }
    if (*p == '[')
        return flatten_items(r, p + 1, depth, nesting + 1, out) + 1;
    if (memchr(p, '#', (size_t)(end - p))) {
        def = find_definition(r, p, (size_t)(end - p));
        if (def)
            flatten_items(r, def->body, depth, nesting + 1, out);
        else
            out->cut = true;
        return end;
    }
    function = function_by_name(p, (size_t)(end - p));
    if (function >= 0)
        add_call(out, depth, (unsigned)function);
    if (*end != '(')
        return end;
    return flatten_items(r, end + 1, depth + (function >= 0), nesting + 1, out) + 1;
}

/* Flattens items up to the closing bracket or the end; returns where that is. */
static const char *flatten_items(const struct recording *r, const char *p, unsigned depth,
                                 unsigned nesting, struct calls *out)
{
    while (*p && *p != ')' && *p != ']' && *p != ';') {
        unsigned long count = 1;
        const char *end = p;

        if (*p == ' ') {
            p++;
            continue;
        }
        if (isdigit((unsigned char)*p)) {
            count = strtoul(p, (char **)&end, 10);
            p = end + (*end == '*');
        }
        for (end = p; count--;)
            end = flatten_unit(r, p, depth, nesting, out);
        p = end;
    }
    return p;
}
// NOLINTEND(misc-no-recursion)

/* ---- the machine's walk ---- */

struct walk {
    struct calls calls;
    unsigned depth;
    const struct recording *recording;
    uint64_t all_hash;
    unsigned long all_count;
};

/* `all` of a cut operation: FNV-1a over "DEPTH NAME\n", byte by byte. */
static void hash_call(struct walk *w, unsigned depth, const char *name)
{
    char text[128];
    int n = snprintf(text, sizeof(text), "%u %s\n", depth, name);

    for (int i = 0; i < n; i++)
        w->all_hash = fnv_word(w->all_hash, (unsigned char)text[i]);
    w->all_count++;
}

static void on_walk(void *arg, const struct event *e)
{
    struct walk *w = arg;

    if (event_kind(e) == EV_LEAVE) {
        w->depth--;
    } else if (event_kind(e) == EV_ENTER) {
        add_call(&w->calls, w->depth, event_id(e));
        hash_call(w, w->depth, function_table[event_id(e)].name);
        w->depth++;
    }
}

/* ---- comparing ---- */

static void print_calls(const char *label, const struct calls *c, size_t at)
{
    printf("  %s:", label);
    for (size_t i = at < 3 ? 0 : at - 3; i < at + 5 && i < c->n; i++)
        printf(" %s%u:%s", i == at ? ">" : "", c->at[i].depth,
               function_table[c->at[i].function].name);
    puts(at >= c->n ? " (end)" : "");
}

/* The summary that a cut operation carries: calls=N … all=HASH. True if there is none or it holds. */
static bool summary_holds(const char *items, const struct walk *w)
{
    const char *summary = strstr(items, " ; top=");
    unsigned long calls;
    uint64_t hash;

    if (!summary ||
        sscanf(summary, " ; top=%*u calls=%lu core=%*u all=%" SCNx64, &calls, &hash) != 2)
        return true;
    return calls == w->all_count && hash == w->all_hash;
}

static bool compare_calls(const char *path, unsigned op, const char *items, const struct walk *w,
                          bool quiet)
{
    struct calls expected = { 0 };
    size_t i = 0;
    bool same;

    flatten_items(w->recording, items, 0, 0, &expected);
    while (i < expected.n && i < w->calls.n && expected.at[i].depth == w->calls.at[i].depth &&
           expected.at[i].function == w->calls.at[i].function)
        i++;
    same = i == expected.n && (expected.cut || i == w->calls.n);
    if (!same && !quiet) {
        printf("%s: operation %u: call %zu\n", path, op, i);
        print_calls("expected", &expected, i);
        print_calls("got     ", &w->calls, i);
    } else if (same && !summary_holds(items, w)) {
        same = false;
        if (!quiet)
            printf("%s: operation %u: %lu calls, hash %016" PRIx64 ": not the recorded sum\n", path,
                   op, w->all_count, w->all_hash);
    }
    free(expected.at);
    return same;
}

/* ---- files ---- */

static bool add_definition(struct recording *r, const char *line)
{
    const char *equals = strstr(line, " = ");
    struct definition *defs;

    if (!equals)
        return false;
    defs = realloc(r->defs, (r->nr_defs + 1) * sizeof(*defs));
    if (!defs)
        return false;
    r->defs = defs;
    defs[r->nr_defs++] =
        (struct definition){ strndup(line + 4, (size_t)(equals - line - 4)), strdup(equals + 3) };
    return true;
}

static void free_recording(struct recording *r)
{
    for (size_t i = 0; i < r->nr_defs; i++) {
        free(r->defs[i].label);
        free(r->defs[i].body);
    }
    free(r->defs);
}

/* Runs the script up to operation `op` and leaves the walk of that operation in *w. False if the script ends or cannot go on. */
static bool run_to(struct script *s, unsigned op, struct walk *w)
{
    char result[256];
    const char *line;

    while (s->op < op) {
        line = script_next(s);
        if (!line)
            return false;
        w->calls.n = 0;
        w->depth = 0;
        w->all_hash = FNV_OFFSET;
        w->all_count = 0;
        machine_listen(s->m, s->op == op ? WANT_WALK : WANT_NOTHING, on_walk, w);
        if (!script_run(s, line, result, sizeof(result)) || result[0] == '?')
            return false;
    }
    return true;
}

static bool compare_file(struct script *s, FILE *calls, struct conform_total *total)
{
    struct recording recording = { 0 };
    struct walk w = { .recording = &recording };
    unsigned op, ops = 0, bad = 0;
    size_t size = 0;
    char *line = NULL;
    bool ok = true;

    while (ok && getline(&line, &size, calls) > 0) {
        const char *items = strstr(line, " ; ");

        line[strcspn(line, "\n")] = 0;
        if (strncmp(line, "def ", 4) == 0) {
            ok = add_definition(&recording, line);
        } else if (items && sscanf(line, "%u", &op) == 1) {
            if (!run_to(s, op, &w)) {
                printf("%s: operation %u is not modelled: stopped there\n", s->path, s->op);
                break;
            }
            ops++;
            total->items += w.all_count;
            bad += !compare_calls(s->path, op, items + 3, &w, bad > 0);
        }
    }
    printf("%s: %u operations, %u mismatches\n", s->path, ops, bad);
    total->files++;
    total->ops += ops;
    total->mismatches += bad;
    free(line);
    free(w.calls.at);
    free_recording(&recording);
    return ok && !s->failed;
}

bool conform_calls_file(const char *path, const char *ops, struct conform_total *total)
{
    FILE *calls = fopen(path, "r");
    struct script script;
    bool ok = calls && script_open(&script, ops);

    if (!calls)
        fprintf(stderr, "%s: cannot read it\n", path);
    if (ok) {
        ok = compare_file(&script, calls, total);
        script_close(&script);
    }
    if (calls)
        fclose(calls);
    return ok;
}
