// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An .ops script as a player: machine lines become a machine, operation lines are run one at a time.
 *
 * A script names what it allocates by numbers of its own, pages, kmalloc's, objects and caches each with theirs; `live` maps
 * them to page frames and addresses.
 */
#include "daemon/conform_script.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/check.h"
#include "alloc/page/page.h"
#include "alloc/workload.h"

#define DUMP_MAX (8u << 20)

/* ---- script ids ---- */

static uint32_t *live_in(struct script *s, enum script_ids which, uint32_t id)
{
    struct id_space *ids = &s->live[which];

    if (id >= ids->size) {
        size_t n = (size_t)id + 1 > 2 * ids->size ? (size_t)id + 1 : 2 * ids->size;
        uint32_t *p = realloc(ids->at, n * sizeof(*p));

        if (!p) {
            fputs("conform: out of memory\n", stderr);
            exit(2);
        }
        memset(p + ids->size, 0, (n - ids->size) * sizeof(*p));
        ids->at = p;
        ids->size = n;
    }
    return &ids->at[id];
}

static uint32_t *live(struct script *s, uint32_t id)
{
    return live_in(s, IDS_PAGES, id);
}

static struct op_result apply(struct script *s, struct op op)
{
    op.cpu = OP_NO_CPU;
    return op_apply(s->m, &op);
}

static bool alloc_one(struct script *s, uint32_t id, uint32_t order, uint32_t gfp)
{
    struct op_result got =
        apply(s, (struct op){ .kind = OP_ALLOC_PAGES, .order = order, .gfp = gfp });

    *live(s, id) = got.pfn == NO_PFN ? 0 : got.pfn;
    return got.pfn != NO_PFN;
}

static bool free_one(struct script *s, uint32_t id, bool cold)
{
    uint32_t *pfn = live(s, id);

    if (!*pfn)
        return false;
    apply(s, (struct op){ .kind = OP_FREE_PAGES, .pfn = *pfn, .cold = cold });
    *pfn = 0;
    return true;
}

/* ---- operations: each writes its result ---- */

typedef void op_fn(struct script *s, const char *args, char *result, size_t size);

static void do_alloc(struct script *s, const char *args, char *result, size_t size)
{
    uint32_t id, order, gfp;

    if (sscanf(args, "%u %u %x", &id, &order, &gfp) != 3)
        snprintf(result, size, "?");
    else if (alloc_one(s, id, order, gfp))
        snprintf(result, size, "%x", *live(s, id));
    else
        snprintf(result, size, "NULL");
}

static void do_free(struct script *s, const char *args, char *result, size_t size)
{
    uint32_t id = 0;
    char word[8] = "";

    sscanf(args, "%u %7s", &id, word);
    snprintf(result, size, "%s", free_one(s, id, strcmp(word, "cold") == 0) ? "ok" : "-");
}

static void do_freelist(struct script *s, const char *args, char *result, size_t size)
{
    struct op op = { .kind = OP_FREE_LIST };
    uint32_t id;
    int n = 0;

    sscanf(args, "%u %n", &op.cold, &n);
    for (args += n; sscanf(args, "%u %n", &id, &n) == 1; args += n) {
        uint32_t order = 1, *pfn = live(s, id);

        if (!*pfn || !held_order(s->m, *pfn, &order) || order || op.nr_list == OP_LIST_MAX)
            continue;
        op.list[op.nr_list++] = *pfn;
        *pfn = 0;
    }
    apply(s, op);
    snprintf(result, size, "%u", op.nr_list);
}

static void do_allocn(struct script *s, const char *args, char *result, size_t size)
{
    uint32_t id = 0, count = 0, order = 0, gfp = 0, n = 0;
    uint64_t hash = FNV_OFFSET;

    sscanf(args, "%u %u %u %x", &id, &count, &order, &gfp);
    while (n < count && alloc_one(s, id + n, order, gfp))
        hash = fnv_word(hash, *live(s, id + n++));
    snprintf(result, size, "%u:%016" PRIx64, n, hash);
}

static void do_freen(struct script *s, const char *args, char *result, size_t size)
{
    uint32_t id = 0, count = 0, step = 1, n = 0;

    sscanf(args, "%u %u %u", &id, &count, &step);
    for (uint32_t i = 0; i < count; i += step ? step : 1)
        n += free_one(s, id + i, false);
    snprintf(result, size, "%u", n);
}

static void do_split(struct script *s, const char *args, char *result, size_t size)
{
    uint32_t id = 0, base = 0, order = 0, pfn;

    sscanf(args, "%u %u", &id, &base);
    pfn = *live(s, id);
    if (!pfn) {
        snprintf(result, size, "-");
        return;
    }
    held_order(s->m, pfn, &order);
    apply(s, (struct op){ .kind = OP_SPLIT_PAGE, .pfn = pfn });
    *live(s, id) = 0;
    for (uint32_t i = 0; i < 1u << order; i++)
        *live(s, base + i) = pfn + i;
}

