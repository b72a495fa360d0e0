// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compares arguments and results of the walk with recorded ones.
 *
 * A values file holds, for chosen operations, the walk line by line:
 *
 *	+ NAME arg=value ... [; state]		entered
 *	- NAME [= result] [(locals)] [; state]	left
 *	. NAME arg=value ... [= result] ...	entered and left
 *	* EVENT					a trace point
 *
 * The machine's walk is recorded as events and read beside it. Functions that the model does not know are passed over; arguments that the model has no
 * value for may only be those that are nothing but addresses (see `opaque`). Locals and state are extra information and not compared.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/names.h"
#include "daemon/conform_script.h"

/*
 * ---- the machine's walk of one operation ----
 *
 * What a cache is called, and whose an object is, changes while an operation runs. Such values are written down as text when they are
 * reported; the event's third word, which is free in values and results, says where: 1 + offset in `texts`.
 */

struct tape {
    const struct machine *m;
    struct event *at;
    size_t n, size;
    struct text texts;
};

static void *grown(void *p, size_t size)
{
    p = realloc(p, size);
    if (!p) {
        fputs("conform: out of memory\n", stderr);
        exit(2);
    }
    return p;
}

/* Writes the value down if it is of a kind that needs the machine. Returns the event's third word. */
static uint32_t keep_text(struct tape *t, unsigned format, const struct event *e)
{
    char text[OBJECT_TEXT];
    size_t at = t->texts.len;

    if (!conform_object_text(t->m, format, e->a, e->b, text))
        return 0;
    if (t->texts.size - at < sizeof(text)) {
        t->texts.size = 2 * t->texts.size + sizeof(text);
        t->texts.buf = grown(t->texts.buf, t->texts.size);
    }
    t->texts.len += (size_t)snprintf(t->texts.buf + at, sizeof(text), "%s", text) + 1;
    return (uint32_t)at + 1;
}

static void on_event(void *arg, const struct event *e)
{
    struct tape *t = arg;

    if (t->n == t->size) {
        t->size = t->size ? 2 * t->size : 4096;
        t->at = grown(t->at, t->size * sizeof(*t->at));
    }
    t->at[t->n] = *e;
    if (event_kind(e) == EV_VALUE || event_kind(e) == EV_LEAVE)
        t->at[t->n].c = keep_text(t, event_aux(e) & ~VALUE_HAS_OLD, e);
    t->n++;
}

/* ---- values in the recording's notation ---- */

static const char *zone_name(uint32_t z)
{
    return z < MAX_NR_ZONES ? zone_table[z] : "NULL";
}

static void value_text(const struct tape *tape, unsigned format, const struct event *e, char *buf,
                       size_t size)
{
    if (e->c) {
        snprintf(buf, size, "%s", tape->texts.buf + e->c - 1);
        return;
    }
    switch (format) {
    case FMT_TEXT:
        snprintf(buf, size, "\"%s\"", text_table[e->a]);
        break;
    case FMT_FUNCTION:
        snprintf(buf, size, "%s", function_table[e->a].name);
        break;
    case FMT_OO:
        snprintf(buf, size, "%" PRIu32 ":%" PRIu32, e->a >> 16, e->a & 0xffff);
        break;
    case FMT_COUNTERS:
        snprintf(buf, size, "%" PRIu32 "/%" PRIu32 "/%" PRIu32, e->a & 0xffff, e->a >> 16 & 0x7fff,
                 e->a >> 31);
        break;
    case FMT_SDEC:
        snprintf(buf, size, "%" PRId32, (int32_t)e->a);
        break;
    case FMT_HEX:
        snprintf(buf, size, "%" PRIx32, e->a);
        break;
    case FMT_PFN:
        if (e->a == 0xffffffffu)
            snprintf(buf, size, "NULL");
        else
            snprintf(buf, size, "%" PRIx32, e->a);
        break;
    case FMT_ZONE:
        snprintf(buf, size, "%s", zone_name(e->a));
        break;
    case FMT_ZONEREF:
        snprintf(buf, size, "ref(%s)", e->a < MAX_NR_ZONES ? zone_table[e->a] : "end");
        break;
    case FMT_AREA:
        snprintf(buf, size, "free_area[%" PRIu32 "]", e->a);
        break;
    case FMT_PCPLIST:
        snprintf(buf, size, "pcp_list(%s,cpu%" PRIu32 ",mt%" PRIu32 ")", zone_name(e->b & 0xff),
                 e->b >> 8, e->a);
        break;
    case FMT_PCP:
        snprintf(buf, size, "pcp(%s,cpu%" PRIu32 ")", zone_name(e->a & 0xff), e->a >> 8);
        break;
    default:
        snprintf(buf, size, "%" PRIu32, e->a);
        break;
    }
}

