// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Replays an .ops script and compares it, operation by operation, with the .out that the kernel's own code produced.
 *
 * A script names what it allocates by numbers of its own; `live` maps them to pages. Trace points are collected as text, and as a
 * running hash of that text for operations that fire too many to print.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/check.h"
#include "alloc/page/page.h"
#include "alloc/workload.h"
#include "daemon/conform.h"

#define EVENT_TEXT_MAX 4096 /* longer texts stand as #COUNT:HASH */
/*
 * The recorder kept an operation's text in 4 MiB and took no further event once fewer than 128 bytes were left: those are in COUNT, not in HASH.
 * Of the open scripts only mem_init of the 2 GiB machine is that long (6.6 MB; its hash is that of the first 4,194,181 bytes).
 */
#define EVENT_HASH_MAX ((4u << 20) - 128)
#define DUMP_MAX       (8u << 20)

struct replay {
    struct machine *m;
    FILE *out;
    char *line; /* of the .out, getline's */
    size_t line_size;
    uint32_t *live; /* by script id: pfn, 0 when not live */
    uint32_t nr_live;
    unsigned op;
    unsigned mismatches;
    const char *path;
    /* trace points of the operation under way */
    char events[EVENT_TEXT_MAX + 64];
    size_t events_len; /* of the whole text, also past the buffer */
    uint64_t events_hash;
    unsigned events_count;
    char last[3][17]; /* the digests of the operation before */
    unsigned dump_at; /* dumpatA: allocation points still to come; 0 off */
    struct text dump;
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

