// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Operations as text: the one grammar of `run`, the command bar and pasted scripts, and the words of results.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "alloc/op.h"
#include "alloc/page/page.h"

static const char *const stage_names[STAGE_COUNT] = {
    "none", "zonelists", "mem_init", "kmem_cache_init", "pageset", "smp", "late", "wmark"
};
static const char *const kind_names[OP_KINDS] = { "none",        "boot",    "alloc_pages",
                                                  "free_pages",  "cpu",     "drain",
                                                  "drain_local", "refresh", "min_free_kbytes",
                                                  "memalloc",    "rt",      "split_page",
                                                  "free_list",   "workload" };

const char *stage_name(unsigned stage)
{
    return stage < STAGE_COUNT ? stage_names[stage] : "?";
}

const char *op_kind_name(unsigned kind)
{
    return kind < OP_KINDS ? kind_names[kind] : "?";
}

/* Composites are listed before their parts, larger before smaller, so that printing finds the shortest form. */
const struct gfp_name gfp_names[] = {
    { "GFP_HIGHUSER_MOVABLE", 0x200da },
    { "GFP_HIGHUSER", 0x200d2 },
    { "GFP_USER", 0x200d0 },
    { "GFP_TEMPORARY", 0x800d0 },
    { "GFP_KERNEL", 0xd0 },
    { "GFP_NOFS", 0x50 },
    { "GFP_NOIO", 0x10 },
    { "GFP_ATOMIC", 0x20 },
    { "GFP_NOWAIT", 0 },
    { "__GFP_DMA", 0x1 },
    { "__GFP_HIGHMEM", 0x2 },
    { "__GFP_DMA32", 0x4 },
    { "__GFP_MOVABLE", 0x8 },
    { "__GFP_WAIT", 0x10 },
    { "__GFP_HIGH", 0x20 },
    { "__GFP_IO", 0x40 },
    { "__GFP_FS", 0x80 },
    { "__GFP_COLD", 0x100 },
    { "__GFP_NOWARN", 0x200 },
    { "__GFP_REPEAT", 0x400 },
    { "__GFP_NOFAIL", 0x800 },
    { "__GFP_NORETRY", 0x1000 },
    { "__GFP_MEMALLOC", 0x2000 },
    { "__GFP_COMP", 0x4000 },
    { "__GFP_ZERO", 0x8000 },
    { "__GFP_NOMEMALLOC", 0x10000 },
    { "__GFP_HARDWALL", 0x20000 },
    { "__GFP_THISNODE", 0x40000 },
    { "__GFP_RECLAIMABLE", 0x80000 },
    { "__GFP_NOTRACK", 0x200000 },
    { "__GFP_NO_KSWAPD", 0x400000 },
    { "__GFP_OTHER_NODE", 0x800000 },
    { "__GFP_WRITE", 0x1000000 },
    { NULL, 0 },
};

/* ---- words ---- */

struct word {
    const char *at;
    size_t len;
};

static bool word_is(struct word w, const char *s)
{
    return w.len == strlen(s) && !strncasecmp(w.at, s, w.len);
}

/* A whole number, decimal or 0x hex, of at most 32 bits. */
static bool word_number(struct word w, uint32_t *out)
{
    bool hex = w.len > 2 && w.at[0] == '0' && (w.at[1] | 32) == 'x';
    uint64_t n = 0;

    if (!w.len)
        return false;
    for (size_t i = hex ? 2 : 0; i < w.len; i++) {
        int c = tolower((unsigned char)w.at[i]);
        int digit = isdigit(c) ? c - '0' : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;

        if (digit < 0)
            return false;
        n = n * (hex ? 16 : 10) + (uint64_t)digit;
        if (n > UINT32_MAX)
            return false;
    }
    *out = (uint32_t)n;
    return true;
}

/* One name, with the group's spellings: with or without leading underscores and GFP_, MOVEABLE for MOVABLE. */
static bool gfp_word(struct word w, uint32_t *bits)
{
    char name[40], other[48];
    size_t n = 0;

    if (word_number(w, bits))
        return true;
    if (!w.len || w.len >= sizeof(name))
        return false;
    for (size_t i = 0; i < w.len; i++)
        name[n++] = (char)toupper((unsigned char)w.at[i]);
    name[n] = 0;
    char *odd = strstr(name, "MOVEABLE");
    if (odd)
        memmove(odd + 3, odd + 4, strlen(odd + 4) + 1);
    for (const struct gfp_name *g = gfp_names; g->name; g++) {
        snprintf(other, sizeof(other), "%s%s", strncmp(g->name, "__", 2) ? "GFP_" : "__GFP_", name);
        if (!strcasecmp(g->name, name) || !strcmp(g->name, other)) {
            *bits = g->bits;
            return true;
        }
    }
    return false;
}