/* Arguments that are addresses, or the one object of their kind: nothing that a walk would show. */
static bool opaque(const char *name, const char *value)
{
    static const char *const names[] = {
        "zonelist",
        "nodemask",
        "nodes",
        "pgdat",
        "data",
        "mi",
        "bdata",
        "arg",
        "fmt",
        "mask",
        "func",
        "info",
        "wait",
        "diff",
        "contended",
        "contended_compaction",
        "deferred_compaction",
        "caller",
        "addr",
        "t",
    };
    /* no cache of the scripts has any: NULL, or it is a mismatch */
    static const char *const never[] = { "memcg", "ctor", "parent_cache" };

    if (strcmp(value, "&") == 0 || strcmp(value, "(local") == 0 || strcmp(value, "(host)") == 0)
        return true;
    if (strcmp(value, "NULL") == 0)
        for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
            if (strcmp(never[i], name) == 0)
                return true;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* Page frames and sizes that the recording has in decimal, and the walk, for its readers, in hex. */
static bool recorded_in_decimal(int function, const char *argument)
{
    switch (function) {
    case F_free_bootmem:
    case F_mark_bootmem:
    case F_mark_bootmem_node:
        return true;
    case F_free_area_high:
        return strcmp(argument, "end") == 0;
    default:
        return false;
    }
}

/* ---- comparing ---- */

struct comparison {
    const char *path;
    unsigned op;
    struct tape tape;
    size_t at;       /* next event of the tape */
    unsigned values; /* compared so far */
    unsigned mismatches;
};

static void mismatch(struct comparison *c, const char *line, const char *what, const char *got)
{
    if (c->mismatches++ == 0)
        printf("%s: operation %u: %s\n  %s: %s\n", c->path, c->op, line, what, got);
}

static int known_function(const char *name)
{
    for (unsigned i = 0; i < function_count; i++)
        if (strcmp(function_table[i].name, name) == 0)
            return (int)i;
    return -1;
}

/* Moves to the next event of one of two kinds and returns it, NULL at the end of the tape. */
static const struct event *next_event(struct comparison *c, unsigned kind, unsigned other)
{
    while (c->at < c->tape.n) {
        const struct event *e = &c->tape.at[c->at++];

        if (event_kind(e) == EV_POINT && event_id(e) == P_O)
            continue; /* the recorder has no letter for the OOM killer */
        if (event_kind(e) == kind || event_kind(e) == other)
            return e;
    }
    return NULL;
}

/* The value of this name in the frame just entered; NULL if the walk does not give one before it goes on. */
static const struct event *find_argument(const struct comparison *c, const char *name)
{
    for (size_t i = c->at; i < c->tape.n; i++) {
        const struct event *e = &c->tape.at[i];

        if (event_kind(e) == EV_VALUE && strcmp(value_table[event_id(e)].name, name) == 0)
            return e;
        if (event_kind(e) == EV_ENTER || event_kind(e) == EV_LEAVE)
            return NULL;
    }
    return NULL;
}

static void compare_argument(struct comparison *c, const char *line, int function, char *argument)
{
    char *value = strchr(argument, '='), text[OBJECT_TEXT];
    const struct event *e;

    *value++ = 0;
    e = find_argument(c, argument);
    if (e && e->a && (strcmp(value, "&") == 0 || strcmp(value, "(host)") == 0))
        return; /* the recording says no more than that there is one */
    if (!e) {
        if (!opaque(argument, value))
            mismatch(c, line, "the walk has no value", argument);
        return;
    }
    value_text(&c->tape,
               recorded_in_decimal(function, argument) ? FMT_DEC : event_aux(e) & ~VALUE_HAS_OLD, e,
               text, sizeof(text));
    c->values++;
    if (strcmp(text, value) != 0)
        mismatch(c, line, argument, text);
}

/* As strtok_r() with blanks, but "{cache pfn[index]}" and "a string" are one word. */
static char *next_word(char *line, char **save)
{
    char *word = line ? line : *save, *p;
    int depth = 0;
    bool quoted = false;

    word += strspn(word, " ");
    for (p = word; *p && (*p != ' ' || depth || quoted); p++) {
        depth += (*p == '{') - (*p == '}');
        quoted ^= *p == '"';
    }
    *save = *p ? p + 1 : p;
    *p = 0;
    return p == word ? NULL : word;
}

static void compare_enter(struct comparison *c, const char *line, int function, char *arguments)
{
    const struct event *e = next_event(c, EV_ENTER, EV_LEAVE);
    char *save, *argument;

    if (!e || event_kind(e) != EV_ENTER || event_id(e) != (unsigned)function) {
        mismatch(c, line, "the walk has", e ? function_table[event_id(e)].name : "(end)");
        return;
    }
    for (argument = next_word(arguments, &save); argument; argument = next_word(NULL, &save)) {
        if (argument[0] == ';' || argument[0] == '=' || argument[0] == '(' || argument[0] == '-')
            break;
        if (!strchr(argument, '='))
            continue; /* the rest of "list=(local list)" */
        compare_argument(c, line, function, argument);
    }
}

static void compare_leave(struct comparison *c, const char *line, int function, const char *result)
{
    const struct event *e = next_event(c, EV_LEAVE, EV_ENTER);
    char text[OBJECT_TEXT], copy[OBJECT_TEXT] = "", *expected, *save;

    if (!e || event_kind(e) != EV_LEAVE || event_id(e) != (unsigned)function) {
        mismatch(c, line, "the walk has", e ? function_table[event_id(e)].name : "(end)");
        return;
    }
    if (!result)
        return;
    snprintf(copy, sizeof(copy), "%s", result + strlen(" = "));
    expected = next_word(copy, &save);
    if (!expected || strcmp(expected, "(host)") == 0)
        return;
    value_text(&c->tape, event_aux(e), e, text, sizeof(text));
    c->values++;
    if (strcmp(text, expected) != 0)
        mismatch(c, line, "result", text);
}

static void compare_point(struct comparison *c, const char *line, const char *expected)
{
    const struct event *e = next_event(c, EV_POINT, EV_POINT);
    char text[96] = "(end)";

    if (e)
        point_print(e, text, sizeof(text));
    c->values++;
    if (strcmp(text, expected) != 0)
        mismatch(c, line, "trace point", text);
}

/* One line of the recording. False at "...", where it stops. */
static bool compare_line(struct comparison *c, const char *line)
{
    char copy[2048], name[64] = "", *rest;
    const char *p = line + strspn(line, " ");
    int function, at = 0;

    if (strncmp(p, "...", 3) == 0)
        return false;
    if (*p == '*') {
        compare_point(c, p, p + 2);
        return true;
    }
    snprintf(copy, sizeof(copy), "%s", p);
    sscanf(copy + 1, " %63s%n", name, &at);
    function = known_function(name);
    if (function < 0)
        return true;
    rest = copy + 1 + at;
    if (*p == '+') {
        compare_enter(c, p, function, rest);
    } else {
        if (*p == '.')
            compare_enter(c, p, function, rest);
        compare_leave(c, p, function, strstr(p, " = "));
    }
    return true;
}

/* ---- files ---- */

/*
 * Runs the script up to and including the recorded operation, whose walk is then on the tape. Operations go by number, boot stages by
 * their line: the boot recordings were made with other dumps between the stages. False if the script does not get there.
 */
static bool run_to(struct script *s, const char *operation, struct comparison *c)
{
    bool boot = strncmp(operation, "boot ", 5) == 0, there = false;
    char result[256];
    const char *line;

    while (!there && (line = script_next(s))) {
        there = boot ? strcmp(line, operation) == 0 : s->op == c->op;
        c->tape.n = c->at = c->tape.texts.len = 0;
        c->tape.m = s->m;
        machine_listen(s->m, there ? WANT_WALK | WANT_POINTS : WANT_NOTHING, on_event, &c->tape);
        if (!script_run(s, line, result, sizeof(result)) || result[0] == '?')
            return false;
    }
    return there;
}

static unsigned compare_file(struct script *s, FILE *values, struct comparison *c)
{
    bool listening = false;
    unsigned ops = 0;
    size_t size = 0;
    char *line = NULL;

    while (getline(&line, &size, values) > 0) {
        int at = 0;

        line[strcspn(line, "\n")] = 0;
        if (sscanf(line, "op %u %n", &c->op, &at) == 1 && at) {
            if (!run_to(s, line + at, c)) {
                printf("%s: operation %u is not modelled: stopped there\n", c->path, s->op);
                break;
            }
            listening = true;
            ops++;
        } else if (listening) {
            listening = strcmp(line, "end") != 0 && compare_line(c, line);
        }
    }
    free(line);
    return ops;
}

bool conform_values_file(const char *path, const char *ops, struct conform_total *total)
{
    struct comparison c = { .path = path };
    FILE *values = fopen(path, "r");
    struct script script;
    bool ok = values && script_open(&script, ops);

    if (!values)
        fprintf(stderr, "%s: cannot read it\n", path);
    if (ok) {
        unsigned n = compare_file(&script, values, &c);

        printf("%s: %u operations, %u values, %u mismatches\n", path, n, c.values, c.mismatches);
        total->files++;
        total->ops += n;
        total->items += c.values;
        total->mismatches += c.mismatches;
        ok = !script.failed;
        script_close(&script);
    }
    free(c.tape.at);
    free(c.tape.texts.buf);
    if (values)
        fclose(values);
    return ok;
}