    if (r->events_len < EVENT_HASH_MAX) {
        if (r->events_count)
            add_event_text(r, " ", 1);
        add_event_text(r, buf, (size_t)n);
    }
    r->events_count++;
    if (event_id(e) == P_A && r->dump_at && --r->dump_at == 0) {
        text_add(&r->dump, "dump-at-event\n");
        dump_buddy(r->m, &r->dump);
        dump_pcp(r->m, &r->dump);
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

static void mismatch(struct replay *r, const char *op, const char *what, const char *expected,
                     const char *got)
{
    if (r->mismatches++)
        return;
    printf("%s: operation %u: %s\n  %s expected: %.400s\n  %s got:      %.400s\n", r->path, r->op,
           op, what, expected, what, got);
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

/* Compares the dump lines before the operation's line, which is returned. */
static char *compare_dump(struct replay *r, const char *op)
{
    char *got = r->dump.buf, *end = got + (r->dump.len < r->dump.size ? r->dump.len : r->dump.size),
         *line;

    for (line = next_out(r); line && (line[0] == '|' || strcmp(line, "dump-at-event") == 0);
         line = next_out(r)) {
        const char *expected = line[0] == '|' ? line + 2 : line;
        char *nl = got < end ? memchr(got, '\n', (size_t)(end - got)) : NULL;

        if (strncmp(line, "| ", 2) == 0 && strchr("=", line[2]) == NULL && r->dump.len == 0)
            continue; /* `facts`: about the recorder's own build, not asked for */
        if (nl)
            *nl = 0;
        if (!nl || strcmp(expected, got) != 0)
            mismatch(r, op, "dump", expected, nl ? got : "(nothing)");
        got = nl ? nl + 1 : end;
    }
    r->dump.len = 0;
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

    if (!line || sscanf(line, "%u %n", &n, &at) != 1 || n != r->op) {
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
    if (expected_events > digests)
        expected_events = digests; /* no events: the two separators share a blank */
    if (strcmp(expected_events, events_text(r)) != 0)
        mismatch(r, op, "events", expected_events, events_text(r));
    compare_digest(r, op, 0, b, digest_buddy(r->m));
    compare_digest(r, op, 1, p, digest_pcp(r->m));
    compare_digest(r, op, 2, s, digest_slub(r->m));
    return true;
}

/* ---- script ids ---- */

static uint32_t *live(struct replay *r, uint32_t id)
{
    if (id >= r->nr_live) {
        uint32_t n = id + 1 > 2 * r->nr_live ? id + 1 : 2 * r->nr_live;
        uint32_t *p = realloc(r->live, n * sizeof(*p));

        if (!p) {
            fputs("conform: out of memory\n", stderr);
            exit(2);
        }
        memset(p + r->nr_live, 0, (n - r->nr_live) * sizeof(*p));
        r->live = p;
        r->nr_live = n;
    }
    return &r->live[id];
}

static struct op_result apply(struct replay *r, struct op op)
{
    op.cpu = OP_NO_CPU;
    return op_apply(r->m, &op);
}

static bool alloc_one(struct replay *r, uint32_t id, uint32_t order, uint32_t gfp)
{
    struct op_result got =
        apply(r, (struct op){ .kind = OP_ALLOC_PAGES, .order = order, .gfp = gfp });

    *live(r, id) = got.pfn == NO_PFN ? 0 : got.pfn;
    return got.pfn != NO_PFN;
}

static bool free_one(struct replay *r, uint32_t id, bool cold)
{
    uint32_t *pfn = live(r, id);

    if (!*pfn)
        return false;
    apply(r, (struct op){ .kind = OP_FREE_PAGES, .pfn = *pfn, .cold = cold });
    *pfn = 0;
    return true;
}

/* ---- operations: each writes its result ---- */

typedef void op_fn(struct replay *r, const char *args, char *result, size_t size);

static void do_alloc(struct replay *r, const char *args, char *result, size_t size)
{
    uint32_t id, order, gfp;

    if (sscanf(args, "%u %u %x", &id, &order, &gfp) != 3)
        snprintf(result, size, "?");
    else if (alloc_one(r, id, order, gfp))
        snprintf(result, size, "%x", *live(r, id));
    else
        snprintf(result, size, "NULL");
}

static void do_free(struct replay *r, const char *args, char *result, size_t size)
{
    uint32_t id = 0;
    char word[8] = "";

    sscanf(args, "%u %7s", &id, word);
    snprintf(result, size, "%s", free_one(r, id, strcmp(word, "cold") == 0) ? "ok" : "-");
}

static void do_freelist(struct replay *r, const char *args, char *result, size_t size)
{
    struct op op = { .kind = OP_FREE_LIST };
    uint32_t id;
    int n = 0;

    sscanf(args, "%u %n", &op.cold, &n);
    for (args += n; sscanf(args, "%u %n", &id, &n) == 1; args += n) {
        uint32_t order = 1, *pfn = live(r, id);

        if (!*pfn || !held_order(r->m, *pfn, &order) || order || op.nr_list == OP_LIST_MAX)
            continue;
        op.list[op.nr_list++] = *pfn;
        *pfn = 0;
    }
    apply(r, op);
    snprintf(result, size, "%u", op.nr_list);
}

static void do_allocn(struct replay *r, const char *args, char *result, size_t size)
{
    uint32_t id = 0, count = 0, order = 0, gfp = 0, n = 0;
    uint64_t hash = FNV_OFFSET;

    sscanf(args, "%u %u %u %x", &id, &count, &order, &gfp);
    while (n < count && alloc_one(r, id + n, order, gfp))
        hash = fnv_word(hash, *live(r, id + n++));
    snprintf(result, size, "%u:%016" PRIx64, n, hash);
}

static void do_freen(struct replay *r, const char *args, char *result, size_t size)
{
    uint32_t id = 0, count = 0, step = 1, n = 0;

    sscanf(args, "%u %u %u", &id, &count, &step);
    for (uint32_t i = 0; i < count; i += step ? step : 1)
        n += free_one(r, id + i, false);
    snprintf(result, size, "%u", n);
}

static void do_split(struct replay *r, const char *args, char *result, size_t size)
{
    uint32_t id = 0, base = 0, order = 0, pfn;

    sscanf(args, "%u %u", &id, &base);
    pfn = *live(r, id);
    if (!pfn) {
        snprintf(result, size, "-");
        return;
    }
    held_order(r->m, pfn, &order);
    apply(r, (struct op){ .kind = OP_SPLIT_PAGE, .pfn = pfn });
    *live(r, id) = 0;
    for (uint32_t i = 0; i < 1u << order; i++)
        *live(r, base + i) = pfn + i;
}

static void do_boot(struct replay *r, const char *args, char *result, size_t size)
{
    for (uint32_t s = STAGE_ZONELISTS; s < STAGE_COUNT; s++)
        if (strcmp(stage_name(s), args) == 0 && s != STAGE_KMEM_CACHE_INIT) {
            apply(r, (struct op){ .kind = OP_BOOT, .stage = s });
            return;
        }
    snprintf(result, size, "? SLUB is not modelled");
}

static void do_cpu(struct replay *r, const char *args, char *result, size_t size)
{
    (void)result;
    (void)size;
    op_apply(r->m, &(struct op){ .kind = OP_CPU, .cpu = (uint32_t)strtoul(args, NULL, 10) });
}
static void do_drain(struct replay *r, const char *args, char *result, size_t size)
{
    (void)args;
    (void)result;
    (void)size;
    apply(r, (struct op){ .kind = OP_DRAIN });
}
static void do_drainlocal(struct replay *r, const char *args, char *result, size_t size)
{
    (void)args;
    (void)result;
    (void)size;
    apply(r, (struct op){ .kind = OP_DRAIN_LOCAL });
}
static void do_refresh(struct replay *r, const char *args, char *result, size_t size)
{
    (void)args;
    (void)result;
    (void)size;
    apply(r, (struct op){ .kind = OP_REFRESH });
}
static void do_memalloc(struct replay *r, const char *args, char *result, size_t size)
{
    (void)result;
    (void)size;
    apply(r, (struct op){ .kind = OP_MEMALLOC, .value = args[0] == '1' });
}
static void do_rt(struct replay *r, const char *args, char *result, size_t size)
{
    (void)result;
    (void)size;
    apply(r, (struct op){ .kind = OP_RT, .value = args[0] == '1' });
}
static void do_minfree(struct replay *r, const char *args, char *result, size_t size)
{
    (void)result;
    (void)size;
    apply(r, (struct op){ .kind = OP_MIN_FREE_KBYTES, .value = (uint32_t)strtoul(args, NULL, 10) });
}

static void do_freecount(struct replay *r, const char *args, char *result, size_t size)
{
    uint32_t n = 0;

    (void)args;
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        for (uint32_t order = 0; order < MAX_ORDER; order++)
            n += r->m->zone[z].free_area[order].nr_free << order;
        for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
            n += populated_zone(&r->m->zone[z])
                     ? (uint32_t)zone_pageset(r->m, &r->m->zone[z], cpu)->pcp.count
                     : 0;
    }
    snprintf(result, size, "%u", n);
}

static void do_check(struct replay *r, const char *args, char *result, size_t size)
{
    const char *why = machine_check(r->m);

    (void)args;
    if (why)
        snprintf(result, size, "%s", why);
}

static void do_dump(struct replay *r, const char *args, char *result, size_t size)
{
    (void)args;
    (void)result;
    (void)size;
    dump_all(r->m, &r->dump);
}

static const struct {
    const char *name;
    op_fn *fn;
} operations[] = {
    { "alloc", do_alloc },
    { "free", do_free },
    { "freelist", do_freelist },
    { "allocn", do_allocn },
    { "freen", do_freen },
    { "split", do_split },
    { "boot", do_boot },
    { "cpu", do_cpu },
    { "drain", do_drain },
    { "drainlocal", do_drainlocal },
    { "refresh", do_refresh },
    { "memalloc", do_memalloc },
    { "rt", do_rt },
    { "minfree", do_minfree },
    { "freecount", do_freecount },
    { "check", do_check },
    { "dump", do_dump },
};

/* Runs one operation line and compares. False when the file cannot go on. */
static bool replay_line(struct replay *r, const char *line)
{
    char word[16] = "", result[256] = "ok";
    int at = 0;

    sscanf(line, "%15s %n", word, &at);
    r->op++;
    reset_events(r);
    for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++)
        if (strcmp(operations[i].name, word) == 0) {
            operations[i].fn(r, line + at, result, sizeof(result));
            return compare(r, line, result);
        }
    mismatch(r, line, "operation", "one that is modelled", word);
    return false;
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

/* A script's line without comment and trailing blanks; true if anything is left. */
static bool clean_line(char *line)
{
    size_t n = strcspn(line, "#\n");

    while (n && isspace((unsigned char)line[n - 1]))
        n--;
    line[n] = 0;
    return n != 0;
}

static bool start_machine(struct replay *r, struct conform_machine *c)
{
    const char *why;

    c->profile.name = "script";
    c->profile.page_struct_size = 32;
    c->profile.slub = true;
    r->m = machine_create(&c->profile, &why);
    if (!r->m) {
        fprintf(stderr, "%s: %s\n", r->path, why ? why : "no memory");
        return false;
    }
    machine_listen(r->m, WANT_POINTS, on_event, r);
    return true;
}

/* The script's bootfree lines describe bootmem as mem_init() is about to free it. */
static void compare_early_boot(struct replay *r, const struct conform_machine *c)
{
    struct machine *copy = machine_clone(r->m);
    const char *why;

    if (!copy)
        return;
    op_begin(copy, &(struct op){ .kind = OP_BOOT, .stage = STAGE_MEM_INIT, .cpu = OP_NO_CPU });
    for (int z = 0; z < MAX_NR_ZONES; z++)
        copy->zone[z].managed_pages = r->m->zone[z].managed_pages;
    op_step(copy); /* hands the unused memory map back to bootmem; frees no page yet */
    for (int z = 0; z < MAX_NR_ZONES; z++)
        copy->zone[z].managed_pages = r->m->zone[z].managed_pages;
    why = conform_machine_compare(c, copy);
    if (why)
        mismatch(r, "(machine lines)", "early boot", "the script's", why);
    machine_destroy(copy);
}

static bool replay_file(struct replay *r, FILE *ops, unsigned until)
{
    struct conform_machine c = { 0 };
    char *line = NULL, word[16], arg[24];
    size_t size = 0;
    bool ok = true;

    while (ok && getline(&line, &size, ops) > 0) {
        bool bad = false;

        if (!clean_line(line))
            continue;
        if (!r->m && conform_machine_line(&c, line, &bad)) {
            ok = !bad;
            continue;
        }
        if (!r->m) {
            ok = start_machine(r, &c);
            if (ok)
                compare_early_boot(r, &c);
        }
        arg[0] = 0;
        sscanf(line, "%15s %23s", word, arg);
        if (strcmp(word, "facts") == 0 || strcmp(word, "digest") == 0)
            continue;
        if (strcmp(word, "dumpatA") == 0) {
            r->dump_at = (unsigned)strtoul(arg, NULL, 10);
            continue;
        }
        if (ok && !replay_line(r, line))
            break;
        if (strcmp(word, "boot") == 0 && until < STAGE_COUNT && strcmp(arg, stage_name(until)) == 0)
            break;
    }
    free(line);
    return ok;
}

bool conform_mm_file(const char *path, unsigned until, struct conform_total *total)
{
    struct replay r = { .path = path, .out = open_out(path) };
    FILE *ops = fopen(path, "r");
    bool ok = ops && r.out;

    if (!ok)
        fprintf(stderr, "%s: cannot read it, or the .out beside it\n", path);
    r.dump = (struct text){ ok ? malloc(DUMP_MAX) : NULL, DUMP_MAX, 0 };
    if (ok && r.dump.buf)
        ok = replay_file(&r, ops, until);
    if (ok) {
        printf("%s: %u operations, %u mismatches\n", path, r.op, r.mismatches);
        total->files++;
        total->ops += r.op;
        total->mismatches += r.mismatches;
    }
    machine_destroy(r.m);
    free(r.dump.buf);
    free(r.live);
    free(r.line);
    if (r.out)
        fclose(r.out);
    if (ops)
        fclose(ops);
    return ok;
}