static void do_boot(struct script *s, const char *args, char *result, size_t size)
{
    for (uint32_t stage = STAGE_ZONELISTS; stage < STAGE_COUNT; stage++)
        if (strcmp(stage_name(stage), args) == 0) {
            apply(s, (struct op){ .kind = OP_BOOT, .stage = stage });
            return;
        }
    snprintf(result, size, "? no such stage");
}

/* ---- SLUB ---- */

static void address_result(uint32_t addr, char *result, size_t size)
{
    if (addr)
        snprintf(result, size, "%x", addr);
    else
        snprintf(result, size, "NULL");
}

static void do_kmalloc(struct script *s, const char *args, char *result, size_t size)
{
    struct op op = { .kind = OP_KMALLOC };
    uint32_t id = 0;

    sscanf(args, "%u %u %x", &id, &op.size, &op.gfp);
    address_result(*live_in(s, IDS_KMALLOC, id) = apply(s, op).addr, result, size);
}

static void do_kfree(struct script *s, const char *args, char *result, size_t size)
{
    uint32_t *addr = live_in(s, IDS_KMALLOC, (uint32_t)strtoul(args, NULL, 10));

    if (*addr)
        apply(s, (struct op){ .kind = OP_KFREE, .addr = *addr });
    else
        snprintf(result, size, "-");
    *addr = 0;
}

static void do_cache(struct script *s, const char *args, char *result, size_t size)
{
    struct op op = { .kind = OP_CACHE_CREATE };
    uint32_t id = 0;

    sscanf(args, "%u %31s %u %u %x", &id, op.name, &op.size, &op.align, &op.flags);
    address_result(*live_in(s, IDS_CACHES, id) = apply(s, op).addr, result, size);
}

static void do_calloc(struct script *s, const char *args, char *result, size_t size)
{
    struct op op = { .kind = OP_CACHE_ALLOC };
    uint32_t id = 0, cache = 0;

    sscanf(args, "%u %u %x", &id, &cache, &op.gfp);
    op.cache = *live_in(s, IDS_CACHES, cache);
    if (!op.cache) {
        *live_in(s, IDS_OBJECTS, id) = 0;
        snprintf(result, size, "-");
        return;
    }
    *live_in(s, IDS_OBJECT_CACHES, id) = op.cache;
    address_result(*live_in(s, IDS_OBJECTS, id) = apply(s, op).addr, result, size);
}

static void do_cfree(struct script *s, const char *args, char *result, size_t size)
{
    uint32_t id = (uint32_t)strtoul(args, NULL, 10), *addr = live_in(s, IDS_OBJECTS, id);

    if (*addr)
        apply(s, (struct op){ .kind = OP_CACHE_FREE,
                              .addr = *addr,
                              .cache = *live_in(s, IDS_OBJECT_CACHES, id) });
    else
        snprintf(result, size, "-");
    *addr = 0;
}

static void do_shrink(struct script *s, const char *args, char *result, size_t size)
{
    uint32_t cache = *live_in(s, IDS_CACHES, (uint32_t)strtoul(args, NULL, 10));

    if (cache)
        apply(s, (struct op){ .kind = OP_CACHE_SHRINK, .cache = cache });
    else
        snprintf(result, size, "-");
}

static void do_shrinkall(struct script *s, const char *args, char *result, size_t size)
{
    (void)args;
    (void)result;
    (void)size;
    apply(s, (struct op){ .kind = OP_SHRINK_ALL });
}

static void do_destroy(struct script *s, const char *args, char *result, size_t size)
{
    uint32_t *cache = live_in(s, IDS_CACHES, (uint32_t)strtoul(args, NULL, 10));

    if (*cache)
        apply(s, (struct op){ .kind = OP_CACHE_DESTROY, .cache = *cache });
    else
        snprintf(result, size, "-");
    *cache = 0;
}

static void do_cpu(struct script *s, const char *args, char *result, size_t size)
{
    (void)result;
    (void)size;
    op_apply(s->m, &(struct op){ .kind = OP_CPU, .cpu = (uint32_t)strtoul(args, NULL, 10) });
}
static void do_drain(struct script *s, const char *args, char *result, size_t size)
{
    (void)args;
    (void)result;
    (void)size;
    apply(s, (struct op){ .kind = OP_DRAIN });
}
static void do_drainlocal(struct script *s, const char *args, char *result, size_t size)
{
    (void)args;
    (void)result;
    (void)size;
    apply(s, (struct op){ .kind = OP_DRAIN_LOCAL });
}
static void do_refresh(struct script *s, const char *args, char *result, size_t size)
{
    (void)args;
    (void)result;
    (void)size;
    apply(s, (struct op){ .kind = OP_REFRESH });
}
static void do_memalloc(struct script *s, const char *args, char *result, size_t size)
{
    (void)result;
    (void)size;
    apply(s, (struct op){ .kind = OP_MEMALLOC, .value = args[0] == '1' });
}
static void do_rt(struct script *s, const char *args, char *result, size_t size)
{
    (void)result;
    (void)size;
    apply(s, (struct op){ .kind = OP_RT, .value = args[0] == '1' });
}
static void do_minfree(struct script *s, const char *args, char *result, size_t size)
{
    (void)result;
    (void)size;
    apply(s, (struct op){ .kind = OP_MIN_FREE_KBYTES, .value = (uint32_t)strtoul(args, NULL, 10) });
}