bool gfp_parse(const char *text, size_t len, uint32_t *gfp)
{
    const char *end = text + len;

    *gfp = 0;
    for (const char *p = text; p <= end;) {
        const char *q = p;
        uint32_t bits;

        while (q < end && *q != '|' && *q != '+')
            q++;
        if (!gfp_word((struct word){ p, (size_t)(q - p) }, &bits) || bits & ~GFP_BITS_MASK)
            return false;
        *gfp |= bits;
        p = q + 1;
    }
    return true;
}

int gfp_print(uint32_t gfp, char *buf, size_t size)
{
    const struct gfp_name *whole = NULL;
    int n;

    for (const struct gfp_name *g = gfp_names; g->name && !whole; g++)
        if ((gfp & g->bits) == g->bits && (g->bits || !gfp) && strncmp(g->name, "__", 2))
            whole = g;
    n = snprintf(buf, size, "%s", whole ? whole->name : "");
    gfp &= ~(whole ? whole->bits : 0);
    for (const struct gfp_name *g = gfp_names; g->name; g++)
        if (!strncmp(g->name, "__", 2) && gfp & g->bits) {
            n += snprintf((size_t)n < size ? buf + n : NULL,
                          (size_t)n < size ? size - (size_t)n : 0, "%s%s", n ? "|" : "", g->name);
            gfp &= ~g->bits;
        }
    if (gfp)
        n += snprintf((size_t)n < size ? buf + n : NULL, (size_t)n < size ? size - (size_t)n : 0,
                      "%s0x%" PRIx32, n ? "|" : "", gfp);
    return n;
}

/* ---- lines ---- */

struct parser {
    const char *start, *at, *end;
    struct op *op;
    unsigned repeat;
    struct op_error *error;
    size_t *column;
};

static bool syntax(struct parser *p, const char *at, const char *field, const char *message)
{
    p->error->code = "syntax";
    p->error->field = field;
    snprintf(p->error->message, sizeof(p->error->message), "%s", message);
    *p->column = (size_t)(at - p->start);
    return false;
}

/* The next word; brackets and commas are blanks, so that alloc_pages(GFP_KERNEL, 3) reads as three words. Empty at the end. */
static struct word next_word(struct parser *p)
{
    struct word w;

    while (p->at < p->end && (isspace((unsigned char)*p->at) || strchr("(),;", *p->at)))
        p->at++;
    w.at = p->at;
    while (p->at < p->end && !isspace((unsigned char)*p->at) && !strchr("(),;", *p->at))
        p->at++;
    w.len = (size_t)(p->at - w.at);
    return w;
}

static bool number(struct parser *p, const char *field, uint32_t *out, const char *message)
{
    struct word w = next_word(p);

    return word_number(w, out) || syntax(p, w.at, field, message);
}

/* `alloc [ORDER] [GFP]` in either order; order 0 and GFP_KERNEL if left out. Stops at words that are not for it. */
static bool parse_alloc(struct parser *p)
{
    bool have_order = false, have_gfp = false;

    p->op->gfp = 0xd0;
    while (true) {
        const char *back = p->at;
        struct word w = next_word(p);
        uint32_t n;

        if (!w.len || word_is(w, "cpu") ||
            (w.len > 1 && (w.at[0] | 32) == 'x' && isdigit((unsigned char)w.at[1]))) {
            p->at = back;
            return true;
        }
        if (!have_order && w.len < 3 && word_number(w, &n)) {
            p->op->order = n;
            have_order = true;
        } else if (!have_gfp && gfp_parse(w.at, w.len, &p->op->gfp)) {
            have_gfp = true;
        } else {
            return have_gfp
                       ? syntax(p, w.at, "text", "text: after order and gfp come x COUNT or cpu N")
                       : syntax(
                             p, w.at, "gfp",
                             "gfp: names such as GFP_KERNEL or __GFP_ZERO joined by |, or hex up to 0x1ffffff");
        }
    }
}

static bool parse_free(struct parser *p)
{
    const char *back;

    if (!number(p, "pfn", &p->op->pfn, "pfn: a page frame number such as 0x4f000"))
        return false;
    back = p->at;
    if (word_is(next_word(p), "cold"))
        p->op->cold = 1;
    else
        p->at = back;
    return true;
}

