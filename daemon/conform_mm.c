// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Plays an .ops script and compares it, operation by operation, with the .out that the kernel's own code produced. Trace points are collected as
 * text, and as a running hash of that text for operations that fire too many to print.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/names.h"
#include "daemon/conform_script.h"

#define EVENT_TEXT_MAX 4096 /* longer texts stand as #COUNT:HASH */
/*
 * The recorder kept an operation's text in 4 MiB and took no further event once fewer than 128 bytes were left: those are in COUNT, not in HASH.
 * Of the open scripts only mem_init of the 2 GiB machine is that long (6.6 MB; its hash is that of the first 4,194,181 bytes).
 */
#define EVENT_HASH_MAX ((4u << 20) - 128)

struct replay {
    struct script script;
    FILE *out;
    char *line; /* of the .out, getline's */
    size_t line_size;
    unsigned mismatches;
    /* The operation of the first mismatch if that was a digest and no dump has said yet what differs; else 0. */
    unsigned digest_op;
    /* trace points of the operation under way */
    char events[EVENT_TEXT_MAX + 64];
    size_t events_len; /* of the whole text, also past the buffer */
    uint64_t events_hash;
    unsigned events_count;
    char last[3][17]; /* the digests of the operation before */
};

/* ---- trace points ---- */

static void add_event_text(struct replay *r, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        r->events_hash = fnv_word(r->events_hash, (unsigned char)s[i]);
        if (r->events_len < EVENT_TEXT_MAX)
            r->events[r->events_len] = s[i];
        r->events_len++;
    }
}

static void on_event(void *arg, const struct event *e)
{
    struct replay *r = arg;
    char buf[96];
    int n = point_print(e, buf, sizeof(buf));

    if (event_id(e) == P_O)
        return; /* the recorder has no letter for the OOM killer */

    if (r->events_len < EVENT_HASH_MAX) {
        if (r->events_count)
            add_event_text(r, " ", 1);
        add_event_text(r, buf, (size_t)n);
    }
    r->events_count++;
    if (event_id(e) == P_A && r->script.dump_at && --r->script.dump_at == 0) {
        text_add(&r->script.dump, "dump-at-event\n");
        dump_buddy(r->script.m, &r->script.dump);
        dump_pcp(r->script.m, &r->script.dump);
    }
}

static void reset_events(struct replay *r)
{
    r->events_len = 0;
    r->events_count = 0;
    r->events_hash = FNV_OFFSET;
}

static const char *events_text(struct replay *r)
{
    if (r->events_len > EVENT_TEXT_MAX)
        snprintf(r->events, sizeof(r->events), "#%u:%016" PRIx64, r->events_count, r->events_hash);
    else
        r->events[r->events_len] = 0;
    return r->events;
}

/* ---- comparing ---- */

/* A dump is near a digest that differed when it comes within this many operations. */
#define DUMP_NEAR 1000

/* After a digest that differed: the first line of the next dump that does is the first item that does. */
static void say_item(struct replay *r, const char *expected, const char *got)
{
    if (r->script.op - r->digest_op <= DUMP_NEAR)
        printf(
            "  first differing item, in the dump at operation %u:\n    expected: %.400s\n    got:      %.400s\n",
            r->script.op, expected, got);
    r->digest_op = 0;
}

static void mismatch(struct replay *r, const char *op, const char *what, const char *expected,
                     const char *got)
{
    if (r->mismatches++) {
        if (r->digest_op && strcmp(what, "dump") == 0)
            say_item(r, expected, got);
        return;
    }
    printf("%s: operation %u: %s\n  %s expected: %.400s\n  %s got:      %.400s\n", r->script.path,
           r->script.op, op, what, expected, what, got);
    if (strncmp(what, "digest", 6) == 0)
        r->digest_op = r->script.op;
}

/* The next line of the .out without its newline; NULL at the end. */
static char *next_out(struct replay *r)
{
    ssize_t n = getline(&r->line, &r->line_size, r->out);

    if (n <= 0)
        return NULL;
    if (r->line[n - 1] == '\n')
        r->line[n - 1] = 0;
    return r->line;
}

static bool is_dump_line(const char *line)
{
    return line[0] == '|' || strcmp(line, "dump-at-event") == 0;
}

/* Compares the dump lines before the operation's line, which is returned. */
static char *compare_dump(struct replay *r, const char *op)
{
    struct text *dump = &r->script.dump;
    char *got = dump->buf, *end = got + (dump->len < dump->size ? dump->len : dump->size),
         *line = next_out(r);

    /* `facts` wrote about the recorder's own build: nothing that a machine could answer */
    while (r->script.facts && line && line[0] == '|' && strncmp(line, "| ==", 4) != 0)
        line = next_out(r);
    r->script.facts = false;
    for (; line && is_dump_line(line); line = next_out(r)) {
        const char *expected = line[0] == '|' ? line + 2 : line;
        char *nl = got < end ? memchr(got, '\n', (size_t)(end - got)) : NULL;

        if (nl)
            *nl = 0;
        if (!nl || strcmp(expected, got) != 0)
            mismatch(r, op, "dump", expected, nl ? got : "(nothing)");
        got = nl ? nl + 1 : end;
    }
    if (got < end)
        mismatch(r, op, "dump", "(nothing)", got);
    dump->len = 0;
    return line;
}