static void do_freecount(struct script *s, const char *args, char *result, size_t size)
{
    uint32_t n = 0;

    (void)args;
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        for (uint32_t order = 0; order < MAX_ORDER; order++)
            n += s->m->zone[z].free_area[order].nr_free << order;
        for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
            n += populated_zone(&s->m->zone[z])
                     ? (uint32_t)zone_pageset(s->m, &s->m->zone[z], cpu)->pcp.count
                     : 0;
    }
    snprintf(result, size, "%u", n);
}

static void do_check(struct script *s, const char *args, char *result, size_t size)
{
    const char *why = machine_check(s->m);

    (void)args;
    if (why)
        snprintf(result, size, "%s", why);
}

static void do_dump(struct script *s, const char *args, char *result, size_t size)
{
    (void)args;
    (void)result;
    (void)size;
    dump_all(s->m, &s->dump);
}

static const struct {
    const char *name;
    op_fn *fn;
} operations[] = {
    { "alloc", do_alloc },     { "free", do_free },           { "freelist", do_freelist },
    { "allocn", do_allocn },   { "freen", do_freen },         { "split", do_split },
    { "boot", do_boot },       { "kmalloc", do_kmalloc },     { "kfree", do_kfree },
    { "cache", do_cache },     { "calloc", do_calloc },       { "cfree", do_cfree },
    { "shrink", do_shrink },   { "shrinkall", do_shrinkall }, { "destroy", do_destroy },
    { "cpu", do_cpu },         { "drain", do_drain },         { "drainlocal", do_drainlocal },
    { "refresh", do_refresh }, { "memalloc", do_memalloc },   { "rt", do_rt },
    { "minfree", do_minfree }, { "freecount", do_freecount }, { "check", do_check },
    { "dump", do_dump },
};

bool script_run(struct script *s, const char *line, char *result, size_t size)
{
    char word[16] = "";
    int at = 0;

    sscanf(line, "%15s %n", word, &at);
    snprintf(result, size, "ok");
    for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++)
        if (strcmp(operations[i].name, word) == 0) {
            operations[i].fn(s, line + at, result, size);
            return true;
        }
    return false;
}

/* ---- files ---- */

/* A script's line without comment and trailing blanks; true if anything is left. */
static bool clean_line(char *line)
{
    size_t n = strcspn(line, "#\n");

    while (n && isspace((unsigned char)line[n - 1]))
        n--;
    line[n] = 0;
    return n != 0;
}

static bool start_machine(struct script *s)
{
    const char *why;

    s->machine.profile.name = "script";
    s->machine.profile.page_struct_size = 32;
    s->machine.profile.slub = true;
    s->machine.profile.percpu.real = false; /* as where the recordings were made */
    s->m = machine_create(&s->machine.profile, &why);
    if (!s->m)
        fprintf(stderr, "%s: %s\n", s->path, why ? why : "no memory");
    return s->m != NULL;
}

/* Lines about the recorder rather than the machine. True if this was one. */
static bool recorder_line(struct script *s, const char *line)
{
    if (strncmp(line, "dumpatA ", 8) == 0) {
        s->dump_at = (unsigned)strtoul(line + 8, NULL, 10);
        return true;
    }
    if (strcmp(line, "facts") == 0) {
        s->facts = true;
        return true;
    }
    return strncmp(line, "digest ", 7) == 0;
}

bool script_open(struct script *s, const char *path)
{
    *s = (struct script){ .path = path, .ops = fopen(path, "r") };
    s->dump = (struct text){ malloc(DUMP_MAX), DUMP_MAX, 0 };
    if (s->ops && s->dump.buf)
        return true;
    fprintf(stderr, "%s: cannot read it\n", path);
    script_close(s);
    return false;
}

const char *script_next(struct script *s)
{
    while (!s->stopped && getline(&s->line, &s->line_size, s->ops) > 0) {
        bool bad = false;

        if (!clean_line(s->line) || recorder_line(s, s->line))
            continue;
        if (!s->m && conform_machine_line(&s->machine, s->line, &bad) && !bad)
            continue;
        if (bad)
            fprintf(stderr, "%s: not understood: %s\n", s->path, s->line);
        if (bad || (!s->m && !start_machine(s))) {
            s->failed = true;
            return NULL;
        }
        s->op++;
        return s->line;
    }
    return NULL;
}

void script_close(struct script *s)
{
    machine_destroy(s->m);
    free(s->dump.buf);
    for (unsigned i = 0; i < IDS_COUNT; i++)
        free(s->live[i].at);
    free(s->line);
    if (s->ops)
        fclose(s->ops);
    s->ops = NULL;
}