static bool parse_free_list(struct parser *p)
{
    while (true) {
        const char *back = p->at;
        struct word w = next_word(p);

        if (word_is(w, "cold")) {
            p->op->cold = 1;
        } else if (p->op->nr_list < OP_LIST_MAX && word_number(w, &p->op->list[p->op->nr_list])) {
            p->op->nr_list++;
        } else {
            p->at = back;
            return p->op->nr_list ||
                   syntax(p, w.at, "list", "list: page frame numbers, at most 64");
        }
    }
}

static bool parse_boot(struct parser *p)
{
    struct word w = next_word(p);

    for (uint32_t s = STAGE_ZONELISTS; s < STAGE_COUNT; s++)
        if (word_is(w, stage_names[s])) {
            p->op->stage = s;
            return true;
        }
    return syntax(p, w.at, "stage",
                  "stage: one of zonelists, mem_init, kmem_cache_init, pageset, smp, late, wmark");
}

static bool parse_drain(struct parser *p)
{
    const char *back = p->at;

    if (word_is(next_word(p), "local"))
        p->op->kind = OP_DRAIN_LOCAL;
    else
        p->at = back;
    return true;
}

/* `workload COUNT [seed N] [order N]` */
static bool parse_workload(struct parser *p)
{
    p->op->seed = 1;
    p->op->max_order = 3;
    if (!number(p, "count", &p->op->count, "count: how many operations, 1 to 10000000"))
        return false;
    while (true) {
        const char *back = p->at;
        struct word w = next_word(p);

        if (word_is(w, "seed")) {
            if (!number(p, "seed", &p->op->seed, "seed: a number of 32 bits"))
                return false;
        } else if (word_is(w, "order")) {
            if (!number(p, "max_order", &p->op->max_order, "max_order: 0 to 10"))
                return false;
        } else {
            p->at = back;
            return true;
        }
    }
}

static bool parse_switch(struct parser *p)
{
    return number(p, "on", &p->op->value, "on: 0 or 1");
}
static bool parse_minfree(struct parser *p)
{
    return number(p, "kb", &p->op->value, "kb: min_free_kbytes, a number of kB");
}
static bool parse_split(struct parser *p)
{
    return number(p, "pfn", &p->op->pfn, "pfn: a page frame number such as 0x4f000");
}
static bool parse_cpu(struct parser *p)
{
    return number(p, "cpu", &p->op->cpu, "cpu: 0 to 3");
}
static bool parse_nothing(struct parser *p)
{
    (void)p;
    return true;
}

static const struct verb {
    const char *name;
    enum op_kind kind;
    bool (*parse)(struct parser *p);
} verbs[] = {
    { "alloc", OP_ALLOC_PAGES, parse_alloc },
    { "alloc_pages", OP_ALLOC_PAGES, parse_alloc },
    { "alloc_page", OP_ALLOC_PAGES, parse_alloc },
    { "free", OP_FREE_PAGES, parse_free },
    { "free_pages", OP_FREE_PAGES, parse_free },
    { "__free_pages", OP_FREE_PAGES, parse_free },
    { "free_page", OP_FREE_PAGES, parse_free },
    { "freelist", OP_FREE_LIST, parse_free_list },
    { "free_list", OP_FREE_LIST, parse_free_list },
    { "boot", OP_BOOT, parse_boot },
    { "cpu", OP_CPU, parse_cpu },
    { "drain", OP_DRAIN, parse_drain },
    { "drain_local", OP_DRAIN_LOCAL, parse_nothing },
    { "refresh", OP_REFRESH, parse_nothing },
    { "minfree", OP_MIN_FREE_KBYTES, parse_minfree },
    { "min_free_kbytes", OP_MIN_FREE_KBYTES, parse_minfree },
    { "memalloc", OP_MEMALLOC, parse_switch },
    { "rt", OP_RT, parse_switch },
    { "split", OP_SPLIT_PAGE, parse_split },
    { "split_page", OP_SPLIT_PAGE, parse_split },
    { "workload", OP_WORKLOAD, parse_workload },
};

/* `x40` and `cpu 2` after any operation. */
static bool parse_tail(struct parser *p)
{
    struct word w;

    while ((w = next_word(p)).len) {
        uint32_t n;

        if (word_is(w, "cpu")) {
            if (!parse_cpu(p))
                return false;
        } else if (w.len > 1 && (w.at[0] | 32) == 'x' &&
                   word_number((struct word){ w.at + 1, w.len - 1 }, &n)) {
            if (n < 1 || n > OP_MAX_REPEAT)
                return syntax(p, w.at, "text", "text: x1 to x1000");
            p->repeat = n;
        } else {
            return syntax(p, w.at, "text", "text: this word was not expected here");
        }
    }
    return true;
}