/* "=" stands for the digest of the operation before. */
static void compare_digest(struct replay *r, const char *op, int which, const char *expected,
                           uint64_t got)
{
    static const char *const names[3] = { "digest B", "digest P", "digest S" };
    char text[17];

    if (strcmp(expected, "=") != 0)
        snprintf(r->last[which], sizeof(r->last[which]), "%s", expected);
    snprintf(text, sizeof(text), "%016" PRIx64, got);
    if (strcmp(r->last[which], text) != 0)
        mismatch(r, op, names[which], r->last[which], text);
}

static bool compare(struct replay *r, const char *op, const char *result)
{
    char *line = compare_dump(r, op), *expected_result, *expected_events, *digests, b[17], p[17],
         s[17];
    unsigned n;
    int at = 0;

    if (!line || sscanf(line, "%u %n", &n, &at) != 1 || n != r->script.op) {
        mismatch(r, op, "line", line ? line : "(end of file)", "an operation's line");
        return false;
    }
    expected_result = line + at;
    expected_events = strstr(expected_result, " ; ");
    digests = expected_events ? strstr(expected_events + 3, " ; ") : NULL;
    if (!digests || sscanf(digests + 3, "%16s %16s %16s", b, p, s) != 3) {
        mismatch(r, op, "line", line, "RESULT ; EVENTS ; B P S");
        return false;
    }
    *expected_events = 0;
    *digests = 0;
    expected_events += 3;
    if (strcmp(expected_result, result) != 0)
        mismatch(r, op, "result", expected_result, result);
    if (strcmp(expected_events, events_text(r)) != 0)
        mismatch(r, op, "events", expected_events, events_text(r));
    compare_digest(r, op, 0, b, digest_buddy(r->script.m));
    compare_digest(r, op, 1, p, digest_pcp(r->script.m));
    compare_digest(r, op, 2, s, digest_slub(r->script.m));
    return true;
}

/* ---- files ---- */

static FILE *open_out(const char *ops_path)
{
    size_t n = strlen(ops_path);
    char path[4096];

    if (n < 4 || n >= sizeof(path) || strcmp(ops_path + n - 4, ".ops") != 0)
        return NULL;
    snprintf(path, sizeof(path), "%.*s.out", (int)(n - 4), ops_path);
    return fopen(path, "r");
}

/*
 * The script's bootfree lines describe bootmem as mem_init() is about to free it: after its first piece, which hands the unused part of the
 * memory map back, and before any page is freed.
 */
static void compare_early_boot(struct replay *r)
{
    struct op mem_init = { .kind = OP_BOOT, .stage = STAGE_MEM_INIT, .cpu = OP_NO_CPU };
    struct machine *copy = machine_clone(r->script.m);
    const char *why;

    if (!copy)
        return;
    why = conform_zones_compare(&r->script.machine, copy);
    op_begin(copy, &mem_init);
    op_step(copy);
    if (!why)
        why = conform_bootmem_compare(&r->script.machine, copy);
    if (why)
        mismatch(r, "(machine lines)", "early boot", "the script's", why);
    machine_destroy(copy);
}

/* Runs and compares operation lines until the script's end or the boot stage `until`. */
static void replay_script(struct replay *r, unsigned until)
{
    struct script *s = &r->script;
    const char *line;

    while ((line = script_next(s))) {
        char result[256], stage[24] = "";

        if (s->op == 1) {
            compare_early_boot(r);
            machine_listen(s->m, WANT_POINTS, on_event, r);
        }
        reset_events(r);
        if (!script_run(s, line, result, sizeof(result))) {
            mismatch(r, line, "operation", "one that is modelled", "nothing");
            s->stopped = true;
        } else if (!compare(r, line, result)) {
            s->stopped = true;
        } else if (until < STAGE_COUNT && sscanf(line, "boot %23s", stage) == 1) {
            s->stopped = strcmp(stage, stage_name(until)) == 0;
        }
    }
}

bool conform_mm_file(const char *path, unsigned until, struct conform_total *total)
{
    struct replay r = { .out = open_out(path) };
    bool ok = r.out && script_open(&r.script, path);

    if (!r.out)
        fprintf(stderr, "%s: there is no .out beside it\n", path);
    if (ok) {
        replay_script(&r, until);
        printf("%s: %u operations, %u mismatches\n", path, r.script.op, r.mismatches);
        total->files++;
        total->ops += r.script.op;
        total->mismatches += r.mismatches;
        ok = !r.script.failed;
        script_close(&r.script);
    }
    free(r.line);
    if (r.out)
        fclose(r.out);
    return ok;
}