bool op_parse(const char *text, size_t len, struct op *op, unsigned *repeat, struct op_error *error,
              size_t *column)
{
    const char *comment = memchr(text, '#', len), *nul = memchr(text, 0, len);
    struct parser p = { text, text, comment ? comment : text + len, op, 1, error, column };
    struct word w;

    *column = 0;
    if (nul)
        return syntax(&p, nul, "text", "text: a NUL byte");
    w = next_word(&p);
    *repeat = 0;
    if (!w.len)
        return true;
    memset(op, 0, sizeof(*op));
    op->cpu = OP_NO_CPU;
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (!word_is(w, verbs[i].name))
            continue;
        op->kind = verbs[i].kind;
        if (!verbs[i].parse(&p) || !parse_tail(&p))
            return false;
        *repeat = p.repeat;
        return true;
    }
    return syntax(
        &p, w.at, "text",
        "text: alloc, free, freelist, boot, cpu, drain, refresh, minfree, memalloc, rt, split or workload begins a line");
}

/* ---- printing ---- */

static int print_verb(const struct op *op, char *buf, size_t size)
{
    char gfp[GFP_TEXT_BYTES];

    switch (op->kind) {
    case OP_BOOT:
        return snprintf(buf, size, "boot %s", stage_name(op->stage));
    case OP_ALLOC_PAGES:
        gfp_print(op->gfp, gfp, sizeof(gfp));
        return snprintf(buf, size, "alloc %" PRIu32 " %s", op->order, gfp);
    case OP_FREE_PAGES:
        return snprintf(buf, size, "free 0x%" PRIx32 "%s", op->pfn, op->cold ? " cold" : "");
    case OP_SPLIT_PAGE:
        return snprintf(buf, size, "split 0x%" PRIx32, op->pfn);
    case OP_DRAIN_LOCAL:
        return snprintf(buf, size, "drain local");
    case OP_MIN_FREE_KBYTES:
        return snprintf(buf, size, "minfree %" PRIu32, op->value);
    case OP_MEMALLOC:
    case OP_RT:
        return snprintf(buf, size, "%s %" PRIu32, op_kind_name(op->kind), op->value);
    case OP_WORKLOAD:
        return snprintf(buf, size, "workload %" PRIu32 " seed %" PRIu32 " order %" PRIu32,
                        op->count, op->seed, op->max_order);
    case OP_CPU:
        return snprintf(buf, size, "cpu %" PRIu32, op->cpu);
    default:
        return snprintf(buf, size, "%s", op_kind_name(op->kind));
    }
}

int op_print(const struct op *op, char *buf, size_t size)
{
    int n;

    if (op->kind == OP_FREE_LIST) {
        n = snprintf(buf, size, "freelist%s", op->cold ? " cold" : "");
        for (uint32_t i = 0; i < op->nr_list && (size_t)n < size; i++)
            n += snprintf(buf + n, size - (size_t)n, " 0x%" PRIx32, op->list[i]);
    } else {
        n = print_verb(op, buf, size);
    }
    if (op->cpu != OP_NO_CPU && op->kind != OP_CPU && (size_t)n < size)
        n += snprintf(buf + n, size - (size_t)n, " cpu %" PRIu32, op->cpu);
    return n;
}

int op_result_print(const struct op *op, const struct op_result *r, char *buf, size_t size)
{
    switch (op->kind) {
    case OP_ALLOC_PAGES:
        if (r->pfn != NO_PFN)
            return snprintf(buf, size, "0x%" PRIx32, r->pfn);
        return r->rounds ? snprintf(buf, size,
                                    "NULL (stopped after %" PRIu32
                                    " rounds; the kernel goes on until memory comes back)",
                                    r->rounds)
                         : snprintf(buf, size, "NULL");
    case OP_FREE_LIST:
    case OP_SPLIT_PAGE:
        return snprintf(buf, size, "%" PRIu32 " pages", r->count);
    case OP_BOOT:
        return op->stage == STAGE_MEM_INIT
                   ? snprintf(buf, size, "%" PRIu32 " pages freed", r->count)
                   : snprintf(buf, size, "ok");
    case OP_WORKLOAD:
        return snprintf(buf, size,
                        "%" PRIu32 " operations, %" PRIu32 " allocations failed, hash %016" PRIx64,
                        r->count, r->failed, r->hash);
    default:
        return snprintf(buf, size, "ok");
    }
}
